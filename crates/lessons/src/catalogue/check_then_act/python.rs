//! What the counterpart of `check-then-act` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "free"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![whoever_saw_enough_pays],
    },
    Counterpart {
        command: &["program.py", "locked"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![with_a_lock_the_guard_holds],
    },
];

/// All three look within the time that the first one takes to pay, unless the machine is very busy.
fn whoever_saw_enough_pays(said: &Said) {
    let payments = said.lines_with("pays 80") as i64;
    assert_eq!(said.number_after("balance is "), 100 - 80 * payments);
}

fn with_a_lock_the_guard_holds(said: &Said) {
    said.line("balance is 20");
}
