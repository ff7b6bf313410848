//! What the counterpart of `deadlock-fixed` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "order"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![everybody_eats_twice],
    },
    Counterpart {
        command: &["program.py", "one-lock"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![everybody_eats_twice],
    },
    Counterpart {
        command: &["program.py", "timeout"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![everybody_eats_twice],
    },
];

fn everybody_eats_twice(said: &Said) {
    for number in 1..=5 {
        assert_eq!(said.lines_with(&format!("philosopher-{number}: eats")), 2);
    }
    said.line("all 5 have eaten twice");
}
