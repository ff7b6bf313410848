//! What holds on every run of `pool-results`.

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "ask=later"];

pub const FACTS: &[Fact] = facts![ends_in_order, tasks_overlap_if_asked_for_later];

fn tasks_overlap_if_asked_for_later(run: &Run) {
    for number in 2..=4 {
        let begins = run.printed(&format!("task-{number}: begins"));
        if run.arguments.word("ask") == "later" {
            assert!(begins < run.printed("task-1: ends"));
        } else {
            assert!(begins > run.printed(&format!("task-{}: ends", number - 1)));
        }
    }
}
