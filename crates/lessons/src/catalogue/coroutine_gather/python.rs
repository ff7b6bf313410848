//! What the counterpart of `coroutine-gather` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[
    Counterpart {
        command: &["program.py", "gather"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![
            the_results_are_in_the_order_of_the_tasks,
            a_task_begins_when_the_starter_waits,
            all_are_asked_before_one_is_answered,
        ],
    },
    Counterpart {
        command: &["program.py", "one-by-one"],
        since: (3, 8),
        ends: Ends::InOrder,
        facts: facts![
            the_results_are_in_the_order_of_the_tasks,
            one_is_answered_before_the_next_is_asked,
        ],
    },
];

fn the_results_are_in_the_order_of_the_tasks(said: &Said) {
    said.line("main: has page-1, page-2, page-3");
}

fn a_task_begins_when_the_starter_waits(said: &Said) {
    let started = said.line("main: the tasks are started");
    let awaited = said.line("main: waits for the answers");
    for page in ["page-1", "page-2", "page-3"] {
        let asked = said.line(&format!("{page}: asked"));
        assert!(started < asked && asked < awaited, "{page}");
    }
}

fn all_are_asked_before_one_is_answered(said: &Said) {
    let asked = said.lines.iter().rposition(|line| line.ends_with(": asked"));
    let answered = said.lines.iter().position(|line| line.ends_with(": answered"));
    assert!(asked < answered);
}

fn one_is_answered_before_the_next_is_asked(said: &Said) {
    let expected = ["asked", "answered"];
    let lines = ["page-1", "page-2", "page-3"].map(|page| expected.map(|what| format!("{page}: {what}")));
    assert_eq!(said.lines[..6], lines.concat());
}
