//! What holds on every run of `check-then-act`.

use std::collections::BTreeMap;

use laneway_model::FindingKind;
use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "lock=true"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    with_a_lock_the_guard_holds,
    who_pays_after_another_since_the_check_is_found;
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

/// With a lock nobody; the finding says when each has checked and paid.
fn who_pays_after_another_since_the_check_is_found(run: &Run) {
    let mut reads: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let (mut paid, mut expected) = (None, Vec::new());
    for seen in run.all() {
        match seen.event.kind {
            EventKind::READ => reads.entry(seen.actor).or_default().push(seen.row),
            EventKind::WRITE => {
                let [check, second] = reads[seen.actor][..] else {
                    panic!("who pays has looked twice");
                };
                if paid.is_some_and(|paid| check < paid && paid < second) {
                    expected.push((seen.actor, Some(check as u32), Some(seen.row as u32)));
                }
                paid = Some(seen.row);
            }
            _ => {}
        }
    }
    let found = run.findings(FindingKind::CheckThenAct).into_iter().map(|found| {
        let (since, at) = (found.since.row(), found.at.row());
        (run.short_name(found.actors[0]), since, at)
    });
    assert_eq!(found.collect::<Vec<_>>(), expected);
    assert!(expected.is_empty() || !run.arguments.boolean("lock"));
}
