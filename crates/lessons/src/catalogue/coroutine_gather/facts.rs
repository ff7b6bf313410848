//! What holds on every run of `coroutine-gather`.

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "style=one-by-one"];

pub const FACTS: &[Fact] = facts![ends_in_order, there_is_one_thread, waits_overlap_if_awaited_together];

fn there_is_one_thread(run: &Run) {
    run.printed("main: three results, 1 thread");
}

fn waits_overlap_if_awaited_together(run: &Run) {
    let row = |line: &str| run.printed(line);
    if run.arguments.word("style") == "gather" {
        assert!(row("main: three tasks are made") < row("a: begins"));
        assert!(row("c: begins") < row("b: ends"));
        assert!(row("b: ends") < row("c: ends") && row("c: ends") < row("a: ends"));
    } else {
        assert!(row("a: ends") < row("b: begins") && row("b: ends") < row("c: begins"));
    }
}
