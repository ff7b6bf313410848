//! What findings say, as sentences.

use laneway_model::{Certainty, Finding, FindingKind, Model, Moment};
use laneway_trace::{ActorId, Effect, ObjectId};

use crate::messages::{Argument, Message, message};
use crate::names::actor_label;

/// So many of those who could have helped are named.
const MOST_HELPERS: usize = 6;

/// What a finding says: a row of `model.findings`; nothing for a row that is not there. The first
/// sentence is the headline, the others go into detail.
pub fn describe_finding(model: &Model, finding: u32) -> Vec<Message> {
    let Some(finding) = model.findings.get(finding as usize) else {
        return Vec::new();
    };
    let actor = finding.actors.first().copied();
    let who = actor.map_or_else(|| "?".to_owned(), |actor| label(model, actor));
    let second = finding.actors.get(1);
    let whom = || second.map_or_else(|| "?".to_owned(), |&actor| label(model, actor));
    let (kind, object) = object(model, finding.objects.first().copied());
    let since = model.time_ns(finding.since);
    let time = model.time_ns(finding.at);
    match finding.kind {
        FindingKind::Deadlock => describe_deadlock(model, finding, since),
        FindingKind::SelfDeadlock => {
            vec![message!("finding-self-deadlock", who: who, kind: kind, object: object, since: since)]
        }
        FindingKind::WaitsForEver if finding.objects.is_empty() => {
            vec![message!("finding-waits-for-ever-bare", who: who, since: since)]
        }
        FindingKind::WaitsForEver => {
            let mut sentences = vec![
                message!("finding-waits-for-ever", who: who, kind: kind, object: object, since: since),
            ];
            if !finding.helpers.is_empty() {
                let helpers = finding.helpers.iter().take(MOST_HELPERS);
                let actors: Vec<String> = helpers.map(|&helper| label(model, helper)).collect();
                sentences.push(message!("finding-waits-for-ever-helpers", actors: actors));
            }
            sentences
        }
        FindingKind::UpdateInDanger => vec![message!(
            "finding-update-in-danger", who: who, whom: whom(), object: object, since: since, time: time
        )],
        FindingKind::LostUpdate => vec![message!(
            "finding-lost-update", who: who, whom: whom(), object: object, since: since, time: time
        )],
        FindingKind::CheckThenAct => vec![message!(
            "finding-check-then-act", who: who, whom: whom(), object: object, since: since, time: time
        )],
        FindingKind::LockOrderInversion => describe_inversion(model, finding),
        FindingKind::Starvation => vec![describe_starvation(model, finding)],
        FindingKind::DaemonCutOff => vec![message!("finding-daemon-cut-off", who: who, time: time)],
        FindingKind::FailureUnseen => vec![message!("finding-failure-unseen", who: who, time: time)],
        FindingKind::PoisonedLock => {
            vec![message!("finding-poisoned-lock", who: who, kind: kind, object: object, time: time)]
        }
        FindingKind::Zombie => {
            let held = time.saturating_sub(since);
            vec![match effect_at(model, finding.at) {
                Some(Effect::Exit) => {
                    message!("finding-zombie-never", who: who, whom: whom(), since: since, held: held)
                }
                _ => message!("finding-zombie", who: who, whom: whom(), since: since, held: held),
            }]
        }
        FindingKind::Orphan => vec![message!("finding-orphan", who: who, whom: whom(), since: since)],
    }
}

fn describe_deadlock(model: &Model, finding: &Finding, since: u64) -> Vec<Message> {
    let actors: Vec<String> = finding.actors.iter().map(|&actor| label(model, actor)).collect();
    let links = finding
        .objects
        .iter()
        .zip(&actors)
        .enumerate()
        .map(|(at, (&object, who))| {
            let holder = &actors[(at + 1) % actors.len()];
            let (kind, object) = self::object(model, Some(object));
            message!("finding-deadlock-link",
                who: who.as_str(), kind: kind, object: object, holder: holder.as_str())
        });
    let mut sentences: Vec<Message> = links.collect();
    sentences.insert(0, message!("finding-deadlock", actors: actors, since: since));
    sentences
}

fn describe_inversion(model: &Model, finding: &Finding) -> Vec<Message> {
    let actors: Vec<String> = finding.actors.iter().map(|&actor| label(model, actor)).collect();
    let mut sentences = vec![message!("finding-lock-order-inversion", actors: actors.clone())];
    // What each held is what the one before it took.
    let held = finding.objects.iter().cycle();
    let held = held.skip(finding.objects.len().saturating_sub(1));
    sentences.extend(finding.objects.iter().zip(held).zip(actors).map(|((&took, &held), who)| {
        let ((kind, took), (_, held)) = (object(model, Some(took)), object(model, Some(held)));
        message!("finding-lock-order-inversion-link", who: who, kind: kind, object: took, other: held)
    }));
    sentences
}

fn describe_starvation(model: &Model, finding: &Finding) -> Message {
    let who = finding
        .actors
        .first()
        .map_or_else(|| "?".to_owned(), |&actor| label(model, actor));
    let (kind, object) = object(model, finding.objects.first().copied());
    let since = model.time_ns(finding.since);
    let held = model.time_ns(finding.at).saturating_sub(since);
    let count = i64::from(finding.times);
    let by = finding.at.row().and_then(|row| model.lane_of_row(row));
    let is_own = by == finding.actors.first().and_then(|&actor| model.lane_of(actor));
    if is_own && effect_at(model, finding.at) == Some(Effect::Enter) {
        message!("finding-starvation",
            who: who, kind: kind, object: object, since: since, held: held, count: count)
    } else {
        message!("finding-starvation-in-vain",
            who: who, kind: kind, object: object, since: since, held: held, count: count)
    }
}

/// What happened right before a moment.
fn effect_at(model: &Model, at: Moment) -> Option<Effect> {
    at.row().map(|row| model.event_facts(row).effect)
}

/// The id of the message that says how certain a finding is.
pub const fn certainty_message(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Happened => "certainty-happened",
        Certainty::Possible => "certainty-possible",
        Certainty::Suspicious => "certainty-suspicious",
    }
}

pub(crate) fn label(model: &Model, actor: ActorId) -> String {
    actor_label(model, actor).into_owned()
}

/// What kind of object it is, and what the program calls it.
pub(crate) fn object(model: &Model, object: Option<ObjectId>) -> (Argument, String) {
    match object.and_then(|object| model.header.objects.get(object.index())) {
        Some(object) => (object.kind.clone().into(), object.name.clone()),
        None => ("?".into(), "?".to_owned()),
    }
}
