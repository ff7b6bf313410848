//! What holds on every run of `compare-models`.

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "model=threads", "model=processes", "model=tasks"];

pub const FACTS: &[Fact] = facts![ends_in_order, the_answers_are_the_same, waits_overlap_unless_in_turn];

fn the_answers_are_the_same(run: &Run) {
    run.printed("main: 5 answers, sum 150");
}

fn waits_overlap_unless_in_turn(run: &Run) {
    let in_turn = run.arguments.word("model") == "in-turn";
    let second = run.printed("request 2: sent");
    assert_eq!(run.printed("request 1: answered") < second, in_turn);
}
