//! What the counterpart of `condition` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![each_dumpling_is_eaten_once],
}];

fn each_dumpling_is_eaten_once(said: &Said) {
    let mut dumplings = 0;
    for line in &said.lines {
        dumplings += i32::from(line.contains("dumpling,"));
        dumplings -= i32::from(line.ends_with(": eats"));
        assert!(dumplings >= 0, "{:?}", said.lines);
    }
    assert!(said.line("eater-3: eats") > said.line("cook: the last dumpling, notifies one"));
}
