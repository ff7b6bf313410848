//! What the counterpart of `coroutine-cancel` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "cancel"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![cancel_returns_before_the_clean_up, the_clean_up_runs_once, it_was_cancelled],
    },
    Counterpart {
        command: &["program.py", "timeout"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_clean_up_runs_once, it_was_cancelled],
    },
    Counterpart {
        command: &["program.py", "shield"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_clean_up_runs_once, it_goes_on_behind_the_shield],
    },
];

fn cancel_returns_before_the_clean_up(said: &Said) {
    assert!(said.line("main: has called cancel") < said.line("download: closes its file"));
}

fn the_clean_up_runs_once(said: &Said) {
    assert_eq!(said.lines_with("download: closes its file"), 1);
}

fn it_was_cancelled(said: &Said) {
    said.line("main: the download was cancelled");
    assert_eq!(said.lines_with("download: has part 3"), 0);
}

fn it_goes_on_behind_the_shield(said: &Said) {
    assert!(said.line("main: the time is over") < said.line("download: has part 3"));
    said.line("main: the download has 3 parts");
}
