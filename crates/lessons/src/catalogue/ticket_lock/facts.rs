//! What holds on every run of `ticket-lock`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "buyers=6 tickets=2 seed=5"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    its_last_line_counts_the_sales,
    exactly_as_many_are_sold_as_there_are,
    every_buyer_sees_a_count,
    never_two_holders,
    nobody_touches_the_file_without_the_lock,
    no_update_is_lost,
];

fn exactly_as_many_are_sold_as_there_are(run: &Run) {
    assert_eq!(run.prints_with("bought"), run.arguments.integer::<usize>("tickets"));
    run.printed("tickets left: 0");
}

fn every_buyer_sees_a_count(run: &Run) {
    let buyers = run.children();
    assert_eq!(buyers.len(), run.arguments.integer::<usize>("buyers"));
    for buyer in buyers {
        assert_eq!(
            run.events_of(buyer.name, EventKind::READ).len(),
            1,
            "{}",
            buyer.name
        );
    }
}

fn never_two_holders(run: &Run) {
    let mut holder = None;
    for seen in run.all() {
        match seen.event.kind {
            EventKind::LOCK_ACQUIRE => assert_eq!(holder.replace(seen.actor), None, "row {}", seen.row),
            EventKind::LOCK_RELEASE => assert_eq!(holder.take(), Some(seen.actor), "row {}", seen.row),
            _ => {}
        }
    }
    assert_eq!(holder, None);
}

fn nobody_touches_the_file_without_the_lock(run: &Run) {
    let mut holder = None;
    for seen in run.all() {
        match seen.event.kind {
            EventKind::LOCK_ACQUIRE => holder = Some(seen.actor),
            EventKind::LOCK_RELEASE => holder = None,
            EventKind::READ | EventKind::WRITE if seen.actor.starts_with("user-") => {
                assert_eq!(holder, Some(seen.actor), "row {}", seen.row);
            }
            _ => {}
        }
    }
}

fn no_update_is_lost(run: &Run) {
    assert!(run.model.figures.cells.iter().all(|cell| cell.lost_updates == 0));
}

fn its_last_line_counts_the_sales(run: &Run) {
    let tickets: usize = run.arguments.integer("tickets");
    run.printed(&format!("sold {} of {tickets}", run.prints_with(": bought, ")));
}
