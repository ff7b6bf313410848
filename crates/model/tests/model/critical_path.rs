//! What determined when runs by hand ended.

use laneway_model::CriticalPath;

use crate::notation::{millis, model, same};

/// The parts as `a running 0 to 4 (4) by lock`, then what was held.
#[track_caller]
fn check(run: &str, expected: &str) {
    let model = model(run);
    let path = CriticalPath::new(&model);
    let mut lines: Vec<String> = path
        .parts
        .iter()
        .map(|part| {
            format!(
                "{} {} from {}: {}{}",
                model.actor_name(model.lanes[part.lane as usize].actor),
                model.phases.state[part.phase as usize].name(),
                millis(model.time_ns(part.from)),
                millis(part.time_ns),
                part.cause.map_or(String::new(), |kind| format!(" {kind:?}"))
            )
        })
        .collect();
    let held = path.held.iter();
    lines.extend(held.map(|&(object, ns)| format!("held {} {}", model.object_name(object), millis(ns))));
    same(&lines.join("\n"), expected);
    // Its parts follow each other, and lead to the end.
    for parts in path.parts.windows(2) {
        assert_eq!(model.time_ns(parts[0].to), model.time_ns(parts[1].from));
    }
    assert_eq!(path.total_ns, path.states.time_ns.iter().sum::<u64>());
}

#[test]
fn one_lane_is_a_path() {
    check("0 main begin\n5 main end\n", "main running from 0: 5");
}

#[test]
fn from_a_join_it_leads_to_who_was_waited_for_and_to_who_started_them() {
    check(
        "0 main begin\n1 main start @a\n2 a begin\n2 main start @b\n3 b begin\n3 main join_wait @b\n\
         4 a end\n7 b end\n8 main join @b\n9 main end\n",
        "main running from 0: 2
         b running from 2: 5 Start
         main running from 7: 2 Join",
    );
}

#[test]
fn from_a_process_whose_status_is_taken_it_leads_to_that_process() {
    check(
        "process c of p\nthread t of c\n0 main begin\n1 main start @c\n2 t begin\n3 main join_wait @c\n7 t end\n\
         7.5 c exit 0\n8 main reap @c\n8.1 main join @c\n9 main end\n",
        "main running from 0: 1
         t running from 1: 6 Start
         t finished from 7: 0.5
         main running from 7.5: 1.5 Join",
    );
}

#[test]
fn from_a_lock_it_leads_to_who_held_it() {
    check(
        "0 main begin\n1 a begin\n2 b begin\n2 b lock_acquire l\n3 a lock_wait l\n8 b lock_release l\n\
         8.5 a lock_acquire l\n9 b end\n10 a lock_release l\n11 a end\n",
        "b running from 2: 6
         a running from 8: 3 Lock
         held l 7.5",
    );
}

#[test]
fn what_nobody_ended_is_a_part_itself() {
    check(
        "0 main begin\n1 main sleep\n6 main print \"x\"\n7 main end\n",
        "main running from 0: 1
         main sleeping from 1: 5
         main running from 6: 1",
    );
}

#[test]
fn a_run_without_events_has_none() {
    check("", "");
}
