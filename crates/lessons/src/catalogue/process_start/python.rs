//! What the counterpart of `process-start` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "fork"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![each_says_its_pid, the_child_is_the_parents, the_parent_goes_on_meanwhile],
    },
    Counterpart {
        command: &["program.py", "spawn"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![each_says_its_pid, the_child_is_the_parents, the_parent_goes_on_meanwhile],
    },
    Counterpart {
        command: &["program.py", "forkserver"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![each_says_its_pid, the_child_is_the_servers, the_parent_goes_on_meanwhile],
    },
];

fn pids(said: &Said) -> (i64, i64, i64) {
    let childs_parent = said.after("child: pid ").split_once(", parent ").map(|(_, parent)| parent);
    (
        said.number_after("parent: pid "),
        said.number_after("child: pid "),
        childs_parent.and_then(|parent| parent.parse().ok()).expect("a pid"),
    )
}

fn each_says_its_pid(said: &Said) {
    let (parent, child, _) = pids(said);
    assert_ne!(parent, child);
}

fn the_child_is_the_parents(said: &Said) {
    let (parent, _, childs_parent) = pids(said);
    assert_eq!(childs_parent, parent);
}

/// The server is a process of its own, started by the parent, and forks the child.
fn the_child_is_the_servers(said: &Said) {
    let (parent, _, childs_parent) = pids(said);
    assert_ne!(childs_parent, parent);
}

fn the_parent_goes_on_meanwhile(said: &Said) {
    assert!(said.line("parent: step 1") < said.line("child: step 4"));
    assert!(said.line("child: step 4") < said.line("parent: the child ended with exit code 0"));
}
