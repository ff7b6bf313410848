//! What holds on every run of `manager-dict`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "lock=false", "store=memory", "store=memory lock=false", "buyers=20"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    with_a_lock_none_is_left,
    every_operation_is_a_round_trip,
    every_operation_in_memory_is_a_step;
    usually without_a_lock_some_are_left,
];

fn with_a_lock_none_is_left(run: &Run) {
    if run.arguments.boolean("lock") {
        run.printed("left: 0");
    }
}

/// The dict is made and filled, in the end it is read and written once more; each buyer reads and writes. With a number
/// in memory nobody calls anybody.
fn every_operation_is_a_round_trip(run: &Run) {
    if run.arguments.word("store") == "memory" {
        assert!(run.events(EventKind::CALL).is_empty());
        return;
    }
    let operations = 2 * run.arguments.integer::<usize>("buyers") + 4;
    let counts = [EventKind::CALL, EventKind::SERVE, EventKind::REPLY, EventKind::RETURN]
        .map(|kind| run.events(kind).iter().filter(|seen| seen.event.sequence > 0 || kind == EventKind::RETURN).count());
    assert!(counts[1] >= operations && counts[1] == counts[2], "{counts:?}");
}

/// The number is filled, in the end it is read and written once more; each buyer reads and writes.
fn every_operation_in_memory_is_a_step(run: &Run) {
    if run.arguments.word("store") == "memory" {
        let buyers: usize = run.arguments.integer("buyers");
        let counts = [EventKind::READ, EventKind::WRITE].map(|kind| run.events(kind).len());
        assert_eq!(counts, [buyers + 1, buyers + 2]);
        let processes = run.children();
        assert!(processes.iter().all(|process| process.name.starts_with("buyer-")));
    }
}

fn without_a_lock_some_are_left(run: &Run) -> Option<bool> {
    let is_free = !run.arguments.boolean("lock");
    is_free.then(|| run.prints_with("left: 0") == 0)
}
