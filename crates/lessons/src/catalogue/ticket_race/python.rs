//! What the counterpart of `ticket-race` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![somebody_buys, the_file_looks_right_or_nearly, more_are_sold_than_there_are],
    },
];

fn somebody_buys(said: &Said) {
    assert!(said.lines_with(": bought, ") >= 1);
}

fn the_file_looks_right_or_nearly(said: &Said) {
    assert_eq!(said.lines_with(": bought, ") + said.lines_with(": sold out"), 10);
    assert_eq!(said.number_after("tickets left: "), 0);
}

/// Paying takes longer than all of them take to come to the file, so that it is sold more than once.
fn more_are_sold_than_there_are(said: &Said) {
    let sold = said.lines_with(": bought, ");
    assert!(sold > 1);
    said.line(&format!("sold {sold} of 1"));
}
