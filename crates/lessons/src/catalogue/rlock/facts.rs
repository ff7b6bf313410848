//! What holds on every run of `rlock`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "threads=2"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    the_depth_goes_up_to_two_and_down_to_none,
    nobody_else_is_inside_in_between,
];

/// The depths of a thread's entries and exits, in order.
fn the_depth_goes_up_to_two_and_down_to_none(run: &Run) {
    for number in 1..=run.arguments.integer::<u32>("threads") {
        let name = format!("worker-{number}");
        let of = |kind| -> Vec<_> {
            let events = run.events_of(&name, kind).into_iter();
            events.map(|seen| seen.event.value.int()).collect()
        };
        assert_eq!(of(EventKind::LOCK_ACQUIRE), [Some(1), Some(2)], "{name}");
        assert_eq!(of(EventKind::LOCK_RELEASE), [Some(1), Some(0)], "{name}");
    }
}

fn nobody_else_is_inside_in_between(run: &Run) {
    let is_about_it = |kind| matches!(kind, EventKind::LOCK_ACQUIRE | EventKind::LOCK_RELEASE);
    let actors: Vec<_> =
        run.all().filter(|seen| is_about_it(seen.event.kind)).map(|seen| seen.event.actor).collect();
    for inside in actors.chunks(4) {
        assert!(inside.iter().all(|actor| *actor == inside[0]), "{actors:?}");
    }
}
