//! What holds on every run of `producer-consumer`.

use std::collections::BTreeSet;

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "capacity=0", "capacity=1 pairs=5 items=3"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    every_item_is_put_once,
    every_item_is_consumed_exactly_once,
    the_contents_never_exceed_the_capacity,
    producers_wait_only_where_there_is_a_bound,
    consumers_wait_while_it_is_empty,
];

fn every_item_is_put_once(run: &Run) {
    let puts = run.events(EventKind::PUT);
    let items: BTreeSet<_> = puts.iter().map(|put| put.value.clone()).collect();
    assert_eq!(items.len(), puts.len());
    assert_eq!(
        items.len(),
        run.arguments.integer::<usize>("pairs") * run.arguments.integer::<usize>("items")
    );
}

fn every_item_is_consumed_exactly_once(run: &Run) {
    let mut put: Vec<i64> = run
        .events(EventKind::PUT)
        .iter()
        .map(|put| put.event.sequence.into())
        .collect();
    let mut got: Vec<i64> = run
        .events(EventKind::GET)
        .iter()
        .map(|get| get.event.value.int().expect("a sequence"))
        .collect();
    put.sort_unstable();
    got.sort_unstable();
    assert_eq!(got, put);
    for put in run.events(EventKind::PUT) {
        assert_eq!(run.prints_with(&format!("got {}", put.value)), 1, "{}", put.value);
    }
}

fn the_contents_never_exceed_the_capacity(run: &Run) {
    let capacity: usize = run.arguments.integer("capacity");
    let mut inside = 0;
    for seen in run.all() {
        match seen.event.kind {
            EventKind::PUT => inside += 1,
            EventKind::GET => inside -= 1,
            _ => {}
        }
        assert!(
            capacity == 0 || inside <= capacity,
            "{inside} items in row {}",
            seen.row
        );
    }
    assert_eq!(inside, 0);
}

/// That they do wait is forced by the lesson's own delays: a consumer takes far longer than a producer.
fn producers_wait_only_where_there_is_a_bound(run: &Run) {
    let waits = run.events(EventKind::PUT_WAIT);
    // A feeder waits for the pipe.
    let waits = waits.iter().filter(|wait| wait.actor.starts_with("producer-")).count();
    assert_eq!(
        waits > 0,
        run.arguments.integer::<usize>("capacity") > 0,
        "{waits} waits"
    );
}

fn consumers_wait_while_it_is_empty(run: &Run) {
    assert!(!run.events(EventKind::GET_WAIT).is_empty());
}
