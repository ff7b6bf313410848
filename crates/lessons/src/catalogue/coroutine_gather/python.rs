//! What the counterpart of `coroutine-gather` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "gather"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![waits_overlap, there_is_one_thread],
    },
    Counterpart {
        command: &["program.py", "one-by-one"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![no_two_overlap, there_is_one_thread],
    },
];

fn waits_overlap(said: &Said) {
    assert!(said.line("main: three tasks are made") < said.line("a: begins"));
    assert!(said.line("c: begins") < said.line("b: ends"));
}

fn no_two_overlap(said: &Said) {
    assert!(said.line("a: ends") < said.line("b: begins"));
    assert!(said.line("b: ends") < said.line("c: begins"));
}

fn there_is_one_thread(said: &Said) {
    said.line("main: three results, 1 thread");
}
