//! What holds on every run of `coroutine-cancel`.

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_in_order, the_clean_up_runs_at_its_next_turn];

fn the_clean_up_runs_at_its_next_turn(run: &Run) {
    assert!(run.printed("main: has cancelled it") < run.printed("worker: cleans up"));
    run.printed("main: the worker was cancelled");
    assert_eq!(run.prints_with("worker: done"), 0);
}
