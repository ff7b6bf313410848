//! What the counterpart of `deadlock` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py"],
        since: (3, 8),
        ends: Ends::Stuck { lines: 5 },
        facts: facts![everybody_eats_once],
    },
    Counterpart {
        command: &["program.py", "2"],
        since: (3, 8),
        ends: Ends::Stuck { lines: 2 },
        facts: facts![both_eat_once],
    },
];

fn everybody_eats_once(said: &Said) {
    (1..=5).for_each(|number| eats(said, number));
}

fn both_eat_once(said: &Said) {
    (1..=2).for_each(|number| eats(said, number));
}

fn eats(said: &Said, number: u32) {
    said.line(&format!("philosopher-{number}: eats"));
}
