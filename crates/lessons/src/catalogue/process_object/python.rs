//! What the counterpart of `process-object` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![the_fields_go_over_and_do_not_come_back],
}];

fn the_fields_go_over_and_do_not_come_back(said: &Said) {
    said.line("teller: begins with hello and 0");
    assert!(said.line("teller: ends with hello and 3") < said.line("parent: the tally is 0"));
}
