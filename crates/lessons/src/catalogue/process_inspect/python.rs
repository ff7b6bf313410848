//! What the counterpart of `process-inspect` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![the_victim_dies_by_the_signal, the_other_is_untouched],
}];

fn the_victim_dies_by_the_signal(said: &Said) {
    assert!(said.line("parent: the victim is alive: true") < said.line("parent: the victim ended with -15"));
    said.line("parent: the victim is alive: false");
    assert_eq!(said.lines_with("victim: cleans up"), 0);
}

fn the_other_is_untouched(said: &Said) {
    assert!(said.line("other: cleans up") < said.line("parent: the other ended with 0"));
}
