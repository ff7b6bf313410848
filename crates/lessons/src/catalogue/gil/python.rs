//! What the counterpart of `gil` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "cpu"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![both_are_done],
    },
    Counterpart {
        command: &["program.py", "io"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![both_are_done, waits_overlap],
    },
    Counterpart {
        command: &["program.py", "processes"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![both_are_done],
    },
];

fn both_are_done(said: &Said) {
    assert_eq!(said.lines_with("worker-"), 2);
    said.line("main: both are done");
}

/// Three seconds each: a machine would have to lose three seconds for it not to be so.
fn waits_overlap(said: &Said) {
    said.line("main: the waits overlapped: true");
}
