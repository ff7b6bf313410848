//! What holds on every run of `counter-race`.

use std::collections::BTreeMap;

use laneway_model::FindingKind;
use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "steps=1", "steps=2000 pause=false"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    every_thread_does_all_of_its_steps,
    the_count_is_the_sum_of_the_steps_less_the_lost_ones,
    pauses_lose_updates,
    updates_are_in_danger_from_the_first_stale_write_on,
];

const THREADS: [(&str, i64); 4] = [
    ("adder-1", 1),
    ("adder-2", 1),
    ("subtractor-1", -1),
    ("subtractor-2", -1),
];

fn every_thread_does_all_of_its_steps(run: &Run) {
    for (name, _) in THREADS {
        assert_eq!(
            run.events_of(name, EventKind::READ).len(),
            run.arguments.integer::<usize>("steps"),
            "{name}"
        );
        assert_eq!(
            run.events_of(name, EventKind::WRITE).len(),
            run.arguments.integer::<usize>("steps"),
            "{name}"
        );
    }
}

/// Follows the last write back to what it was made from, and that one back, to the start: these are the
/// steps that count. All others are lost, and the model finds exactly as many.
fn the_count_is_the_sum_of_the_steps_less_the_lost_ones(run: &Run) {
    let change: BTreeMap<&str, i64> = THREADS.into();
    let mut made_from: Vec<Option<usize>> = Vec::new();
    let mut changes: Vec<i64> = Vec::new();
    let mut read: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    let mut count = 0;
    for seen in run.all().filter(|seen| change.contains_key(seen.actor)) {
        match seen.event.kind {
            EventKind::READ => {
                read.insert(seen.actor, changes.len().checked_sub(1));
            }
            EventKind::WRITE => {
                made_from.push(read[seen.actor]);
                changes.push(change[seen.actor]);
                count = seen.event.value.int().expect("a number");
            }
            _ => {}
        }
    }

    let mut counts = vec![false; changes.len()];
    let mut write = changes.len().checked_sub(1);
    while let Some(index) = write {
        counts[index] = true;
        write = made_from[index];
    }
    let lost: Vec<i64> = (0..changes.len())
        .filter(|&index| !counts[index])
        .map(|index| changes[index])
        .collect();

    assert_eq!(count, changes.iter().sum::<i64>() - lost.iter().sum::<i64>());
    assert_eq!(run.model.figures.cells[0].lost_updates as usize, lost.len());
    run.printed(&format!("count is {count}"));
}

/// Forced by the lesson's own delays: all have read before the first one writes.
fn pauses_lose_updates(run: &Run) {
    if run.arguments.boolean("pause") {
        assert!(!run.findings(FindingKind::LostUpdate).is_empty());
    }
}

/// The first write by a thread that had not seen the newest one; before it nothing was lost.
fn updates_are_in_danger_from_the_first_stale_write_on(run: &Run) {
    let mut newest = 0;
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut first_stale = None;
    for event in run.all() {
        match event.event.kind {
            EventKind::READ => drop(seen.insert(event.actor, newest)),
            EventKind::WRITE => {
                if seen[event.actor] != newest {
                    first_stale = first_stale.or(Some(event.row));
                }
                newest = event.row;
                seen.insert(event.actor, newest);
            }
            _ => {}
        }
    }
    let danger = run.findings(FindingKind::UpdateInDanger);
    let rows: Vec<_> = danger.iter().filter_map(|found| found.at.row()).collect();
    assert_eq!(rows, Vec::from_iter(first_stale.map(|row| row as u32)));
    let lost = run.findings(FindingKind::LostUpdate);
    assert!(lost.iter().all(|lost| danger.iter().any(|danger| danger.at <= lost.at)));
}
