//! What holds on every run of `thread-start`.

use std::collections::BTreeSet;

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_in_order, the_count_is_right_at_each_print, one_pid_and_eleven_threads];

fn the_count_is_right_at_each_print(run: &Run) {
    assert_eq!(run.prints_with("main: 1 thread, process"), 1);
    run.printed("main: after the starts 11 threads");
    run.printed("main: 1 thread is left");
}

fn one_pid_and_eleven_threads(run: &Run) {
    let prints = run.events(EventKind::PRINT);
    let told: Vec<(&str, &str)> = prints
        .iter()
        .filter_map(|print| print.value.split_once("process ")?.1.split_once(" thread "))
        .collect();
    let pids: BTreeSet<_> = told.iter().map(|(pid, _)| pid).collect();
    let threads: BTreeSet<_> = told.iter().map(|(_, thread)| thread).collect();
    assert_eq!((told.len(), pids.len(), threads.len()), (11, 1, 11));
}
