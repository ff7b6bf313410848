//! What the counterpart of `zombie` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![it_is_a_zombie_until_it_is_joined],
}];

fn it_is_a_zombie_until_it_is_joined(said: &Said) {
    assert!(said.line("child: done") < said.line("parent: the system says Z"));
    said.line("parent: took exit code 0, the system says nothing");
}
