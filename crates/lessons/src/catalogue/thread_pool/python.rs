//! What the counterpart of `thread-pool` in Python shows.

use std::collections::BTreeSet;

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "pool"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![every_task_has_its_result, four_threads_do_them_all],
    },
    Counterpart {
        command: &["program.py", "thread-each"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![every_task_has_its_result, each_has_a_thread],
    },
];

fn every_task_has_its_result(said: &Said) {
    said.line("main: 20 results, sum 2870");
}

/// The names of the threads that a task said it runs in.
fn threads(said: &Said) -> BTreeSet<&str> {
    let names = said.lines.iter().filter_map(|line| Some(line.split_once(": in ")?.1));
    names.collect()
}

fn four_threads_do_them_all(said: &Said) {
    assert!(threads(said).len() <= 4);
}

fn each_has_a_thread(said: &Said) {
    assert_eq!(threads(said).len(), 20);
}
