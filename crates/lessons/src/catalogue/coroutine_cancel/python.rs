//! What the counterpart of `coroutine-cancel` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![the_clean_up_runs_at_its_next_turn],
}];

fn the_clean_up_runs_at_its_next_turn(said: &Said) {
    assert!(said.line("main: has cancelled it") < said.line("worker: cleans up"));
    said.line("main: the worker was cancelled");
    assert_eq!(said.lines_with("worker: done"), 0);
}
