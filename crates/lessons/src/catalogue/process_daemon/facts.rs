//! What holds on every run of `process-daemon`.

use laneway_trace::EventKind;

use crate::run::{Fact, Process, Run, ends_in_order, facts, the_ticker_is_cut_off};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    the_daemon_is_terminated_when_the_parents_code_ends,
    the_normal_child_may_finish,
    the_daemon_goes_before_the_normal_child,
    the_parent_process_exits_last,
    the_ticker_is_cut_off,
];

fn process<'a>(run: &'a Run, name: &str) -> Process<'a> {
    let mut processes = run.processes().into_iter();
    processes
        .find(|process| process.name == name)
        .unwrap_or_else(|| panic!("no process {name}"))
}

/// The row at which the code of the parent is over.
fn code_end(run: &Run) -> usize {
    let parent = run.processes().swap_remove(0).name;
    run.events_of(parent, EventKind::CODE_END)[0].row
}

fn the_daemon_is_terminated_when_the_parents_code_ends(run: &Run) {
    let ticker = process(run, "ticker");
    let terminate = &run.events(EventKind::TERMINATE)[0];
    assert_eq!(terminate.value, "ticker");
    assert!(code_end(run) < terminate.row && terminate.row < ticker.exit);
    assert_eq!(ticker.exit_code, Some(-15));
    assert!(run.events_of("ticker", EventKind::END).is_empty());
}

fn the_normal_child_may_finish(run: &Run) {
    assert_eq!(process(run, "counter").exit_code, Some(0));
    run.printed("counter: 5");
}

/// The parent takes the exit status of the daemon before it asks for that of the normal child, in its own order,
/// whatever else is slow.
fn the_daemon_goes_before_the_normal_child(run: &Run) {
    let parent = run.processes().swap_remove(0).name;
    let joins = run.events_of(parent, EventKind::JOIN);
    let joined: Vec<_> = joins.iter().map(|join| &*join.value).collect();
    assert_eq!(joined, ["ticker", "counter"]);
    let terminate = run.events(EventKind::TERMINATE)[0].row;
    let exit = process(run, "ticker").exit;
    assert!(terminate < exit && exit < joins[0].row);
}

fn the_parent_process_exits_last(run: &Run) {
    let processes = run.processes();
    assert!(processes[1..].iter().all(|child| child.exit < processes[0].exit));
    assert_eq!(processes[0].exit_code, Some(0));
}
