//! What the counterpart of `sync-async` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "sync"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_soup_is_served, the_caller_does_nothing_before_it_has_the_soup],
    },
    Counterpart {
        command: &["program.py", "async"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_soup_is_served, the_caller_asks_when_the_table_is_laid],
    },
];

fn the_soup_is_served(said: &Said) {
    assert!(said.line("kitchen: soup is ready") < said.line("caller: has the soup"));
    assert_eq!(said.lines.last().map(String::as_str), Some("caller: serves soup"));
}

fn the_caller_does_nothing_before_it_has_the_soup(said: &Said) {
    let expected = [
        "caller: orders soup",
        "kitchen: cooks soup",
        "kitchen: soup is ready",
        "caller: has the soup",
    ];
    assert_eq!(said.lines[..4], expected);
}

fn the_caller_asks_when_the_table_is_laid(said: &Said) {
    let laid = said.line("caller: glasses are on the table");
    assert!(laid < said.line("caller: asks for the soup"));
    assert!(laid < said.line("caller: has the soup"));
}
