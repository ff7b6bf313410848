//! What holds on every run of `manager-dict`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "lock=false", "buyers=100"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    with_a_lock_none_is_left,
    every_operation_is_a_round_trip;
    usually without_a_lock_some_are_left,
];

fn with_a_lock_none_is_left(run: &Run) {
    if run.arguments.boolean("lock") {
        run.printed("left: 0");
    }
}

/// The dict is made, filled and read once more; each buyer reads and writes.
fn every_operation_is_a_round_trip(run: &Run) {
    let operations = 2 * run.arguments.integer::<usize>("buyers") + 3;
    let counts = [EventKind::CALL, EventKind::SERVE, EventKind::REPLY, EventKind::RETURN]
        .map(|kind| run.events(kind).iter().filter(|seen| seen.event.sequence > 0 || kind == EventKind::RETURN).count());
    assert!(counts[1] >= operations && counts[1] == counts[2], "{counts:?}");
}

fn without_a_lock_some_are_left(run: &Run) -> Option<bool> {
    let is_free = !run.arguments.boolean("lock");
    is_free.then(|| run.prints_with("left: 0") == 0)
}
