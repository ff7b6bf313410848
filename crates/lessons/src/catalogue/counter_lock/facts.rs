//! What holds on every run of `counter-lock`.

use laneway_model::FindingKind;
use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "steps=2000"];

pub const FACTS: &[Fact] = facts![ends_in_order, the_count_is_0, no_update_is_lost];

fn the_count_is_0(run: &Run) {
    run.printed("count is 0");
    assert_eq!(run.events(EventKind::WRITE).len(), 4 * run.arguments.integer::<usize>("steps"));
}

fn no_update_is_lost(run: &Run) {
    assert!(run.findings(FindingKind::LostUpdate).is_empty());
    assert_eq!(run.model.figures.cells[0].lost_updates, 0);
}
