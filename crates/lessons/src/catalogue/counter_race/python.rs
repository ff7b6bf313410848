//! What the counterpart of `counter-race` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "pause"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![all_do_all_their_steps, updates_are_lost],
    },
    Counterpart {
        command: &["program.py", "call", "300000"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![all_do_all_their_steps],
    },
    Counterpart {
        command: &["program.py", "plain", "300000"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![all_do_all_their_steps, a_plain_loop_loses_none_from_3_10_on],
    },
];

fn all_do_all_their_steps(said: &Said) {
    assert_eq!(said.lines_with(": done"), 4);
    said.number_after("count is ");
}

/// All four read before the first one writes: of the first four writes one counts, at most. With six steps each
/// the sum can be 0 by luck all the same, so what is asked is that it is one of those that lost updates can give.
fn updates_are_lost(said: &Said) {
    assert!((-12..=12).contains(&said.number_after("count is ")));
}

/// A thread gives way at calls and at jumps back only, and there is none between the read and the write.
fn a_plain_loop_loses_none_from_3_10_on(said: &Said) {
    if said.version >= (3, 10) {
        assert_eq!(said.number_after("count is "), 0);
    }
}
