//! What holds on every run of `daemonize`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "forks=1", "session=false"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    a_session_has_the_number_of_its_leader,
    the_service_is_adopted,
    a_terminal_is_only_the_leaders,
    the_session_is_seen_from_outside,
    no_terminal_is_seen_from_outside,
    a_signal_ends_the_service,
];

fn is_double(run: &Run) -> bool {
    run.arguments.integer::<u32>("forks") == 2
}

fn has_session(run: &Run) -> bool {
    run.arguments.boolean("session")
}

/// What this actor's line says that begins with `NAME: process`: its pid, its session, perhaps its parent.
fn numbers(run: &Run, name: &str) -> Vec<i64> {
    let start = format!("{name}: process ");
    let prints = run.events(EventKind::PRINT);
    let line = prints.iter().find(|print| print.value.starts_with(&start));
    let line = &line.expect("such a line").value;
    let words = line.split([' ', ',']);
    words.filter_map(|word| word.parse().ok()).collect()
}

/// The name of the process that serves.
fn service(run: &Run) -> &'static str {
    if is_double(run) { "service" } else { "leader" }
}

fn a_session_has_the_number_of_its_leader(run: &Run) {
    let [first, leader, service] = ["first", "leader", "service"].map(|name| numbers(run, name));
    assert_eq!(leader[1], if has_session(run) { leader[0] } else { first[1] });
    assert_eq!(service[1], leader[1]);
    assert_eq!(service[0] == leader[0], !is_double(run));
}

fn the_service_is_adopted(run: &Run) {
    let [first, leader, service] = ["first", "leader", "service"].map(|name| numbers(run, name));
    assert_eq!(service[2] == first[0], !is_double(run));
    assert_ne!(service[2], leader[0]);
    assert_eq!(run.events(EventKind::ADOPT).len(), usize::from(is_double(run)));
}

/// Without a session of its own it may have the terminal of whoever runs this.
fn a_terminal_is_only_the_leaders(run: &Run) {
    if has_session(run) {
        let owns = if is_double(run) { "no" } else { "yes" };
        run.printed(&format!("service: opened a terminal, and owns it: {owns}"));
        run.printed(&format!("first: it is gone; terminal of its own: {owns}"));
    }
}

/// The supervisor adopts the service and reaps it, so it sees it at the latest when it is dead.
fn the_session_is_seen_from_outside(run: &Run) {
    if !has_session(run) {
        assert!(run.events(EventKind::NEW_SESSION).is_empty());
    } else if is_double(run) {
        let seen = run.events_of("service", EventKind::NEW_SESSION);
        let leader = numbers(run, "leader")[0];
        let sessions: Vec<_> = seen.iter().map(|seen| seen.event.value.int()).collect();
        assert_eq!(sessions, [Some(leader)]);
    }
}

fn no_terminal_is_seen_from_outside(run: &Run) {
    if has_session(run) && is_double(run) {
        assert_eq!(run.events_of("service", EventKind::NO_TERMINAL).len(), 1);
        assert!(run.events_of("service", EventKind::TERMINAL).is_empty());
    }
}

fn a_signal_ends_the_service(run: &Run) {
    let processes = run.children();
    let service = processes.iter().find(|process| process.name == service(run));
    assert_eq!(service.expect("a service").exit_code, Some(-15));
}
