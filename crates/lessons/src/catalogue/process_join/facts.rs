//! What holds on every run of `process-join`.

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "wait=timeout", "wait=none"];

pub const FACTS: &[Fact] = facts![ends_in_order, the_parent_goes_on_as_it_waits, the_child_ends_by_itself];

fn the_parent_goes_on_as_it_waits(run: &Run) {
    let exit = run.children()[0].exit;
    if run.arguments.word("wait") == "join" {
        assert!(exit < run.printed("parent: goes on, the child has ended"));
    } else {
        assert!(run.printed("parent: goes on, the child is alive") < exit);
    }
}

fn the_child_ends_by_itself(run: &Run) {
    run.printed("child: done");
    assert_eq!(run.children()[0].exit_code, Some(0));
}
