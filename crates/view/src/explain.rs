//! Why an actor is where it is, and what findings say, as sentences.

use laneway_model::{Certainty, Explanation, Finding, FindingKind, Link, Model, Moment, State as Doing};
use laneway_trace::{ActorId, EventKind as Kind};

use crate::Selection;
use crate::messages::{Message, message};
use crate::names::actor_label;

/// The lane to explain: the selected one, or else the one that acted last.
pub fn focus(model: &Model, selection: Selection, at: Moment) -> Option<u32> {
    selection.lane(model).or_else(|| model.lane_of_row(at.row()?))
}

/// Why an actor is where it is: one sentence a link of the chain, from the actor outwards, and one more
/// if the chain closes to a cycle.
pub fn explain(model: &Model, actor: ActorId, at: Moment) -> Vec<Message> {
    let Explanation { links, cycle } = model.explain(actor, at);
    if links.is_empty() {
        return vec![message!("explain-not-begun", who: label(model, actor))];
    }
    let mut sentences: Vec<Message> = (0..links.len())
        .map(|at| explain_link(model, &links[at], links.get(at + 1)))
        .collect();
    if cycle {
        let actors: Vec<String> = links.iter().map(|link| label(model, link.actor)).collect();
        sentences.push(message!("explain-cycle", actors: actors));
    }
    sentences
}

fn explain_link(model: &Model, link: &Link, next: Option<&Link>) -> Message {
    let who = label(model, link.actor);
    let since = model.time_ns(link.since);
    match link.state {
        Doing::Running => message!("explain-running", who: who, since: since),
        Doing::Ready => message!("explain-ready", who: who, since: since),
        Doing::Sleeping => match link.until {
            Some(until) => {
                message!("explain-sleeps-until", who: who, since: since, until: model.time_ns(until))
            }
            None => message!("explain-sleeps", who: who, since: since),
        },
        Doing::Zombie => message!("explain-zombie", who: who, since: since),
        Doing::Finished => message!("explain-finished", who: who, since: since),
        Doing::WaitsSignal => {
            message!("explain-signal", who: who, object: object(model, link), since: since)
        }
        Doing::WaitsLock | Doing::WaitsQueue | Doing::WaitsActor | Doing::Stuck => {
            explain_wait(model, link, next, who, since)
        }
    }
}

/// A wait, told by the event that began it: a stuck lane waits for something, too.
fn explain_wait(model: &Model, link: &Link, next: Option<&Link>, who: String, since: u64) -> Message {
    let kind = link
        .since
        .row()
        .and_then(|row| model.events.kind.get(row as usize))
        .copied();
    let object = object(model, link);
    let other = link.other.map(|other| label(model, other));
    match (kind.unwrap_or(Kind(0)), other) {
        (Kind::LOCK_WAIT | Kind::LOCK_WAIT_TIMED, Some(holder)) => {
            let held = next
                .and_then(|next| next.holds_since)
                .map_or(since, |at| model.time_ns(at));
            message!("explain-lock-held", who: who, lock: object, since: since, holder: holder, held: held)
        }
        (Kind::LOCK_WAIT | Kind::LOCK_WAIT_TIMED, None) => {
            message!("explain-lock", who: who, lock: object, since: since)
        }
        (Kind::PUT_WAIT | Kind::PUT_WAIT_TIMED, _) => {
            message!("explain-put", who: who, queue: object, since: since)
        }
        (Kind::GET_WAIT | Kind::GET_WAIT_TIMED, _) => {
            message!("explain-get", who: who, queue: object, since: since)
        }
        (Kind::TASK_WAIT, _) => message!("explain-task-wait", who: who, pool: object, since: since),
        (Kind::RESULT_WAIT | Kind::RESULT_WAIT_TIMED, Some(whom)) => {
            message!("explain-result-runs", who: who, task: object, since: since, whom: whom)
        }
        (Kind::RESULT_WAIT | Kind::RESULT_WAIT_TIMED, None) => {
            message!("explain-result", who: who, task: object, since: since)
        }
        (_, Some(whom)) => message!("explain-join", who: who, whom: whom, since: since),
        (_, None) => message!("explain-stuck", who: who, since: since),
    }
}

/// What a finding says: a row of `model.findings`; nothing for a row that is not there. The first
/// sentence is the headline, the others go into detail.
pub fn describe_finding(model: &Model, finding: u32) -> Vec<Message> {
    let Some(finding) = model.findings.get(finding as usize) else {
        return Vec::new();
    };
    let actor = finding.actors.first().copied();
    let who = actor.map_or_else(|| "?".to_owned(), |actor| label(model, actor));
    let object = finding
        .objects
        .first()
        .map(|&object| model.object_name(object).to_owned());
    let name = || object.clone().unwrap_or_else(|| "?".to_owned());
    let since = model.time_ns(finding.since);
    let time = model.time_ns(finding.at);
    match finding.kind {
        FindingKind::Deadlock => describe_deadlock(model, finding, since),
        FindingKind::SelfDeadlock => {
            vec![message!("finding-self-deadlock", who: who, lock: name(), since: since)]
        }
        FindingKind::WaitsForEver => vec![match object {
            Some(object) => message!("finding-waits-for-ever", who: who, object: object, since: since),
            None => message!("finding-waits-for-ever-bare", who: who, since: since),
        }],
        FindingKind::LostUpdate => {
            let whom = finding
                .actors
                .get(1)
                .map_or_else(|| "?".to_owned(), |&actor| label(model, actor));
            vec![message!(
                "finding-lost-update", who: who, whom: whom, cell: name(), since: since, time: time
            )]
        }
        FindingKind::DaemonCutOff => vec![message!("finding-daemon-cut-off", who: who, time: time)],
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
            let lock = model.object_name(object);
            message!("finding-deadlock-link", who: who.as_str(), lock: lock, holder: holder.as_str())
        });
    let mut sentences: Vec<Message> = links.collect();
    sentences.insert(0, message!("finding-deadlock", actors: actors, since: since));
    sentences
}

/// The id of the message that says how certain a finding is.
pub const fn certainty_message(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Happened => "certainty-happened",
        Certainty::Possible => "certainty-possible",
        Certainty::Suspicious => "certainty-suspicious",
    }
}

fn label(model: &Model, actor: ActorId) -> String {
    actor_label(model, actor).into_owned()
}

fn object(model: &Model, link: &Link) -> String {
    link.object
        .map_or("?", |object| model.object_name(object))
        .to_owned()
}
