//! What holds on every run of `coroutine-blocking`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "style=thread"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    nobody_has_a_turn_while_the_task_blocks,
    others_have_turns_while_a_thread_blocks,
    all_ticks_come_in_the_end,
    the_helper_is_a_thread,
];

fn is_in_task(run: &Run) -> bool {
    run.arguments.word("style") == "task"
}

/// The turns of tasks that begin while the report is made.
fn turns_meanwhile(run: &Run) -> usize {
    let begins = run.printed("reporter: begins");
    let done = run.printed("reporter: has the report");
    let turns = run.events(EventKind::RESUME).into_iter();
    turns.filter(|turn| begins < turn.row && turn.row < done && turn.value == "ticker").count()
}

fn nobody_has_a_turn_while_the_task_blocks(run: &Run) {
    if is_in_task(run) {
        assert_eq!(turns_meanwhile(run), 0);
        run.printed("main: 0 ticks while the report was made");
    }
}

/// There is time for five.
fn others_have_turns_while_a_thread_blocks(run: &Run) {
    if !is_in_task(run) {
        assert!(turns_meanwhile(run) >= 1);
        assert_eq!(run.prints_with("main: 0 ticks"), 0);
    }
}

fn all_ticks_come_in_the_end(run: &Run) {
    assert_eq!(run.prints_with("ticker: tick "), 8);
}

fn the_helper_is_a_thread(run: &Run) {
    let sleeps = run.events_of("helper", EventKind::SLEEP).len();
    assert_eq!(sleeps, usize::from(!is_in_task(run)));
}
