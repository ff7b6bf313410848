//! What the counterpart of `process-pool` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![four_workers_do_them_all],
}];

fn four_workers_do_them_all(said: &Said) {
    assert!((1..=4).contains(&said.number_after("main: 20 results by ")));
    assert_eq!(said.lines_with("sum 2870"), 1);
}
