//! What holds on every run of `queue-lifo`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_in_order, they_come_out_in_this_order, all_are_in_before_one_is_out];

fn they_come_out_in_this_order(run: &Run) {
    run.printed("out: 2 1 0");
}

fn all_are_in_before_one_is_out(run: &Run) {
    let (puts, gets) = (run.events(EventKind::PUT), run.events(EventKind::GET));
    assert_eq!((puts.len(), gets.len()), (3, 3));
    assert!(puts[2].row < gets[0].row);
}
