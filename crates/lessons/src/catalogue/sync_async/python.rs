//! What the counterpart of `sync-async` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "async"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_table_is_laid_meanwhile],
    },
    Counterpart {
        command: &["program.py", "sync"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_table_is_laid_after_it],
    },
];

fn the_table_is_laid_meanwhile(said: &Said) {
    assert!(said.line("main: lays the table, piece 1") < said.line("kitchen: done"));
}

fn the_table_is_laid_after_it(said: &Said) {
    assert!(said.line("kitchen: done") < said.line("main: lays the table, piece 1"));
}
