//! What holds on every run of `event`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] =
    facts![ends_in_order, all_pass_after_it_is_set, the_latecomer_does_not_wait];

fn all_pass_after_it_is_set(run: &Run) {
    let set = run.events(EventKind::GATE_OPEN);
    let passes = run.events(EventKind::GATE_PASS);
    assert_eq!((set.len(), passes.len()), (1, 4));
    assert!(passes.iter().all(|pass| pass.row > set[0].row));
}

fn the_latecomer_does_not_wait(run: &Run) {
    assert!(run.events_of("latecomer", EventKind::GATE_WAIT).is_empty());
    assert_eq!(run.events(EventKind::GATE_WAIT).len(), 3);
}
