//! Why an actor is where it is: the chain of causes to its root, as sentences that lead to what they name.

use laneway_model::{Explanation, Link, Model, Moment, State as Doing};
use laneway_trace::{ActorId, Awaits, Mechanism, ObjectId, Value};

use crate::findings::{label, object};
use crate::messages::message;
use crate::waits::{holder_names, holders};
use crate::{Action, Message, Selection, Timeline, Told, Way};

/// The lane to explain: the selected one, or else the one that acted last.
pub fn focus(model: &Model, timeline: &Timeline, selection: Selection, at: Moment) -> Option<u32> {
    let acted = || model.lane_of_row(timeline.beats().last_row(at)?);
    selection.lane(model).or_else(acted)
}

/// The moment after which nothing is told: the furthest that was played while the curtain is down.
pub fn known(model: &Model, curtain: bool, furthest: Moment) -> Moment {
    if curtain {
        furthest.min(model.end())
    } else {
        model.end()
    }
}

/// Why an actor is where it is: one sentence a link of the chain, from the actor outwards, and one more
/// if the chain closes to a cycle. `known` is the moment after which nothing is told: see [`known`].
pub fn why(model: &Model, actor: ActorId, at: Moment, known: Moment) -> Vec<Told> {
    let Explanation { links, cycle } = model.explain(actor, at);
    if links.is_empty() {
        let message = message!("explain-not-begun", who: label(model, actor));
        return vec![Told::new(message).with_lane(model, "who", Some(actor))];
    }
    let nexts = links.iter().skip(1).map(Some).chain([None]);
    let pairs = links.iter().zip(nexts);
    let mut sentences: Vec<Told> = pairs
        .map(|(link, next)| {
            let message = explain_link(model, link, next, at, known);
            let ways = ways(model, link, next, at, known, &message);
            Told { message, ways }
        })
        .collect();
    if cycle {
        let actors: Vec<String> = links.iter().map(|link| label(model, link.actor)).collect();
        let cycle = Told::new(message!("explain-cycle", actors: actors));
        let lead = |told: Told, link: &Link| told.with_lane(model, "actors", Some(link.actor));
        sentences.push(links.iter().fold(cycle, lead));
    }
    sentences
}

/// What [`why`] says of a run that may be known to its end, without the ways.
pub fn explain(model: &Model, actor: ActorId, at: Moment) -> Vec<Message> {
    let told = why(model, actor, at, model.end()).into_iter();
    told.map(|told| told.message).collect()
}

/// Where the arguments of a link's sentence lead.
fn ways(
    model: &Model,
    link: &Link,
    next: Option<&Link>,
    at: Moment,
    known: Moment,
    message: &Message,
) -> Vec<Way> {
    let to_lane = |actor: ActorId| {
        model
            .lane_of(actor)
            .map(|lane| Action::Select(Selection::Lane(lane)))
    };
    let ways = message.arguments.iter().flat_map(|&(name, _)| {
        let actions: Vec<Action> = match name {
            "who" => to_lane(link.actor).into_iter().collect(),
            "whom" => link
                .others
                .first()
                .copied()
                .and_then(to_lane)
                .into_iter()
                .collect(),
            "holders" => {
                let inside = link
                    .object
                    .map_or_else(Vec::new, |object| holders(model, object, at));
                let inside = if inside.is_empty() {
                    &link.others[..1.min(link.others.len())]
                } else {
                    &inside
                };
                inside.iter().copied().filter_map(to_lane).collect()
            }
            "object" => link
                .object
                .map(|object| Action::Select(Selection::Object(object)))
                .into_iter()
                .collect(),
            "since" => vec![Action::GoMoment(link.since)],
            "held" => next
                .and_then(|next| next.holds_since)
                .map(Action::GoMoment)
                .into_iter()
                .collect(),
            "until" => link
                .until
                .filter(|&until| until <= known)
                .map(Action::GoMoment)
                .into_iter()
                .collect(),
            _ => Vec::new(),
        };
        actions.into_iter().map(move |action| Way { name, action })
    });
    ways.collect()
}

/// Until when a sleep lasts: as the run shows it, or, where that is not to be told yet, as it was asked for.
fn wakes_ns(model: &Model, link: &Link, known: Moment) -> Option<u64> {
    match (link.until, link.value) {
        (Some(until), _) if until <= known => Some(model.time_ns(until)),
        (Some(_), Value::Int(asked_ns)) => {
            let asked_ns = u64::try_from(asked_ns).ok()?;
            Some(model.time_ns(link.since).saturating_add(asked_ns))
        }
        _ => None,
    }
}

fn explain_link(model: &Model, link: &Link, next: Option<&Link>, at: Moment, known: Moment) -> Message {
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
        | Doing::Stuck => explain_wait(model, link, next, [at, known], who),
    }
}

/// A wait, told by what is awaited, and who is inside now: perhaps not who was when it began.
fn explain_wait(
    model: &Model,
    link: &Link,
    next: Option<&Link>,
    [at, known]: [Moment; 2],
    who: String,
) -> Message {
    let since = model.time_ns(link.since);
    let (kind, object) = object(model, link.object);
    let whom = link.others.first().map(|&other| label(model, other));
    match (link.awaits, whom) {
        (Some(Awaits::Permit), whom) => {
            let names = link
                .object
                .map_or_else(Vec::new, |object| holder_names(model, object, at));
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
        (Some(Awaits::Time), _) => match wakes_ns(model, link, known) {
            Some(until) => {
                message!("explain-sleeps-until", who: who, since: since, until: until)
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

/// True if the object is one that is called, so that who waits for something to do waits for a call.
fn is_called(model: &Model, object: Option<ObjectId>) -> bool {
    object.is_some_and(|object| model.mechanism(object) == Mechanism::Call)
}
