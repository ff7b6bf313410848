//! What holds on every run of `gil`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "work=io", "lock=false"];

pub const FACTS: &[Fact] = facts![ends_in_order, never_two_interpret_at_once, waits_overlap];

fn never_two_interpret_at_once(run: &Run) {
    let mut inside = 0;
    for seen in run.all() {
        match seen.event.kind {
            EventKind::LOCK_ACQUIRE => inside += 1,
            EventKind::LOCK_RELEASE => inside -= 1,
            _ => {}
        }
        assert!((0..=1).contains(&inside), "row {}", seen.row);
    }
    if !run.arguments.boolean("lock") {
        assert!(run.events(EventKind::LOCK_ACQUIRE).is_empty());
    }
}

/// Each has gone to sleep before the first one wakes.
fn waits_overlap(run: &Run) {
    if run.arguments.word("work") == "io" {
        let sleeps = run.events(EventKind::SLEEP);
        assert!(sleeps.len() == 2 && sleeps[1].row < run.events(EventKind::WAKE)[0].row);
    }
}
