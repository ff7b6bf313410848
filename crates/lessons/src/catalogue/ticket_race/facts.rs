//! What holds on every run of `ticket-race`.

use laneway_model::FindingKind;
use laneway_trace::{EventKind, Value};

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "buyers=4 seed=3"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    its_last_line_counts_the_sales,
    at_least_one_is_sold,
    all_sales_but_one_come_from_a_stale_read,
    every_buyer_reads_once,
    the_file_says_0_in_the_end,
    more_are_sold_than_there_were;
    usually far_more_are_sold_than_there_were,
];

fn at_least_one_is_sold(run: &Run) {
    assert!(run.prints_with("bought") >= 1);
}

fn all_sales_but_one_come_from_a_stale_read(run: &Run) {
    let sold = run.prints_with("bought");
    let lost: u32 = run.model.figures.cells.iter().map(|cell| cell.lost_updates).sum();
    assert_eq!(lost as usize, sold - 1);
    assert_eq!(run.findings(FindingKind::LostUpdate).len(), sold - 1);
}

fn every_buyer_reads_once(run: &Run) {
    for user in run.children() {
        assert_eq!(
            run.events_of(user.name, EventKind::READ).len(),
            1,
            "{}",
            user.name
        );
    }
}

fn the_file_says_0_in_the_end(run: &Run) {
    let last = run.events(EventKind::WRITE).pop().expect("a write");
    assert_eq!(last.event.value, Value::Int(0));
    run.printed("tickets left: 0");
}

/// Forced by the lesson's own delays: paying takes longer than the second buyer takes to come.
fn more_are_sold_than_there_were(run: &Run) {
    assert!(run.prints_with("bought") > 1);
}

fn far_more_are_sold_than_there_were(run: &Run) -> Option<bool> {
    let is_default = run.arguments.integer::<usize>("buyers") == 10;
    is_default.then(|| run.prints_with("bought") >= 4)
}

fn its_last_line_counts_the_sales(run: &Run) {
    let tickets: usize = run.arguments.integer("tickets");
    run.printed(&format!("sold {} of {tickets}", run.prints_with(": bought, ")));
}
