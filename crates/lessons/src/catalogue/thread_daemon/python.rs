//! What the counterpart of `thread-daemon` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_daemon_lives_as_long_as_the_counter, the_main_threads_code_ends_first],
    },
];

/// The main thread's code ended long before: the daemon ticks on, until the last normal thread has ended.
fn the_daemon_lives_as_long_as_the_counter(said: &Said) {
    let last_tick = said.lines.iter().rposition(|line| line.starts_with("ticker: "));
    assert!(last_tick.expect("it ticks") > said.line("counter: 2"));
}

fn the_main_threads_code_ends_first(said: &Said) {
    assert!(said.line("main: my code ends here") < said.line("counter: 1"));
    said.line("counter: 3");
    assert!(said.number_after("counter: the ticker is at ") > 0);
}
