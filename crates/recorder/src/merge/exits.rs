//! What the supervisor saw, as events.

use std::collections::{HashMap, HashSet};

use laneway_trace::{ActorId, Event, EventKind, Events, Value};

use super::tables::Tables;
use super::time::Time;
use crate::supervise::Observed;

/// The exits and adoptions of processes, by time.
///
/// The supervisor sees an exit a little after it happened, and a parent may see it earlier: the exit then
/// stands where the parent saw it. One that the supervisor missed altogether, because the process was
/// gone before it could be looked at, is known from the parent that took its exit code.
pub(super) fn events(tables: &mut Tables, seen: &[Observed], time: &Time, streams: &[Events]) -> Events {
    let known_dead = known_dead(streams);
    let no_later = |actor, time_ns: u64| {
        known_dead
            .get(&actor)
            .map_or(time_ns, |&known| time_ns.min(known))
    };
    let reaped: HashMap<ActorId, i32> = tables.reaped().collect();
    let mut events = Vec::new();
    let mut exited = HashSet::new();
    let mut first_program_exit = None;
    for fact in seen {
        match *fact {
            Observed::Exit {
                actor,
                ticks,
                exit_code,
            } => {
                let Some(actor) = tables.actor(actor) else {
                    continue;
                };
                exited.insert(actor);
                let code = exit_code.or_else(|| reaped.get(&actor).copied());
                events.push(exit(actor, no_later(actor, time.ns(ticks)), code));
            }
            Observed::Adopt { actor, ticks, by } => {
                let Some(actor) = tables.actor(actor) else {
                    continue;
                };
                let value = Value::Int(i64::from(by));
                events.push(event(actor, EventKind::ADOPT, time.ns(ticks), value));
            }
            Observed::ProgramExit { ticks, exit_code } => {
                first_program_exit = Some((time.ns(ticks), exit_code));
            }
            _ => {}
        }
    }
    for (&actor, &code) in &reaped {
        if let (false, Some(&time_ns)) = (exited.contains(&actor), known_dead.get(&actor)) {
            events.push(exit(actor, time_ns, Some(code)));
        }
    }
    // A program that did not record is the first actor, and no line of the session speaks of it.
    if let (true, Some((time_ns, code)), Some(first)) = (
        streams.is_empty() && events.is_empty(),
        first_program_exit,
        ActorId::new(1),
    ) {
        events.push(exit(first, time_ns, Some(code)));
    }
    events.sort_by_key(|event| (event.time_ns, event.actor));
    let mut columns = Events::default();
    for event in events {
        columns.push(event);
    }
    columns
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

fn exit(actor: ActorId, time_ns: u64, code: Option<i32>) -> Event {
    let value = code.map_or(Value::None, |code| Value::Int(i64::from(code)));
    event(actor, EventKind::EXIT, time_ns, value)
}

fn event(actor: ActorId, kind: EventKind, time_ns: u64, value: Value) -> Event {
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
