//! What the counterpart of `ticket-lock` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![as_many_are_sold_as_there_are, each_buyer_saw_another_number],
    },
];

fn as_many_are_sold_as_there_are(said: &Said) {
    assert_eq!((said.lines_with(": bought, "), said.lines_with(": sold out")), (3, 7));
    assert_eq!(said.number_after("tickets left: "), 0);
    said.line("sold 3 of 3");
}

fn each_buyer_saw_another_number(said: &Said) {
    let sold: Vec<_> = ["3 -> 2", "2 -> 1", "1 -> 0"].map(|sale| said.lines_with(sale)).into();
    assert_eq!(sold, [1, 1, 1]);
}
