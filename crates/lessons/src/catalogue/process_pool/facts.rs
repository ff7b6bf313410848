//! What holds on every run of `process-pool`.

use std::collections::BTreeSet;

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_in_order, every_task_has_its_result, four_workers_do_them_all];

fn every_task_has_its_result(run: &Run) {
    assert_eq!(run.events(EventKind::RESULT).len(), 20);
    assert_eq!(run.prints_with("sum 2870"), 1);
}

fn four_workers_do_them_all(run: &Run) {
    let begun = run.events(EventKind::TASK_BEGIN);
    let workers: BTreeSet<_> = begun.iter().map(|seen| seen.event.actor).collect();
    assert!(begun.len() == 20 && workers.len() <= 4, "{} by {}", begun.len(), workers.len());
}
