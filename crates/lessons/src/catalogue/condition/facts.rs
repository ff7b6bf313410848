//! What holds on every run of `condition`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    who_is_woken_in_vain_waits_again,
    nobody_eats_what_is_not_there,
    a_notification_that_nobody_hears_is_gone,
];

fn who_is_woken_in_vain_waits_again(run: &Run) {
    let alarm = run.printed("cook: nothing, but notifies all");
    let next = run.printed("cook: one dumpling, notifies all");
    let between = |kind| run.events(kind).iter().filter(|seen| (alarm..next).contains(&seen.row)).count();
    assert_eq!((between(EventKind::GATE_PASS), between(EventKind::GATE_WAIT)), (1, 1));
}

/// After each dumpling one eats, and before the first one nobody.
fn nobody_eats_what_is_not_there(run: &Run) {
    let mut dumplings = 0;
    for print in run.events(EventKind::PRINT) {
        dumplings += i32::from(print.value.contains("dumpling,"));
        dumplings -= i32::from(print.value.ends_with(": eats"));
        assert!(dumplings >= 0, "row {}", print.row);
    }
    assert_eq!(run.prints_with(": eats"), 3);
}

fn a_notification_that_nobody_hears_is_gone(run: &Run) {
    let heard_by_nobody = run.printed("cook: notifies all, and nobody waits");
    let waits = run.events_of("eater-3", EventKind::GATE_WAIT);
    assert!(waits.len() == 1 && waits[0].row > heard_by_nobody);
}
