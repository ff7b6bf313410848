//! What holds on every run of `rwlock`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] =
    facts![ends_in_order, readers_overlap, the_writer_is_alone, the_late_reader_sees_the_new_price];

fn readers_overlap(run: &Run) {
    let reads = run.events(EventKind::SHARED_ACQUIRE);
    let leaves = run.events(EventKind::SHARED_RELEASE);
    assert!(reads[1].row < leaves[0].row);
}

fn the_writer_is_alone(run: &Run) {
    let (mut readers, mut writers) = (0, 0);
    for seen in run.all() {
        match seen.event.kind {
            EventKind::SHARED_ACQUIRE => readers += 1,
            EventKind::SHARED_RELEASE => readers -= 1,
            EventKind::LOCK_ACQUIRE => writers += 1,
            EventKind::LOCK_RELEASE => writers -= 1,
            _ => {}
        }
        assert!(writers == 0 || (writers == 1 && readers == 0), "row {}", seen.row);
    }
}

fn the_late_reader_sees_the_new_price(run: &Run) {
    assert!(run.printed("writer: writes 120") < run.printed("reader-3: reads 120"));
    run.printed("the board says 120");
}
