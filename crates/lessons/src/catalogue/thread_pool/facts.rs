//! What holds on every run of `thread-pool`.

use std::collections::BTreeSet;

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "style=thread-each", "workers=2 tasks=10"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    every_task_has_its_result,
    no_more_threads_than_asked_for,
    never_more_tasks_at_once_than_workers,
    every_task_runs_once,
];

fn is_pool(run: &Run) -> bool {
    run.arguments.word("style") == "pool"
}

fn every_task_has_its_result(run: &Run) {
    let tasks: u64 = run.arguments.integer("tasks");
    let sum: u64 = (1..=tasks).map(|number| number * number).sum();
    run.printed(&format!("main: {tasks} results, sum {sum}"));
    if is_pool(run) {
        assert_eq!(run.events(EventKind::RESULT).len() as u64, tasks);
    }
}

fn no_more_threads_than_asked_for(run: &Run) {
    let threads: BTreeSet<_> = run
        .events(EventKind::BEGIN)
        .iter()
        .map(|seen| seen.event.actor)
        .collect();
    if is_pool(run) {
        let workers: BTreeSet<_> = run
            .events(EventKind::TASK_BEGIN)
            .iter()
            .map(|seen| seen.event.actor)
            .collect();
        assert!(workers.len() <= run.arguments.integer::<usize>("workers"));
    } else {
        // And the main thread.
        assert_eq!(threads.len(), run.arguments.integer::<usize>("tasks") + 1);
    }
}

fn never_more_tasks_at_once_than_workers(run: &Run) {
    let workers: usize = run.arguments.integer("workers");
    let mut at_once = 0;
    for seen in run.all() {
        match seen.event.kind {
            EventKind::TASK_BEGIN => at_once += 1,
            EventKind::TASK_END => at_once -= 1,
            _ => {}
        }
        assert!(at_once <= workers, "row {}", seen.row);
    }
}

fn every_task_runs_once(run: &Run) {
    if is_pool(run) {
        let begun: Vec<_> = run
            .events(EventKind::TASK_BEGIN)
            .iter()
            .map(|seen| seen.event.object)
            .collect();
        let distinct: BTreeSet<_> = begun.iter().collect();
        assert_eq!(begun.len(), run.arguments.integer::<usize>("tasks"));
        assert_eq!(distinct.len(), begun.len());
    }
}
