//! What the counterpart of `blocking-nonblocking` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "blocking"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![nothing_is_asked_in_vain],
    },
    Counterpart {
        command: &["program.py", "polled"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![it_asks_in_vain],
    },
    Counterpart {
        command: &["program.py", "readiness"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![nothing_is_asked_in_vain],
    },
];

fn nothing_is_asked_in_vain(said: &Said) {
    said.line("reader: has hello");
    said.line("reader: asked 0 times in vain");
}

fn it_asks_in_vain(said: &Said) {
    said.line("reader: has hello");
    assert!(said.number_after("reader: asked ") >= 1);
}
