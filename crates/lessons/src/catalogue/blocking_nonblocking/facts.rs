//! What holds on every run of `blocking-nonblocking`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "read=polled", "read=readiness"];

pub const FACTS: &[Fact] =
    facts![ends_in_order, the_line_comes_through, questions_in_vain_are_counted, readiness_wakes_once];

fn the_line_comes_through(run: &Run) {
    assert!(run.printed("writer: writes") < run.printed("reader: has hello"));
}

fn questions_in_vain_are_counted(run: &Run) {
    let in_vain = run.events(EventKind::IO_REFUSE).len();
    run.printed(&format!("reader: asked {in_vain} times in vain"));
    assert_eq!(run.arguments.word("read") == "polled", in_vain > 0);
}

fn readiness_wakes_once(run: &Run) {
    if run.arguments.word("read") != "polled" {
        assert_eq!(run.events(EventKind::IO_WAIT).len(), 1);
    }
}
