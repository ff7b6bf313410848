//! What the counterpart of `pool-map` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![results_come_in_the_order_of_the_inputs],
}];

fn results_come_in_the_order_of_the_inputs(said: &Said) {
    assert!(said.line("task of 2: ends") < said.line("task of 6: ends"));
    said.line("main: results 6 2 4");
}
