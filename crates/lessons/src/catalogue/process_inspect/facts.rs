//! What holds on every run of `process-inspect`.

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    the_victim_dies_by_the_signal,
    the_victim_cleans_nothing_up,
    the_other_is_untouched,
];

fn the_victim_dies_by_the_signal(run: &Run) {
    run.printed("parent: the victim ended with -15");
    assert!(run.printed("parent: the victim is alive: true") < run.printed("parent: the victim is alive: false"));
}

fn the_victim_cleans_nothing_up(run: &Run) {
    assert_eq!(run.prints_with("victim: cleans up"), 0);
}

fn the_other_is_untouched(run: &Run) {
    run.printed("other: cleans up");
    run.printed("parent: the other ended with 0");
}
