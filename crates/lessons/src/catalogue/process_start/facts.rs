//! What holds on every run of `process-start`.

use laneway_model::EdgeKind;
use laneway_trace::{EventKind, StartMethod};

use crate::run::{Fact, Process, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "start=spawn", "start=forkserver"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    each_prints_its_pid_and_the_child_its_parents,
    both_exit_with_0,
    the_child_was_started_as_asked,
    the_start_has_an_arrow,
    the_parent_goes_on_after_the_childs_exit,
];

fn is_by_server(run: &Run) -> bool {
    run.arguments.word("start") == "forkserver"
}

fn child<'a>(run: &'a Run) -> Process<'a> {
    let mut children = run.children().into_iter();
    children.find(|process| process.name == "child").expect("a child")
}

/// By a server the child's parent is another one.
fn each_prints_its_pid_and_the_child_its_parents(run: &Run) {
    let (parent, child) = (run.processes().swap_remove(0), child(run));
    assert_ne!(parent.pid, child.pid);
    run.printed(&format!("parent: pid {}", parent.pid));
    let by_parent = run.prints_with(&format!("child: pid {}, parent {}", child.pid, parent.pid)) == 1;
    assert_eq!(by_parent, !is_by_server(run));
}

fn both_exit_with_0(run: &Run) {
    let (parent, child) = (run.processes().swap_remove(0), child(run));
    assert_eq!((parent.exit_code, child.exit_code), (Some(0), Some(0)));
}

fn the_child_was_started_as_asked(run: &Run) {
    let asked = match run.arguments.word("start") {
        "spawn" => StartMethod::Spawn,
        // A server forks, too.
        _ => StartMethod::Fork,
    };
    let child = child(run);
    assert_eq!(
        run.trace.header.actors[child.id.index()].start_method,
        Some(asked)
    );
}

fn the_start_has_an_arrow(run: &Run) {
    if is_by_server(run) {
        return;
    }
    let starts = run.events(EventKind::START);
    let [start] = starts.as_slice() else {
        panic!("{} starts", starts.len());
    };
    let arrows: Vec<_> = run
        .model
        .links
        .iter()
        .filter(|edge| edge.kind == EdgeKind::Start)
        .collect();
    assert_eq!(arrows.len(), 1);
    assert_eq!(arrows[0].from_row as usize, start.row);
    assert_eq!(Some(arrows[0].to_lane), run.model.lane_of(run.children()[0].id));
}

fn the_parent_goes_on_after_the_childs_exit(run: &Run) {
    let last = run.printed("parent: the child ended with exit code 0");
    assert!(child(run).exit < last);
}
