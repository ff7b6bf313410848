//! What the counterpart of `compare-models` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "one-by-one"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_answers_are_the_same, one_is_under_way_at_a_time],
    },
    Counterpart {
        command: &["program.py", "threads"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_answers_are_the_same, several_are_under_way_at_once],
    },
    Counterpart {
        command: &["program.py", "processes"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_answers_are_the_same],
    },
    Counterpart {
        command: &["program.py", "tasks"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_answers_are_the_same, all_are_under_way_at_once],
    },
];

fn the_answers_are_the_same(said: &Said) {
    said.line("main: 5 answers, sum 55");
    assert_eq!(said.lines_with(": answered"), 5);
}

/// The most requests that are asked and not answered.
fn most_at_once(said: &Said) -> i32 {
    let (mut under_way, mut most) = (0, 0);
    for line in &said.lines {
        under_way += i32::from(line.ends_with(": asked"));
        under_way -= i32::from(line.ends_with(": answered"));
        most = most.max(under_way);
    }
    most
}

fn one_is_under_way_at_a_time(said: &Said) {
    assert_eq!(most_at_once(said), 1);
}

/// Starting a thread takes far less than the wait of the one before.
fn several_are_under_way_at_once(said: &Said) {
    assert!(most_at_once(said) >= 2);
}

/// No task gives way before it has asked, and the loop gives each a turn before it looks for timers.
fn all_are_under_way_at_once(said: &Said) {
    assert_eq!(most_at_once(said), 5);
}
