//! What the counterpart of `lock-twice` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::Stuck { lines: 2 },
    facts: facts![it_never_gets_in_again],
}];

fn it_never_gets_in_again(said: &Said) {
    assert_eq!(said.lines, ["worker: inside once", "worker: takes it again"]);
}
