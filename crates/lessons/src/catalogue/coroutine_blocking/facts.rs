//! What holds on every run of `coroutine-blocking`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "call=thread"];

pub const FACTS: &[Fact] = facts![ends_in_order, the_loop_stands_still_unless_the_call_is_handed_over];

fn the_loop_stands_still_unless_the_call_is_handed_over(run: &Run) {
    let during = run.printed("worker: begins")..run.printed("worker: ends");
    let prints = run.events(EventKind::PRINT);
    let ticks = prints.iter().filter(|seen| during.contains(&seen.row) && seen.value == "ticker: tick");
    let ticks = ticks.count();
    run.printed(&format!("main: {ticks} ticks meanwhile"));
    if run.arguments.word("call") == "thread" {
        assert!(ticks >= 1);
    } else {
        assert_eq!(ticks, 0);
    }
}
