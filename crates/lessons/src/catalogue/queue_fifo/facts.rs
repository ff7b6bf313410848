//! What holds on every run of `queue-fifo`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    they_come_out_as_they_went_in,
    the_producer_waits_while_it_is_full,
    the_empty_get_returns_at_once,
];

fn they_come_out_as_they_went_in(run: &Run) {
    run.printed("out: 7 2 9 4 1");
}

fn the_producer_waits_while_it_is_full(run: &Run) {
    let waits = run.events_of("producer", EventKind::PUT_WAIT);
    let fourth = run.events(EventKind::PUT)[3].row;
    assert!(waits[0].row < run.events(EventKind::GET)[0].row && waits[0].row < fourth);
}

/// With a refusal, and no wait before it.
fn the_empty_get_returns_at_once(run: &Run) {
    let asks = run.printed("main: asks without waiting");
    let refused = run.events(EventKind::GET_REFUSE);
    assert!(refused.len() == 1 && refused[0].row > asks);
    assert!(run.events(EventKind::GET_WAIT).iter().all(|wait| wait.row < asks));
    run.printed("main: the queue is empty");
}
