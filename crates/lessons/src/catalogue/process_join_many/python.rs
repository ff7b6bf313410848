//! What the counterpart of `process-join-many` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "all"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_parent_asks_in_order, the_children_end_in_theirs],
    },
    Counterpart {
        command: &["program.py", "one-by-one"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_parent_asks_in_order, no_two_overlap],
    },
];

fn the_parent_asks_in_order(said: &Said) {
    let mut rows: Vec<_> = (1..=4).map(|child| said.line(&format!("parent: child-{child} is done"))).collect();
    rows.push(said.line("parent: all four are done"));
    assert!(rows.is_sorted());
}

fn the_children_end_in_theirs(said: &Said) {
    let rows = [2, 4, 1, 3].map(|child| said.line(&format!("child-{child}: done")));
    assert!(rows.is_sorted());
}

fn no_two_overlap(said: &Said) {
    for child in 2..=4 {
        let begins = said.line(&format!("child-{child}: sleeps {} s in place of work", [8, 4, 12, 6][child - 1]));
        assert!(said.line(&format!("child-{}: done", child - 1)) < begins);
    }
}
