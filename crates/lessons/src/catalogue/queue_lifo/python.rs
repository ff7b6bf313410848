//! What the counterpart of `queue-lifo` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![they_come_out_in_this_order],
}];

fn they_come_out_in_this_order(said: &Said) {
    said.line("out: 2 1 0");
}
