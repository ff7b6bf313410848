//! What the counterpart of `pool-results` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "at-once"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![no_two_overlap],
    },
    Counterpart {
        command: &["program.py", "later"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![all_overlap],
    },
];

fn no_two_overlap(said: &Said) {
    for number in 2..=4 {
        let before = said.line(&format!("task-{}: ends", number - 1));
        assert!(said.line(&format!("task-{number}: begins")) > before);
    }
}

fn all_overlap(said: &Said) {
    for number in 2..=4 {
        assert!(said.line(&format!("task-{number}: begins")) < said.line("task-1: ends"));
    }
}
