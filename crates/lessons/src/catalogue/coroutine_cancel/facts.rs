//! What holds on every run of `coroutine-cancel`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "style=timeout", "style=shield"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    the_clean_up_runs_once_and_in_the_task,
    cancel_only_asks,
    who_is_cancelled_ends_in_its_next_turn,
    behind_the_shield_all_parts_come,
];

fn is_shielded(run: &Run) -> bool {
    run.arguments.word("style") == "shield"
}

const CLOSES: &str = "download: closes its file";

fn the_clean_up_runs_once_and_in_the_task(run: &Run) {
    let prints = run.events(EventKind::PRINT).into_iter();
    let by: Vec<_> = prints.filter(|seen| seen.value == CLOSES).map(|seen| seen.actor).collect();
    assert_eq!(by, ["download"]);
}

/// Who asks has the thread, and keeps it.
fn cancel_only_asks(run: &Run) {
    let asked = run.events(EventKind::CANCEL);
    assert_eq!(asked.len(), usize::from(!is_shielded(run)));
    for cancel in asked {
        assert_eq!((cancel.actor, &*cancel.value), ("main task", "download"));
        assert!(cancel.row < run.printed(CLOSES));
    }
    if run.arguments.word("style") == "cancel" {
        assert!(run.printed("main: has called cancel") < run.printed(CLOSES));
    }
}

fn who_is_cancelled_ends_in_its_next_turn(run: &Run) {
    for cancel in run.events(EventKind::CANCEL) {
        let turns = run.events(EventKind::RESUME).into_iter();
        let turns = turns.filter(|turn| turn.row > cancel.row && turn.value == "download");
        assert_eq!(turns.count(), 1);
        assert_eq!(run.prints_with("download: has part 3"), 0);
        run.printed("main: the download was cancelled");
    }
}

fn behind_the_shield_all_parts_come(run: &Run) {
    if is_shielded(run) {
        assert!(run.printed("main: the time is over") < run.printed("download: has part 3"));
        run.printed("main: the download has 3 parts");
    }
}
