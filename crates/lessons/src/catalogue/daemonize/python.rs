//! What the counterpart of `daemonize` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "double"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_service_is_in_the_leaders_session, it_is_adopted, it_gets_no_terminal, nobody_reads_its_last_line],
    },
    Counterpart {
        command: &["program.py", "single"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![the_service_is_in_the_leaders_session, it_gets_a_terminal, nobody_reads_its_last_line],
    },
    Counterpart {
        command: &["program.py", "shared"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![it_is_in_the_session_of_the_first, it_is_adopted, nobody_reads_its_last_line],
    },
];

/// The numbers of the line that begins so: a pid, a session, perhaps a parent.
fn numbers(said: &Said, start: &str) -> Vec<i64> {
    let words = said.after(start).split([' ', ',']);
    words.filter_map(|word| word.parse().ok()).collect()
}

fn the_service_is_in_the_leaders_session(said: &Said) {
    let (leader, service) = (numbers(said, "leader: "), numbers(said, "service: "));
    assert_eq!([leader[1], service[1]], [leader[0]; 2]);
    assert_ne!(leader[1], numbers(said, "first: ")[1]);
}

fn it_is_in_the_session_of_the_first(said: &Said) {
    assert_eq!(numbers(said, "service: ")[1], numbers(said, "first: ")[1]);
}

fn it_is_adopted(said: &Said) {
    let (leader, service) = (numbers(said, "leader: "), numbers(said, "service: "));
    assert!(leader[0] != service[0] && leader[0] != service[2]);
    assert_ne!(service[2], numbers(said, "first: ")[0]);
}

fn it_gets_no_terminal(said: &Said) {
    said.line("service: opened a terminal, and owns it: no");
    said.line("first: it is gone; terminal of its own: no");
}

fn it_gets_a_terminal(said: &Said) {
    said.line("service: opened a terminal, and owns it: yes");
    said.line("first: it is gone; terminal of its own: yes");
}

fn nobody_reads_its_last_line(said: &Said) {
    assert_eq!(said.lines_with("nobody reads this"), 0);
}
