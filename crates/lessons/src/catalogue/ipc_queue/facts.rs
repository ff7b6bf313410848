//! What holds on every run of `ipc-queue`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_in_order, what_is_got_is_what_was_put];

fn what_is_got_is_what_was_put(run: &Run) {
    assert_eq!((run.events(EventKind::PUT).len(), run.events(EventKind::GET).len()), (1, 1));
    run.printed("putter: has [1, 2, 3, 4] now");
    run.printed("getter: got [1, 2, 3]");
}
