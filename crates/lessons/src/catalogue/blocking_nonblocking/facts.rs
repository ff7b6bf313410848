//! What holds on every run of `blocking-nonblocking`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "style=polled", "style=readiness"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    the_answer_is_read_after_it_was_sent,
    reads_that_found_nothing_are_counted,
    only_who_looks_again_and_again_finds_nothing,
    who_waits_is_woken_once,
];

fn is_polled(run: &Run) -> bool {
    run.arguments.word("style") == "polled"
}

fn the_answer_is_read_after_it_was_sent(run: &Run) {
    assert!(run.printed("server: answers") < run.printed("client: read 5 bytes"));
}

fn reads_that_found_nothing_are_counted(run: &Run) {
    let in_vain = run.events_of("main", EventKind::IO_REFUSE).len();
    run.printed(&format!("client: has the answer, {in_vain} reads found nothing"));
}

/// The answer takes five seconds, and the first look is right at the start.
fn only_who_looks_again_and_again_finds_nothing(run: &Run) {
    let in_vain = run.events(EventKind::IO_REFUSE).len();
    assert_eq!(in_vain > 0, is_polled(run), "{in_vain}");
}

/// In the read or in the wait for readiness; who looks again and again never waits for the socket.
fn who_waits_is_woken_once(run: &Run) {
    let waits = run.events_of("main", EventKind::IO_WAIT);
    let wakes = run.events_of("main", EventKind::IO_DONE);
    let times = usize::from(!is_polled(run));
    assert_eq!((waits.len(), wakes.len()), (times, times));
    let answers = run.printed("server: answers");
    assert!(waits.iter().all(|wait| wait.row < answers));
    assert!(wakes.iter().all(|wake| answers < wake.row));
}
