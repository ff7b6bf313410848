//! What the counterpart of `event` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![all_run_after_it_is_set],
}];

fn all_run_after_it_is_set(said: &Said) {
    let set = said.line("main: sets the event");
    for name in ["runner-1", "runner-2", "runner-3", "latecomer"] {
        assert!(said.line(&format!("{name}: runs")) > set);
    }
    said.line("4 have run");
}
