//! Why an actor is where it is, and what findings say, as sentences.

use laneway_model::{Certainty, Explanation, Finding, FindingKind, Link, Model, Moment, State as Doing};
use laneway_trace::{ActorId, Awaits, Effect, Mechanism, ObjectId};

use crate::messages::{Argument, Message, message};
use crate::names::actor_label;
use crate::waits::holders;
use crate::{Selection, Timeline};

/// The lane to explain: the selected one, or else the one that acted last.
pub fn focus(model: &Model, timeline: &Timeline, selection: Selection, at: Moment) -> Option<u32> {
    let acted = || model.lane_of_row(timeline.beats().last_row(at)?);
    selection.lane(model).or_else(acted)
}

/// Why an actor is where it is: one sentence a link of the chain, from the actor outwards, and one more
/// if the chain closes to a cycle.
pub fn explain(model: &Model, actor: ActorId, at: Moment) -> Vec<Message> {
    let Explanation { links, cycle } = model.explain(actor, at);
    if links.is_empty() {
        return vec![message!("explain-not-begun", who: label(model, actor))];
    }
    let nexts = links.iter().skip(1).map(Some).chain([None]);
    let mut sentences: Vec<Message> = links
        .iter()
        .zip(nexts)
        .map(|(link, next)| explain_link(model, link, next, at))
        .collect();
    if cycle {
        let actors: Vec<String> = links.iter().map(|link| label(model, link.actor)).collect();
        sentences.push(message!("explain-cycle", actors: actors));
    }
    sentences
}

fn explain_link(model: &Model, link: &Link, next: Option<&Link>, at: Moment) -> Message {
    let who = label(model, link.actor);
    let since = model.time_ns(link.since);
    match link.state {
        Doing::Running => message!("explain-running", who: who, since: since),
        Doing::Unseen => message!("explain-unseen", who: who, since: since),
        Doing::Unknown => message!("explain-unknown", who: who, since: since),
        Doing::Zombie => message!("explain-zombie", who: who, since: since),
        Doing::Finished => message!("explain-finished", who: who, since: since),
        // Who waits for an interpreter lock is ready but for it.
        Doing::Ready
        | Doing::WaitsLock
        | Doing::WaitsQueue
        | Doing::WaitsActor
        | Doing::WaitsSignal
        | Doing::Sleeping
        | Doing::Stuck => explain_wait(model, link, next, at, who, since),
    }
}

/// A wait, told by what is awaited, and who is inside now: perhaps not who was when it began.
fn explain_wait(
    model: &Model,
    link: &Link,
    next: Option<&Link>,
    at: Moment,
    who: String,
    since: u64,
) -> Message {
    let (kind, object) = object(model, link.object);
    let whom = link.others.first().map(|&other| label(model, other));
    match (link.awaits, whom) {
        (Some(Awaits::Permit), whom) => {
            let names = link
                .object
                .map_or_else(Vec::new, |object| holders(model, object, at));
            let holders = if names.is_empty() {
                whom.into_iter().collect()
            } else {
                names
            };
            if holders.is_empty() {
                return message!("explain-wait-permit", who: who, kind: kind, object: object, since: since);
            }
            let held = next
                .and_then(|next| next.holds_since)
                .map_or(since, |at| model.time_ns(at));
            message!("explain-wait-permit-held",
                who: who, kind: kind, object: object, since: since, holders: holders, held: held)
        }
        (Some(Awaits::Room), _) => {
            message!("explain-wait-room", who: who, kind: kind, object: object, since: since)
        }
        (Some(Awaits::Item), _) => {
            message!("explain-wait-item", who: who, kind: kind, object: object, since: since)
        }
        (Some(Awaits::Gate), _) => {
            message!("explain-wait-gate", who: who, kind: kind, object: object, since: since)
        }
        (Some(Awaits::Task), _) if is_called(model, link.object) => {
            message!("explain-wait-call", who: who, object: object, since: since)
        }
        (Some(Awaits::Task), _) => message!("explain-wait-task", who: who, object: object, since: since),
        (Some(Awaits::Result), Some(whom)) => {
            message!("explain-wait-result-runs", who: who, object: object, since: since, whom: whom)
        }
        (Some(Awaits::Result), None) => {
            message!("explain-wait-result", who: who, object: object, since: since)
        }
        (Some(Awaits::Reply), Some(whom)) => {
            message!("explain-wait-reply-serves", who: who, object: object, since: since, whom: whom)
        }
        (Some(Awaits::Reply), None) => {
            message!("explain-wait-reply", who: who, object: object, since: since)
        }
        (Some(Awaits::End), Some(whom)) => {
            message!("explain-wait-end", who: who, whom: whom, since: since)
        }
        (Some(Awaits::Io), _) => message!("explain-wait-io", who: who, since: since),
        (Some(Awaits::Time), _) => match link.until {
            Some(until) => {
                message!("explain-sleeps-until", who: who, since: since, until: model.time_ns(until))
            }
            None => message!("explain-sleeps", who: who, since: since),
        },
        (Some(Awaits::End) | None, _) => match link.state {
            Doing::Ready => message!("explain-ready", who: who, since: since),
            Doing::Stuck => message!("explain-stuck", who: who, since: since),
            _ => message!("explain-waits", who: who, since: since),
        },
    }
}

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

/// True if the object is one that is called, so that who waits for something to do waits for a call.
fn is_called(model: &Model, object: Option<ObjectId>) -> bool {
    object.is_some_and(|object| model.mechanism(object) == Mechanism::Call)
}

fn label(model: &Model, actor: ActorId) -> String {
    actor_label(model, actor).into_owned()
}

/// What kind of object it is, and what the program calls it.
fn object(model: &Model, object: Option<ObjectId>) -> (Argument, String) {
    match object.and_then(|object| model.header.objects.get(object.index())) {
        Some(object) => (object.kind.clone().into(), object.name.clone()),
        None => ("?".into(), "?".to_owned()),
    }
}
