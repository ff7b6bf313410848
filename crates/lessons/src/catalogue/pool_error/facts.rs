//! What holds on every run of `pool-error`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "fails=worker"];

pub const FACTS: &[Fact] = facts![ends_in_order, the_error_arrives_at_who_asks, a_dead_worker_breaks_the_pool];

fn the_error_arrives_at_who_asks(run: &Run) {
    if run.arguments.word("fails") == "task" {
        run.printed("main: task-2: an error");
        run.printed("main: 3 of 4 results");
        assert_eq!(run.events(EventKind::TASK_BEGIN).len(), 4);
    }
}

fn a_dead_worker_breaks_the_pool(run: &Run) {
    if run.arguments.word("fails") == "worker" {
        for number in 1..=4 {
            run.printed(&format!("main: task-{number}: the pool is broken"));
        }
        run.printed("main: 0 of 4 results");
    }
}
