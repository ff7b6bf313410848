//! What the counterpart of `coroutine-lock-queue` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "task"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![
            everything_is_baked_once,
            one_bakes_at_a_time,
            a_waiter_goes_on_while_a_cook_waits,
        ],
    },
    Counterpart {
        command: &["program.py", "thread"],
        since: (3, 8),
        ends: Ends::Stuck { lines: 5 },
        facts: facts![nothing_is_ever_done],
    },
];

fn everything_is_baked_once(said: &Said) {
    for dish in ["soup", "bread", "fish", "cake"] {
        assert_eq!(said.lines_with(&format!(": {dish} is done")), 1, "{dish}");
    }
    said.line("main: 4 dishes");
}

fn one_bakes_at_a_time(said: &Said) {
    let mut baking = 0;
    for line in &said.lines {
        baking += i32::from(line.contains(": bakes "));
        baking -= i32::from(line.ends_with(" is done"));
        assert!(baking <= 1, "{line}");
    }
}

/// The oven is taken when `cook-2` has its order, and the first dish is not done.
fn a_waiter_goes_on_while_a_cook_waits(said: &Said) {
    let waits = said.line("cook-2: has the order bread");
    let goes_on = said.line("waiter-2: fish is ordered");
    assert!(waits < goes_on && goes_on < said.line("cook-1: soup is done"));
}

fn nothing_is_ever_done(said: &Said) {
    assert_eq!(said.lines_with(": bakes "), 1);
    assert_eq!(said.lines_with(" is done"), 0);
    assert_eq!(said.lines.last().map(String::as_str), Some("cook-2: has the order bread"));
}
