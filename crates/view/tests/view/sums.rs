//! What runs by hand come to between two moments.

use laneway_model::{Model, Moment, State};
use laneway_view::{Range, RangeFigures, Sums};

use crate::notation::{millis, model, same};

/// `a` holds the lock from 1 to 6, `b` waits for it from 2 to 6, `c` from 4 to 8.
const RUN: &str = "0 main begin\n1 a lock_acquire l\n2 b lock_wait l\n4 c lock_wait l\n6 a lock_release l\n\
                   6 b lock_acquire l\n8 b lock_release l\n8 c lock_acquire l\n9 c lock_release l\n";

fn figures(model: &Model, from: u32, to: u32) -> RangeFigures {
    let range = Range {
        from: Moment(from),
        to: Moment(to),
    };
    Sums::new(model).figures(model, range, 40)
}

/// The times of states as `running 3, waits_lock 2`, waits as `l 2 times 6 longest 4`, kinds as `lock_wait 2`.
fn told(model: &Model, figures: &RangeFigures) -> String {
    let times = |time_ns: &[u64]| {
        let states = State::ALL.into_iter().zip(time_ns).filter(|(_, time)| **time > 0);
        let states: Vec<String> = states
            .map(|(state, &time)| format!("{} {}", state.name(), millis(time)))
            .collect();
        states.join(", ")
    };
    let mut lines = vec![millis(figures.duration_ns)];
    for (lane, figures) in model.lanes.iter().zip(&figures.lanes) {
        lines.push(format!(
            "{}: {}",
            model.actor_name(lane.actor),
            times(&figures.time_ns)
        ));
    }
    lines.push(format!("all: {}", times(&figures.all.time_ns)));
    lines.extend(figures.waits.iter().map(|wait| {
        format!(
            "{} {} times {} longest {}",
            model.object_name(wait.object),
            wait.times,
            millis(wait.total_ns),
            millis(wait.longest_ns)
        )
    }));
    let kinds: Vec<String> = figures
        .kinds
        .iter()
        .map(|&(kind, count)| format!("{} {count}", kind.name().unwrap_or("?")))
        .collect();
    lines.push(kinds.join(", "));
    lines.join("\n")
}

#[track_caller]
fn check(from: u32, to: u32, expected: &str) {
    let model = model(RUN);
    same(&told(&model, &figures(&model, from, to)), expected);
}

#[test]
fn a_range_is_summed_up() {
    check(
        4,
        7,
        "4
         main: running 4
         a: running 4
         b: running 2, waits_lock 2
         c: waits_lock 4
         all: running 10, waits_lock 6
         l 2 times 6 longest 4
         lock_release 2, lock_acquire 1",
    );
}

#[test]
fn an_empty_range_has_nothing() {
    check(4, 4, "0\nmain:\na:\nb:\nc:\nall:\n");
}

#[test]
fn all_of_a_run_is_what_its_figures_say() {
    for text in [RUN, STUCK] {
        let model = model(text);
        let all = figures(&model, 0, model.end().0);
        assert_eq!(all.lanes, model.figures.lanes);
        for lock in &model.figures.locks {
            let waits = all.waits.iter().find(|waits| waits.object == lock.object);
            let found = waits.map_or((0, 0), |waits| (waits.total_ns, waits.longest_ns));
            assert_eq!(found, (lock.wait_total_ns, lock.wait_max_ns));
        }
        let events: u32 = all.kinds.iter().map(|(_, count)| count).sum();
        assert_eq!(events, model.end().0);
    }
}

/// Both wait for ever.
const STUCK: &str = "ending stuck\n0 a lock_acquire x\n1 b lock_acquire y\n2 a lock_wait y\n3 b lock_wait x\n\
                     9 main begin\n";

#[test]
fn neighbouring_ranges_add_up() {
    let mut text = String::new();
    for time in 0..700 {
        let kind = ["lock_wait", "lock_acquire", "lock_release"][time % 3];
        let actor = ["a", "b"][(time / 3) % 2];
        text.push_str(&format!("{time} {actor} {kind} {}\n", ["k", "l"][(time / 6) % 2]));
    }
    for text in [RUN, STUCK, &text] {
        let model = model(text);
        let end = model.end().0;
        let whole = figures(&model, 0, end);
        for middle in 0..=end {
            let parts = [figures(&model, 0, middle), figures(&model, middle, end)];
            for lane in 0..model.lanes.len() {
                let sum: Vec<u64> = (0..State::ALL.len())
                    .map(|state| parts.iter().map(|part| part.lanes[lane].time_ns[state]).sum())
                    .collect();
                assert_eq!(sum, whole.lanes[lane].time_ns, "at {middle}");
            }
            for wait in &whole.waits {
                let of = parts.iter().flat_map(|part| &part.waits);
                let of = of.filter(|found| found.object == wait.object);
                assert_eq!(
                    of.map(|found| found.total_ns).sum::<u64>(),
                    wait.total_ns,
                    "at {middle}"
                );
            }
            for (kind, count) in &whole.kinds {
                let of = parts
                    .iter()
                    .flat_map(|part| &part.kinds)
                    .filter(|(found, _)| found == kind);
                assert_eq!(of.map(|(_, count)| count).sum::<u32>(), *count, "at {middle}");
            }
        }
    }
}
