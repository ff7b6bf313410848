//! What the counterpart of `thread-start` in Python shows.

use std::collections::BTreeSet;

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![the_count_is_right_at_the_end, one_pid_and_eleven_threads],
}];

/// In between it is 11, unless the machine is so busy that the first one has ended by then.
fn the_count_is_right_at_the_end(said: &Said) {
    assert!(said.number_after("main: after the starts ") <= 11);
    said.line("main: 1 thread is left");
}

fn one_pid_and_eleven_threads(said: &Said) {
    let told = said.lines.iter().filter_map(|line| line.split_once("process ")?.1.split_once(" thread "));
    let told: Vec<(&str, &str)> = told.collect();
    let pids: BTreeSet<_> = told.iter().map(|(pid, _)| pid).collect();
    assert_eq!((told.len(), pids.len()), (11, 1));
}
