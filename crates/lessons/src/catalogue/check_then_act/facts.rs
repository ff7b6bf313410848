//! What holds on every run of `check-then-act`.

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "lock=true"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    with_a_lock_the_guard_holds;
    usually without_a_lock_it_is_broken,
];

fn with_a_lock_the_guard_holds(run: &Run) {
    if run.arguments.boolean("lock") {
        run.printed("balance is 20");
        assert_eq!(run.prints_with("pays 80"), 1);
    }
}

fn without_a_lock_it_is_broken(run: &Run) -> Option<bool> {
    let is_free = !run.arguments.boolean("lock");
    is_free.then(|| run.prints_with("balance is -") == 1)
}
