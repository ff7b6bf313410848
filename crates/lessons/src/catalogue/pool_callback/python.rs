//! What the counterpart of `pool-callback` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "threads"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![callbacks_run_in_the_process_but_not_in_the_main_thread],
    },
    Counterpart {
        command: &["program.py", "processes"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![callbacks_run_in_the_process_but_not_in_the_main_thread],
    },
];

fn callbacks_run_in_the_process_but_not_in_the_main_thread(said: &Said) {
    for number in 1..=2 {
        let callback = format!("callback of task-{number}: main process true, main thread false");
        assert!(said.line(&format!("task-{number}: done")) < said.line(&callback));
    }
}
