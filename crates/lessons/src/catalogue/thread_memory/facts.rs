//! What holds on every run of `thread-memory`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_in_order, all_use_one_cell, who_reads_sees_the_last_write];

fn all_use_one_cell(run: &Run) {
    let is_access = |kind| matches!(kind, EventKind::READ | EventKind::WRITE);
    let mut objects: Vec<_> =
        run.all().filter(|seen| is_access(seen.event.kind)).map(|seen| seen.event.object).collect();
    objects.dedup();
    assert_eq!(objects.len(), 1);
}

fn who_reads_sees_the_last_write(run: &Run) {
    run.printed("worker-1: finds 42");
    run.printed("worker-2: finds 5");
    run.printed("main: has 7");
}
