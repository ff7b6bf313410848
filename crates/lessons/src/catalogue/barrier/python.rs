//! What the counterpart of `barrier` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![nobody_leaves_before_all_have_come],
}];

fn nobody_leaves_before_all_have_come(said: &Said) {
    for leg in 1..=2 {
        let rows = |what: &str| -> Vec<usize> {
            (1..=3).map(|hiker| said.line(&format!("hiker-{hiker}: {what} hut {leg}"))).collect()
        };
        assert!(rows("at").iter().max() < rows("leaves").iter().min());
    }
}
