//! What the counterpart of `orphan` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![the_child_is_adopted],
}];

fn the_child_is_adopted(said: &Said) {
    let before = said.number_after("child: my parent is ");
    assert_eq!(before, said.number_after("parent: leaves, process "));
    assert_ne!(before, said.number_after("child: now it is "));
    said.line("child: done");
}
