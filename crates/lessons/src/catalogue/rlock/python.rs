//! What the counterpart of `rlock` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![nobody_else_is_inside_in_between],
}];

fn nobody_else_is_inside_in_between(said: &Said) {
    said.line("all 5 are done");
    for inside in said.lines[..10].chunks(2) {
        let worker = inside[0].strip_suffix(": inside once").expect("it enters once");
        assert_eq!(inside[1], format!("{worker}: inside twice"));
    }
}
