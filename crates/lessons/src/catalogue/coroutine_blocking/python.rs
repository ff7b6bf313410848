//! What the counterpart of `coroutine-blocking` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "task"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![all_ticks_come_in_the_end, no_tick_comes_meanwhile],
    },
    Counterpart {
        command: &["program.py", "thread"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![all_ticks_come_in_the_end, ticks_come_meanwhile],
    },
];

fn all_ticks_come_in_the_end(said: &Said) {
    assert_eq!(said.lines_with("ticker: tick "), 8);
}

fn no_tick_comes_meanwhile(said: &Said) {
    assert_eq!(
        said.line("reporter: begins") + 1,
        said.line("reporter: has the report")
    );
    assert_eq!(said.number_after("main: "), 0);
}

/// There is time for five of them.
fn ticks_come_meanwhile(said: &Said) {
    assert!(said.number_after("main: ") >= 1);
}
