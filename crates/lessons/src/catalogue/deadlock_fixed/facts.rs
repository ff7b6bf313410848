//! What holds on every run of `deadlock-fixed`.

use laneway_model::FindingKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "cure=one-lock", "cure=timeout"];

pub const FACTS: &[Fact] = facts![ends_in_order, everybody_eats_twice, nobody_is_stuck, no_circle_is_possible];

fn everybody_eats_twice(run: &Run) {
    for number in 1..=5 {
        assert_eq!(run.prints_with(&format!("philosopher-{number}: eats")), 2);
    }
}

fn nobody_is_stuck(run: &Run) {
    assert!(run.findings(FindingKind::Deadlock).is_empty());
}

/// With each cure chopsticks are taken in one order, or in one lock around, or for a while only.
fn no_circle_is_possible(run: &Run) {
    assert!(run.findings(FindingKind::LockOrderInversion).is_empty());
}
