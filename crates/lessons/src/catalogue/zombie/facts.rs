//! What holds on every run of `zombie`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_in_order, it_is_a_zombie_until_it_is_joined];

fn it_is_a_zombie_until_it_is_joined(run: &Run) {
    let exit = run.children()[0].exit;
    let zombie = run.printed("parent: the system says Z");
    let join = run.events(EventKind::JOIN)[0].row;
    assert!(exit < zombie && zombie < join);
    assert!(join < run.printed("parent: took exit code 0, the system says nothing"));
}
