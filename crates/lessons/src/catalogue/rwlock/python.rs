//! What the counterpart of `rwlock` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![readers_overlap, the_writer_is_alone],
}];

fn readers_overlap(said: &Said) {
    assert!(said.line("reader-2: reads 100") < said.line("reader-1: leaves"));
}

fn the_writer_is_alone(said: &Said) {
    let writes = said.line("writer: writes 120");
    assert!(said.line("reader-1: leaves") < writes && said.line("reader-2: leaves") < writes);
    assert!(writes < said.line("reader-3: reads 120"));
    said.line("the board says 120");
}
