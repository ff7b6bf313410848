//! What is different in two whole runs, in sentences.

use std::collections::BTreeMap;

use laneway_model::{FindingKind, Model, State as Doing, sort_by_key};
use laneway_trace::Ending;

use crate::Message;
use crate::messages::{Argument, finding_title, message};
use crate::names::actor_label;

/// So many actors are named of which the waits differ most.
const MOST_ACTORS: usize = 3;

/// A difference counts from this share of the longer wait on, and of the longer run: shorter ones are the machine's,
/// not the program's.
const LEAST_OF_WAIT: f64 = 0.1;
const LEAST_OF_RUN: f64 = 0.01;

/// What came out, how the runs ended, what was found, who waited how long. `one` is A, `other` is B.
pub fn differences(one: &Model, other: &Model) -> Vec<Message> {
    let mut told = Vec::new();
    told.extend(outcome(one, other));
    told.extend(ending(one, other));
    told.extend(findings(one, other));
    told.extend(waits(one, other));
    told
}

fn outcome(one: &Model, other: &Model) -> Option<Message> {
    let (one, other) = (one.outcome()?.into_owned(), other.outcome()?.into_owned());
    Some(if one == other {
        message!("differs-outcome-same", value: one)
    } else {
        message!("differs-outcome", one: one, other: other)
    })
}

fn ending(one: &Model, other: &Model) -> Option<Message> {
    let is_stuck = |model: &Model| model.header.ending == Ending::Stuck;
    match (is_stuck(one), is_stuck(other)) {
        (true, true) => Some(message!("differs-stuck-both")),
        (true, false) => Some(message!("differs-stuck-one")),
        (false, true) => Some(message!("differs-stuck-other")),
        (false, false) => None,
    }
}

/// What was found in one of them only.
fn findings(one: &Model, other: &Model) -> Vec<Message> {
    let count = |model: &Model, kind| {
        let of_kind = model.findings.iter().filter(|finding| finding.kind == kind);
        of_kind.count() as i64
    };
    let differing = FindingKind::ALL.into_iter().filter_map(|kind| {
        let (one, other) = (count(one, kind), count(other, kind));
        let what = Argument::Message(finding_title(kind));
        (one != other).then(|| message!("differs-finding", what: what, one: one, other: other))
    });
    differing.collect()
}

/// How long all waited for others, and those by name of whom it differs most.
fn waits(one: &Model, other: &Model) -> Vec<Message> {
    let (waits, other_waits) = (waits_by_name(one), waits_by_name(other));
    let sum = |waits: &BTreeMap<String, u64>| waits.values().sum::<u64>();
    let longest_ns = one.duration_ns().max(other.duration_ns());
    let differs = |one: u64, other: u64| {
        let difference = one.abs_diff(other) as f64;
        difference > one.max(other) as f64 * LEAST_OF_WAIT
            && difference > longest_ns as f64 * LEAST_OF_RUN
    };
    let mut told = Vec::new();
    let (all, other_all) = (sum(&waits), sum(&other_waits));
    if differs(all, other_all) {
        told.push(message!("differs-waits-all", one: all, other: other_all));
    }
    let both = waits
        .iter()
        .filter_map(|(name, &one)| Some((name, one, *other_waits.get(name)?)));
    let mut both: Vec<_> = both.filter(|&(_, one, other)| differs(one, other)).collect();
    sort_by_key(&mut both, |&(_, one, other)| {
        std::cmp::Reverse(one.abs_diff(other))
    });
    let named = both.into_iter().take(MOST_ACTORS);
    told.extend(named.map(
        |(name, one, other)| message!("differs-waits", who: name.as_str(), one: one, other: other),
    ));
    told
}

/// For each actor's name how long it waited for locks, queues and signals. To wait for the end of others is no loss, and
/// to be stuck has no length.
fn waits_by_name(model: &Model) -> BTreeMap<String, u64> {
    let mut waits = BTreeMap::new();
    for (lane, figures) in model.lanes.iter().zip(&model.figures.lanes) {
        let states = [Doing::WaitsLock, Doing::WaitsQueue, Doing::WaitsSignal];
        let waited: u64 = states.into_iter().map(|doing| figures.in_state_ns(doing)).sum();
        *waits
            .entry(actor_label(model, lane.actor).into_owned())
            .or_default() += waited;
    }
    waits
}
