//! What holds on every run of `pool-map`.

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_in_order, results_come_in_the_order_of_the_inputs];

fn results_come_in_the_order_of_the_inputs(run: &Run) {
    let ends = [2, 4, 6].map(|input| run.printed(&format!("task of {input}: ends")));
    let results = [6, 2, 4].map(|input| run.printed(&format!("main: has {input}")));
    assert!(ends.is_sorted() && results.is_sorted(), "{ends:?} {results:?}");
    run.printed("main: results 6 2 4");
}
