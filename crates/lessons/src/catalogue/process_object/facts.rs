//! What holds on every run of `process-object`.

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_in_order, the_fields_go_over_and_do_not_come_back];

fn the_fields_go_over_and_do_not_come_back(run: &Run) {
    run.printed("teller: begins with hello and 0");
    assert!(run.printed("teller: ends with hello and 3") < run.printed("parent: the tally is 0"));
}
