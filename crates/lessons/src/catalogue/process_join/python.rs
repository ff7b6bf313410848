//! What the counterpart of `process-join` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "join"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_parent_goes_on_after_the_child],
    },
    Counterpart {
        command: &["program.py", "timeout"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_child_ends_by_itself],
    },
    Counterpart {
        command: &["program.py", "none"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_child_ends_by_itself],
    },
];

fn the_parent_goes_on_after_the_child(said: &Said) {
    assert!(said.line("child: done") < said.line("parent: goes on, the child has ended"));
}

/// Whatever the parent did, and though its code ended first.
fn the_child_ends_by_itself(said: &Said) {
    assert!(said.line("parent: goes on, the child is alive") < said.line("child: done"));
}
