//! What holds on every run of `compare-models`.

use std::collections::BTreeSet;

use laneway_trace::{ActorKind, EventKind};

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "style=threads", "style=processes", "style=tasks"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    the_answers_are_the_same,
    one_after_another_or_all_at_once,
    each_has_a_lane_of_its_own_or_none,
    processes_are_there_only_if_they_are_asked_for,
];

fn requests(run: &Run) -> usize {
    run.arguments.integer("requests")
}

fn the_answers_are_the_same(run: &Run) {
    let requests = requests(run);
    let sum: usize = (1..=requests).map(|number| number * number).sum();
    run.printed(&format!("main: {requests} answers, sum {sum}"));
}

/// An answer takes four seconds, the starts together a small part of one.
fn one_after_another_or_all_at_once(run: &Run) {
    let (mut under_way, mut most) = (0, 0);
    for seen in run.events(EventKind::PRINT) {
        under_way += usize::from(seen.value.ends_with(": asked"));
        under_way -= usize::from(seen.value.ends_with(": answered"));
        most = most.max(under_way);
    }
    let expected = match run.arguments.word("style") {
        "one-by-one" => 1,
        _ => requests(run),
    };
    assert_eq!((under_way, most), (0, expected));
}

/// Who asks.
fn each_has_a_lane_of_its_own_or_none(run: &Run) {
    let prints = run.events(EventKind::PRINT).into_iter();
    let asked = prints.filter(|seen| seen.value.ends_with(": asked"));
    let lanes: BTreeSet<_> = asked.map(|seen| seen.event.actor).collect();
    let actors = &run.trace.header.actors;
    let tasks = actors.iter().filter(|actor| actor.kind == ActorKind::Task).count();
    let (own_lanes, expected_tasks) = match run.arguments.word("style") {
        "one-by-one" => (1, 0),
        "tasks" => (requests(run), requests(run) + 1),
        _ => (requests(run), 0),
    };
    assert_eq!((lanes.len(), tasks), (own_lanes, expected_tasks));
}

fn processes_are_there_only_if_they_are_asked_for(run: &Run) {
    let pids: BTreeSet<_> = run.processes().iter().map(|process| process.pid).collect();
    if run.arguments.word("style") == "processes" {
        assert!(pids.len() > requests(run));
    } else {
        assert_eq!(pids.len(), 1);
    }
}
