//! What the counterpart of `manager-dict` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "locked"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![none_is_left],
    },
    Counterpart {
        command: &["program.py", "memory"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![none_is_left],
    },
    Counterpart {
        command: &["program.py", "free"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![not_less_than_none_is_left],
    },
];

fn none_is_left(said: &Said) {
    said.line("left: 0");
    said.number_after("a read and a write took ");
}

fn not_less_than_none_is_left(said: &Said) {
    assert!((0..=99).contains(&said.number_after("left: ")));
}
