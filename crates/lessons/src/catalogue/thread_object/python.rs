//! What the counterpart of `thread-object` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "start"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![it_runs_in_another_thread],
    },
    Counterpart {
        command: &["program.py", "run"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![it_runs_in_the_main_thread],
    },
];

fn it_runs_in_another_thread(said: &Said) {
    assert_ne!(said.after("main: is thread "), said.after("greeter: runs in thread "));
    said.line("greeter: hello");
}

fn it_runs_in_the_main_thread(said: &Said) {
    assert_eq!(said.after("main: is thread "), said.after("greeter: runs in thread "));
    said.line("greeter: hello");
}
