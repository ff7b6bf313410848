//! What holds on every run of `sync-async`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "style=async"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    who_waits_first_lays_the_table_afterwards,
    who_asks_later_lays_the_table_meanwhile,
    the_kitchen_cooks_once_in_its_own_thread,
    the_soup_is_served_last,
];

fn is_async(run: &Run) -> bool {
    run.arguments.word("style") == "async"
}

/// Its wait for the result is the first thing that it does after the order.
fn who_waits_first_lays_the_table_afterwards(run: &Run) {
    if !is_async(run) {
        let waits = run.events_of("main", EventKind::RESULT_WAIT);
        let has = run.printed("caller: has the soup");
        assert_eq!(waits.len(), 1);
        assert!(run.printed("caller: orders soup") < waits[0].row && waits[0].row < has);
        let sleeps = run.events_of("main", EventKind::SLEEP);
        assert!(sleeps.len() == 3 && sleeps.iter().all(|sleep| sleep.row > has));
    }
}

/// It begins while the soup is cooked, and is not done when the soup is: the delays are a second apart.
fn who_asks_later_lays_the_table_meanwhile(run: &Run) {
    if is_async(run) {
        assert!(run.events_of("main", EventKind::RESULT_WAIT).is_empty());
        let ready = run.printed("kitchen: soup is ready");
        assert!(run.events_of("main", EventKind::SLEEP)[0].row < ready);
        assert!(ready < run.printed("caller: asks for the soup"));
        assert!(run.printed("caller: glasses are on the table") < run.printed("caller: has the soup"));
    }
}

fn the_kitchen_cooks_once_in_its_own_thread(run: &Run) {
    let begun = run.events(EventKind::TASK_BEGIN);
    assert_eq!(begun.len(), 1);
    assert_ne!(begun[0].actor, "main");
}

fn the_soup_is_served_last(run: &Run) {
    let served = run.printed("caller: serves soup");
    assert!(run.printed("kitchen: soup is ready") < served);
    assert_eq!(run.events(EventKind::PRINT).last().map(|last| last.row), Some(served));
}
