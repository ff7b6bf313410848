//! What holds on every run of `pool-callback`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "pool=processes"];

pub const FACTS: &[Fact] =
    facts![ends_in_order, each_callback_runs_once_after_its_task, no_callback_runs_in_the_main_thread];

fn each_callback_runs_once_after_its_task(run: &Run) {
    assert_eq!(run.events(EventKind::CALLBACK_BEGIN).len(), 2);
    for number in 1..=2 {
        let line = format!("callback of task-{number}: main process true, main thread false");
        assert!(run.printed(&format!("task-{number}: done")) < run.printed(&line));
    }
}

/// With a pool of threads it is the worker's, with one of processes another thread of the parent.
fn no_callback_runs_in_the_main_thread(run: &Run) {
    let (begins, callbacks) = (run.events(EventKind::TASK_BEGIN), run.events(EventKind::CALLBACK_BEGIN));
    let by_worker = |actor| begins.iter().any(|begin| begin.event.actor == actor);
    let with_threads = run.arguments.word("pool") == "threads";
    assert!(callbacks.iter().all(|seen| by_worker(seen.event.actor) == with_threads));
}
