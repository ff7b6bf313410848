//! What the supervisor saw, as events.

use std::collections::{HashMap, HashSet};

use laneway_trace::{ActorId, Event, EventKind, Events, Value};

use super::seen::Ids;
use super::tables::Tables;
use super::time::Time;
use crate::supervise::Observed;

/// The exits and adoptions of processes, and the reaps that no parent recorded: a stream for each process, with what
/// else was seen of it.
///
/// The supervisor sees an exit a little after it happened, and a parent may see it earlier: the exit then
/// stands where the parent saw it. One that the supervisor missed altogether, because the process was
/// gone before it could be looked at, is known from the parent that took its exit code.
pub(super) fn events(
    tables: &Tables,
    seen: &[Observed],
    ids: &Ids,
    time: &Time,
    streams: &[Events],
    sessions: Vec<Event>,
) -> Vec<Events> {
    let known_dead = known_dead(streams);
    let no_later = |actor, time_ns: u64| {
        known_dead
            .get(&actor)
            .map_or(time_ns, |&known| time_ns.min(known))
    };
    let reaped: HashMap<ActorId, i32> = tables.reaped().collect();
    let mut events = Vec::new();
    let mut exited = HashSet::new();
    for fact in seen {
        match *fact {
            Observed::Exit { id, ticks, exit_code } => {
                let Some(actor) = tables.defined_actor(ids.of(id)) else {
                    continue;
                };
                exited.insert(actor);
                let code = exit_code.or_else(|| reaped.get(&actor).copied());
                events.push(exit(actor, no_later(actor, time.ns(ticks)), code));
            }
            Observed::Adopt { id, ticks, by } => {
                let Some(actor) = tables.defined_actor(ids.of(id)) else {
                    continue;
                };
                let value = Value::Int(i64::from(by));
                events.push(event(actor, EventKind::ADOPT, time.ns(ticks), value));
            }
            _ => {}
        }
    }
    for (&actor, &code) in &reaped {
        if let (false, Some(&time_ns)) = (exited.contains(&actor), known_dead.get(&actor)) {
            events.push(exit(actor, time_ns, Some(code)));
        }
    }
    add_reaps(&mut events, tables, seen, ids, time, streams);
    add_sessions(&mut events, sessions);
    // Who reaps and dies at the same time reaped first, and what was seen of it was so while it lived.
    let is_last = |event: &Event| matches!(event.kind, EventKind::EXIT | EventKind::ADOPT);
    events.sort_by_key(|event| (event.actor, event.time_ns, is_last(event)));
    let streams = events.chunk_by(|one, next| one.actor == next.actor);
    let stream = |events: &[Event]| {
        let mut columns = Events::default();
        events.iter().for_each(|event| columns.push(*event));
        columns
    };
    streams.map(stream).collect()
}

/// The reaps that the supervisor saw, of those that nobody recorded. It sees one up to a look later than it
/// happened, but not later than the parent's end.
fn add_reaps(
    events: &mut Vec<Event>,
    tables: &Tables,
    seen: &[Observed],
    ids: &Ids,
    time: &Time,
    streams: &[Events],
) {
    let recorded: HashSet<ActorId> = streams
        .iter()
        .flat_map(Events::iter)
        .filter(|event| matches!(event.kind, EventKind::REAP | EventKind::JOIN))
        .filter_map(|event| event.value.actor())
        .collect();
    let mut reaps: Vec<Event> = Vec::new();
    for fact in seen {
        let Observed::Reap { id, ticks, parent } = *fact else {
            continue;
        };
        let (child, parent) = (
            tables.defined_actor(ids.of(id)),
            tables.defined_actor(ids.of(parent)),
        );
        if let (Some(child), Some(parent)) = (child, parent) {
            if !recorded.contains(&child) {
                let value = Value::Actor(child);
                reaps.push(event(parent, EventKind::REAP, time.ns(ticks), value));
            }
        }
    }
    let mut exits: HashMap<ActorId, u64> = events
        .iter()
        .filter(|event| event.kind == EventKind::EXIT)
        .map(|event| (event.actor, event.time_ns))
        .collect();
    // The last first: those who reaped and were then reaped themselves come before those.
    for reap in reaps.iter_mut().rev() {
        if let Some(&parent_ns) = exits.get(&reap.actor) {
            reap.time_ns = reap.time_ns.min(parent_ns);
        }
        if let Some(exit_ns) = reap.value.actor().and_then(|child| exits.get_mut(&child)) {
            *exit_ns = reap.time_ns.min(*exit_ns);
        }
    }
    for event in events.iter_mut().filter(|event| event.kind == EventKind::EXIT) {
        if let Some(&time_ns) = exits.get(&event.actor) {
            event.time_ns = time_ns;
        }
    }
    events.append(&mut reaps);
}

/// What was seen of the sessions of processes: up to a look later than it was so, but not after their end.
fn add_sessions(events: &mut Vec<Event>, sessions: Vec<Event>) {
    let exits: HashMap<ActorId, u64> = events
        .iter()
        .filter(|event| event.kind == EventKind::EXIT)
        .map(|event| (event.actor, event.time_ns))
        .collect();
    events.extend(sessions.into_iter().map(|event| {
        Event {
            time_ns: exits
                .get(&event.actor)
                .map_or(event.time_ns, |&exit_ns| event.time_ns.min(exit_ns)),
            ..event
        }
    }));
}

/// When each actor was first known to be dead by another.
fn known_dead(streams: &[Events]) -> HashMap<ActorId, u64> {
    let mut known = HashMap::new();
    for event in streams.iter().flat_map(Events::iter) {
        let tells = matches!(
            event.kind,
            EventKind::REAP | EventKind::JOIN | EventKind::SAW_DEAD
        );
        if let (true, Some(dead)) = (tells, event.value.actor()) {
            let first = known.entry(dead).or_insert(event.time_ns);
            *first = event.time_ns.min(*first);
        }
    }
    known
}

/// True for the exit of a process whose exit code nobody knows.
pub(super) fn has_no_code(event: &Event) -> bool {
    event.kind == EventKind::EXIT && event.value == Value::None
}

fn exit(actor: ActorId, time_ns: u64, code: Option<i32>) -> Event {
    let value = code.map_or(Value::None, |code| Value::Int(i64::from(code)));
    event(actor, EventKind::EXIT, time_ns, value)
}

pub(super) fn event(actor: ActorId, kind: EventKind, time_ns: u64, value: Value) -> Event {
    Event {
        time_ns,
        actor,
        kind,
        object: None,
        sequence: 0,
        value,
        location: None,
    }
}
