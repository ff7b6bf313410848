//! What the counterpart of `process-daemon` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_daemon_goes_when_the_parents_code_ends, the_counter_counts_to_the_end],
    },
];

/// By the textbook's seconds the parent's code ends at 3 and the counter at 10.
fn the_daemon_goes_when_the_parents_code_ends(said: &Said) {
    let last_tick = said.lines.iter().rposition(|line| line.starts_with("ticker: "));
    assert!(last_tick.expect("it ticks") < said.line("counter: 5"));
}

fn the_counter_counts_to_the_end(said: &Said) {
    assert!(said.line("parent: my code ends here") < said.line("counter: 5"));
}
