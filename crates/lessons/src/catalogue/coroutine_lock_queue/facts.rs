//! What holds on every run of `coroutine-lock-queue`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_in_order, no_thread_ever_waits, one_bakes_at_a_time];

/// Each wait is a task's: the thread leaves the task with the next thing that it does, and goes on with another.
fn no_thread_ever_waits(run: &Run) {
    run.printed("main: all four are baked, 1 thread");
    let waits = [EventKind::LOCK_WAIT, EventKind::GET_WAIT, EventKind::PUT_WAIT];
    let all: Vec<_> = run.all().collect();
    for (row, seen) in all.iter().enumerate().filter(|(_, seen)| waits.contains(&seen.event.kind)) {
        let mut later = all[row + 1..].iter().filter(|next| next.event.actor == seen.event.actor);
        let next = later.next().map(|next| next.event.kind);
        assert_eq!(next, Some(EventKind::SUSPEND), "row {row}");
    }
}

fn one_bakes_at_a_time(run: &Run) {
    let mut inside = 0;
    for seen in run.all() {
        match seen.event.kind {
            EventKind::LOCK_ACQUIRE => inside += 1,
            EventKind::LOCK_RELEASE => inside -= 1,
            _ => {}
        }
        assert!(inside <= 1);
    }
    assert_eq!(run.prints_with(": bakes "), 4);
}
