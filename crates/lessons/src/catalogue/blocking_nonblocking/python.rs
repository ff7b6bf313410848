//! What the counterpart of `blocking-nonblocking` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "blocking"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_answer_is_read_after_it_was_sent, no_read_finds_nothing],
    },
    Counterpart {
        command: &["program.py", "polled"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_answer_is_read_after_it_was_sent, reads_that_find_nothing_are_counted],
    },
    Counterpart {
        command: &["program.py", "readiness"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![
            the_answer_is_read_after_it_was_sent,
            no_read_finds_nothing,
            the_client_is_told_once
        ],
    },
];

fn the_answer_is_read_after_it_was_sent(said: &Said) {
    assert!(said.line("server: answers") < said.line("client: read 5 bytes"));
}

fn no_read_finds_nothing(said: &Said) {
    said.line("client: has the answer, 0 reads found nothing");
}

fn reads_that_find_nothing_are_counted(said: &Said) {
    let in_vain = said.lines_with("client: nothing there");
    assert!(in_vain >= 1);
    said.line(&format!("client: has the answer, {in_vain} reads found nothing"));
}

fn the_client_is_told_once(said: &Said) {
    assert_eq!(said.lines_with("client: is told"), 1);
    assert!(said.line("server: answers") < said.line("client: is told that there is something"));
}
