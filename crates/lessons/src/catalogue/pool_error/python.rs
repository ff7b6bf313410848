//! What the counterpart of `pool-error` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "task"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_error_arrives_at_who_asks],
    },
    Counterpart {
        command: &["program.py", "worker"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![a_dead_worker_breaks_the_pool],
    },
];

fn the_error_arrives_at_who_asks(said: &Said) {
    said.line("main: task-2: an error");
    said.line("main: 3 of 4 results");
}

fn a_dead_worker_breaks_the_pool(said: &Said) {
    said.line("main: task-2: the pool is broken");
    said.line("main: task-4: the pool is broken");
}
