//! What the counterpart of `queue-starve` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::Stuck { lines: 2 },
    facts: facts![one_gets_the_message],
}];

fn one_gets_the_message(said: &Said) {
    assert_eq!(said.lines_with("getter: got hello"), 1);
    assert_eq!(said.lines_with("parent: all are done"), 0);
}
