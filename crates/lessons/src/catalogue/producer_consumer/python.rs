//! What the counterpart of `producer-consumer` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![every_item_is_taken_once],
    },
    Counterpart {
        command: &["program.py", "0"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![every_item_is_taken_once],
    },
    Counterpart {
        command: &["program.py", "1"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![every_item_is_taken_once],
    },
];

fn every_item_is_taken_once(said: &Said) {
    for producer in 1..=10 {
        for item in 1..=2 {
            let end = format!(": got {producer}.{item}");
            let taken = said.lines.iter().filter(|line| line.ends_with(&end));
            assert_eq!(taken.count(), 1, "{end}");
        }
    }
    said.line("all is consumed");
}
