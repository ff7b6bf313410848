//! What holds on every run of `barrier`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_in_order, nobody_passes_before_all_have_come];

fn nobody_passes_before_all_have_come(run: &Run) {
    let arrivals = run.events(EventKind::GATE_ARRIVE);
    let passes = run.events(EventKind::GATE_PASS);
    assert_eq!((arrivals.len(), passes.len()), (6, 6));
    for (arrivals, passes) in arrivals.chunks(3).zip(passes.chunks(3)) {
        assert!(passes.iter().all(|pass| pass.row > arrivals[2].row));
    }
}
