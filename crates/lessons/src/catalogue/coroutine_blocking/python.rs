//! What the counterpart of `coroutine-blocking` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "blocking"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_loop_stands_still],
    },
    Counterpart {
        command: &["program.py", "thread"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_ticker_ticks_on],
    },
];

fn the_loop_stands_still(said: &Said) {
    said.line("main: 0 ticks meanwhile");
}

fn the_ticker_ticks_on(said: &Said) {
    assert!(said.number_after("main: ") >= 1);
}
