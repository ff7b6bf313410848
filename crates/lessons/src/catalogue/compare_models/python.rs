//! What the counterpart of `compare-models` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "in-turn"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_answers_are_the_same, one_after_another],
    },
    Counterpart {
        command: &["program.py", "threads"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_answers_are_the_same, waits_overlap],
    },
    Counterpart {
        command: &["program.py", "processes"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_answers_are_the_same],
    },
    Counterpart {
        command: &["program.py", "tasks"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_answers_are_the_same, waits_overlap],
    },
];

fn the_answers_are_the_same(said: &Said) {
    said.line("main: 5 answers, sum 150");
}

fn one_after_another(said: &Said) {
    assert!(said.line("request 1: answered") < said.line("request 2: sent"));
}

fn waits_overlap(said: &Said) {
    assert!(said.line("request 2: sent") < said.line("request 1: answered"));
}
