//! What the counterpart of `process-memory` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "fork"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![a_forked_child_finds_a_copy, the_parent_keeps_its_own],
    },
    Counterpart {
        command: &["program.py", "spawn"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![a_spawned_child_begins_anew, the_parent_keeps_its_own],
    },
];

fn a_forked_child_finds_a_copy(said: &Said) {
    assert!(said.line("child: finds 42") < said.line("child: makes it 43"));
}

fn a_spawned_child_begins_anew(said: &Said) {
    assert!(said.line("child: finds 10") < said.line("child: makes it 11"));
}

fn the_parent_keeps_its_own(said: &Said) {
    said.line("parent: has 42");
}
