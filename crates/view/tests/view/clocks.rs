//! The three clocks.

use laneway_model::Moment;
use laneway_view::{ClockKind, MOST_FOLDS, Timeline};

use crate::notation::{model, same};

/// Positions of all moments, and the moments found at them, in milliseconds for the clocks of time.
#[track_caller]
fn check(kind: ClockKind, run: &str, expected: &str) {
    let model = model(run);
    let timeline = Timeline::new(&model);
    let clock = timeline.clock(&model, kind);
    let unit = if kind == ClockKind::Steps { 1.0 } else { 1e6 };
    let mut found: Vec<String> = Vec::new();
    for at in (0..=model.end().0).map(Moment) {
        let position = clock.position(at);
        found.push(format!("{}", position / unit));
        // Several moments may share a position: the last of them is found.
        let back = clock.moment(position);
        assert!(
            back >= at && clock.position(back) <= position,
            "{at:?} is at {position}, where {back:?} is"
        );
    }
    found.push(format!("length {}", clock.length() / unit));
    for fold in clock.folds(0.0, clock.length()) {
        let hidden = fold.hidden_ns() as f64 / unit;
        found.push(format!("hides {hidden} at {}", fold.position as f64 / unit));
    }
    same(&found.join(", "), expected);
}

/// The thread sleeps from 4 to 1000; then it runs, without an event, from 1003 to 2000.
const RUN: &str = "0 main begin
    1 main print \"a\"
    2 main print \"b\"
    4 main sleep 996000000
    1000 main wake
    1001 main print \"c\"
    1003 main print \"d\"
    2000 main end 0";

#[test]
fn steps_are_events() {
    check(ClockKind::Steps, RUN, "0, 1, 2, 3, 4, 5, 6, 7, 8, length 9");
}

#[test]
fn the_wall_clock_is_time() {
    check(
        ClockKind::Wall,
        RUN,
        "0, 0, 1, 2, 4, 1000, 1001, 1003, 2000, length 2000",
    );
}

#[test]
fn idle_stretches_are_folded_and_busy_ones_are_not() {
    // The stretches are 1, 1, 2, 996, 1, 2 and 997; the middle one is 2, and ten times that 20.
    check(
        ClockKind::Folded,
        RUN,
        "0, 0, 1, 2, 4, 24, 25, 27, 1024, length 1024, hides 976 at 4",
    );
}

#[test]
fn what_was_seen_from_outside_is_no_beat_and_has_its_time() {
    let run = "0 main begin
        1 main print \"a\"
        3 main seen_asleep
        7 main seen_running
        8 main print \"b\"
        9 main seen_ready
        10 main end 0";
    let third = 1.0 / 3.0;
    let steps = format!(
        "0, 1, 2, {}, {}, 3, 3.5, 4, length 5",
        2.0 + third,
        2.0 + 2.0 * third
    );
    check(ClockKind::Steps, run, &steps);
    check(ClockKind::Wall, run, "0, 0, 1, 3, 7, 8, 9, 10, length 10");
}

#[test]
fn a_run_without_events_has_a_length() {
    for kind in ClockKind::ALL {
        let model = model("");
        let timeline = Timeline::new(&model);
        let clock = timeline.clock(&model, kind);
        assert_eq!(clock.length(), 1.0);
        assert_eq!(clock.moment(5.0), Moment(0));
        assert_eq!(clock.moment(f64::NAN), Moment(0));
    }
}

#[test]
fn folds_are_few() {
    let mut run = String::from("0 main begin\n");
    let mut time = 0;
    for at in 0..400 {
        // Long sleeps of different lengths between many short stretches.
        time += 1;
        run.push_str(&format!("{time} main sleep 1\n"));
        time += if at % 3 == 0 { 100 + at } else { 1 };
        run.push_str(&format!("{time} main wake\n"));
    }
    let model = model(&run);
    let timeline = Timeline::new(&model);
    let clock = timeline.clock(&model, ClockKind::Folded);
    let folds = clock.folds(0.0, clock.length());
    assert_eq!(folds.len(), MOST_FOLDS);
    for fold in folds {
        let (from, to) = (fold.position as f64, (fold.position + fold.drawn_ns) as f64);
        assert_eq!(clock.time_ns(from), fold.from_ns);
        assert_eq!(clock.time_ns(to), fold.to_ns);
        let middle = clock.time_ns((from + to) / 2.0);
        assert!(fold.from_ns < middle && middle < fold.to_ns);
    }
}
