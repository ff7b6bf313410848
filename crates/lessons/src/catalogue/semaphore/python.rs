//! What the counterpart of `semaphore` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![never_more_than_two],
    },
    Counterpart {
        command: &["program.py", "1"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![never_more_than_one],
    },
];

fn never_more_than_two(said: &Said) {
    never_more_than(said, 2);
}

fn never_more_than_one(said: &Said) {
    never_more_than(said, 1);
}

/// A car says that it leaves before it does, and that it parks once it does: so the lines count no car twice.
fn never_more_than(said: &Said, places: i32) {
    said.line("all 5 cars have parked");
    let mut inside = 0;
    for line in &said.lines {
        inside += i32::from(line.ends_with(": parks")) - i32::from(line.ends_with(": leaves"));
        assert!(inside <= places, "{:?}", said.lines);
    }
}
