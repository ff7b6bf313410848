//! What holds on every run of `deadlock`.

use std::collections::BTreeSet;

use laneway_model::mechanism::ObjectState;
use laneway_model::{Certainty, FindingKind};
use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_stuck, facts};

pub const RUNS: &[&str] = &["", "philosophers=2"];

pub const FACTS: &[Fact] = facts![
    ends_stuck,
    the_finding_names_every_philosopher_and_every_chopstick,
    each_waits_for_what_the_next_one_holds,
    everybody_eats_once_before,
];

fn the_finding_names_every_philosopher_and_every_chopstick(run: &Run) {
    let findings = run.findings(FindingKind::Deadlock);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].certainty, Certainty::Happened);

    let seats: usize = run.arguments.integer("philosophers");
    let actors: BTreeSet<_> = findings[0]
        .actors
        .iter()
        .map(|&actor| run.model.actor_name(actor).to_owned())
        .collect();
    let objects: BTreeSet<_> = findings[0]
        .objects
        .iter()
        .map(|&object| run.model.object_name(object).to_owned())
        .collect();
    assert_eq!(
        actors,
        (1..=seats).map(|seat| format!("philosopher-{seat}")).collect()
    );
    assert_eq!(
        objects,
        (1..=seats).map(|number| format!("chopstick-{number}")).collect()
    );
}

fn each_waits_for_what_the_next_one_holds(run: &Run) {
    let finding = run.findings(FindingKind::Deadlock)[0];
    let next = finding.actors.iter().cycle().skip(1);
    for ((&waiter, &chopstick), &holder) in finding.actors.iter().zip(&finding.objects).zip(next) {
        let Some(ObjectState::Holding(lock)) = run.model.object_at(chopstick, run.model.end()) else {
            panic!("a chopstick is a lock");
        };
        assert_eq!(lock.holders.first().map(|inside| inside.actor), Some(holder));
        let waiters: Vec<_> = lock.waiters.iter().map(|waiting| waiting.actor).collect();
        assert_eq!(waiters, [waiter]);
    }
}

fn everybody_eats_once_before(run: &Run) {
    let eaten: BTreeSet<_> = run
        .events(EventKind::PRINT)
        .iter()
        .map(|seen| seen.actor)
        .collect();
    assert_eq!(eaten.len(), run.arguments.integer::<usize>("philosophers"));
}
