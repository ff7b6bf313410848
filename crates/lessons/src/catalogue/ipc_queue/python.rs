//! What the counterpart of `ipc-queue` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![what_is_got_is_what_was_put],
}];

fn what_is_got_is_what_was_put(said: &Said) {
    said.line("putter: has [1, 2, 3, 4] now");
    said.line("getter: got [1, 2, 3]");
}
