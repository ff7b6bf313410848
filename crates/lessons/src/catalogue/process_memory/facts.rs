//! What holds on every run of `process-memory`.

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "start=spawn"];

pub const FACTS: &[Fact] = facts![ends_in_order, the_child_begins_as_it_was_started, the_parent_keeps_its_own];

fn the_child_begins_as_it_was_started(run: &Run) {
    let found = if run.arguments.word("start") == "spawn" { 10 } else { 42 };
    let finds = run.printed(&format!("child: finds {found}"));
    assert!(finds < run.printed(&format!("child: makes it {}", found + 1)));
}

fn the_parent_keeps_its_own(run: &Run) {
    run.printed("parent: has 42");
}
