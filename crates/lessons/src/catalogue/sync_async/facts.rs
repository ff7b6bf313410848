//! What holds on every run of `sync-async`.

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "call=sync"];

pub const FACTS: &[Fact] = facts![ends_in_order, the_caller_is_busy_unless_it_waits];

fn the_caller_is_busy_unless_it_waits(run: &Run) {
    let (done, laid) = (run.printed("kitchen: done"), run.printed("main: lays the table, piece 3"));
    assert_eq!(run.arguments.word("call") == "sync", done < laid);
    run.printed("main: has a pizza");
}
