//! What the counterpart of `coroutine-lock-queue` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![all_is_baked_on_one_thread],
}];

fn all_is_baked_on_one_thread(said: &Said) {
    assert_eq!(said.lines_with(": bakes "), 4);
    said.line("main: all four are baked, 1 thread");
}
