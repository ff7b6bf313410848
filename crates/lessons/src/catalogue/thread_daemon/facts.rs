//! What holds on every run of `thread-daemon`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts, the_ticker_is_cut_off};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    the_process_outlives_the_main_threads_code,
    the_daemon_goes_on_meanwhile,
    the_daemon_has_no_end_of_its_own,
    the_counter_reads_what_the_ticker_wrote,
    the_ticker_is_cut_off,
];

fn the_process_outlives_the_main_threads_code(run: &Run) {
    let code_end = run.events(EventKind::CODE_END)[0].row;
    let counted = run.printed("counter: 3");
    let normal_end = run.events_of("counter", EventKind::END)[0].row;
    assert!(code_end < counted && counted < normal_end && normal_end < run.processes()[0].exit);
}

fn the_daemon_goes_on_meanwhile(run: &Run) {
    let code_end = run.events(EventKind::CODE_END)[0].row;
    let ticks = run.events_of("ticker", EventKind::PRINT);
    assert!(ticks.iter().filter(|tick| tick.row > code_end).count() >= 2);
}

fn the_daemon_has_no_end_of_its_own(run: &Run) {
    assert!(!run.events_of("ticker", EventKind::BEGIN).is_empty());
    assert!(run.events_of("ticker", EventKind::END).is_empty());
}

/// The last number that the ticker has written before.
fn the_counter_reads_what_the_ticker_wrote(run: &Run) {
    let read = &run.events_of("counter", EventKind::READ)[0];
    let writes = run.events_of("ticker", EventKind::WRITE);
    let before = writes.iter().take_while(|write| write.row < read.row);
    assert_eq!(before.last().map(|write| write.event.value), Some(read.event.value));
    run.printed(&format!("counter: the ticker is at {}", read.value));
}
