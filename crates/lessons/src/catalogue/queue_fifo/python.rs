//! What the counterpart of `queue-fifo` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![they_come_out_as_they_went_in, the_fourth_waits, the_empty_get_is_an_error],
}];

fn they_come_out_as_they_went_in(said: &Said) {
    said.line("out: 7 2 9 4 1");
}

fn the_fourth_waits(said: &Said) {
    assert!(said.line("producer: puts 9") < said.line("main: gets 7"));
    // It is put after one was taken; which of the two says so first is open.
    said.line("producer: puts 4");
}

fn the_empty_get_is_an_error(said: &Said) {
    said.line("main: the queue is empty");
}
