//! What holds on every run of `coroutine-lock-queue`.

use laneway_model::FindingKind;
use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, ends_stuck, facts};

pub const RUNS: &[&str] = &["", "lock=thread"];

pub const FACTS: &[Fact] = facts![
    it_ends_or_is_stuck,
    everything_is_baked_once_in_the_order_of_the_orders,
    never_two_holders,
    others_have_turns_while_a_task_waits_for_the_lock,
    who_waits_for_the_lock_or_the_queue_is_a_task,
    the_lock_of_threads_keeps_the_thread,
];

fn is_for_tasks(run: &Run) -> bool {
    run.arguments.word("lock") == "task"
}

fn it_ends_or_is_stuck(run: &Run) {
    if is_for_tasks(run) {
        ends_in_order(run);
    } else {
        ends_stuck(run);
    }
}

fn everything_is_baked_once_in_the_order_of_the_orders(run: &Run) {
    if is_for_tasks(run) {
        let prints = run.events(EventKind::PRINT);
        let done = prints.iter().filter_map(|seen| seen.value.strip_suffix(" is done"));
        let dishes: Vec<&str> = done.filter_map(|line| Some(line.split_once(": ")?.1)).collect();
        assert_eq!(dishes, ["soup", "bread", "fish", "cake"]);
        run.printed("main: 4 dishes");
    }
}

fn never_two_holders(run: &Run) {
    let mut holder = None;
    for seen in run.all() {
        match seen.event.kind {
            EventKind::LOCK_ACQUIRE => assert_eq!(holder.replace(seen.actor), None, "row {}", seen.row),
            EventKind::LOCK_RELEASE => assert_eq!(holder.take(), Some(seen.actor), "row {}", seen.row),
            _ => {}
        }
    }
    assert_eq!(holder, if is_for_tasks(run) { None } else { Some("cook-1") });
}

/// `waiter-2` does, before the first dish is done.
fn others_have_turns_while_a_task_waits_for_the_lock(run: &Run) {
    if is_for_tasks(run) {
        let waits = run.events_of("cook-2", EventKind::LOCK_WAIT)[0].row;
        let goes_on = run.printed("waiter-2: fish is ordered");
        assert!(waits < goes_on && goes_on < run.printed("cook-1: soup is done"));
    }
}

/// All waits for the lock and the queue are waits of tasks.
fn who_waits_for_the_lock_or_the_queue_is_a_task(run: &Run) {
    let waits = [EventKind::LOCK_WAIT, EventKind::PUT_WAIT, EventKind::GET_WAIT];
    for kind in waits {
        let all = run.events(kind);
        assert!(!all.is_empty());
        for seen in all {
            let is_task = seen.actor.starts_with("cook-") || seen.actor.starts_with("waiter-");
            assert!(is_task, "row {}: {}", seen.row, seen.actor);
        }
    }
}

/// After the wait for it nobody has a turn.
fn the_lock_of_threads_keeps_the_thread(run: &Run) {
    if !is_for_tasks(run) {
        let waits = run.events_of("cook-2", EventKind::LOCK_WAIT)[0].row;
        let turns = run.events(EventKind::RESUME).into_iter();
        assert_eq!(turns.filter(|turn| turn.row > waits).count(), 0);
        assert_eq!(run.prints_with(" is done"), 0);
        assert!(!run.findings(FindingKind::WaitsForEver).is_empty());
    }
}
