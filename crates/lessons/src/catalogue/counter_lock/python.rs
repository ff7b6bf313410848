//! What the counterpart of `counter-lock` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py", "20000"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![the_count_is_0],
}];

fn the_count_is_0(said: &Said) {
    said.line("count is 0");
}
