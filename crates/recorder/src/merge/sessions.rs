//! The sessions and terminals that the supervisor saw, as events.

use laneway_trace::{Event, EventKind, Value};

use super::exits::event;
use super::seen::Ids;
use super::tables::Tables;
use super::time::Time;
use crate::supervise::Observed;

/// What was seen of processes in another session than the run, in the order in which it was seen.
pub(super) fn events(tables: &mut Tables, seen: &[Observed], ids: &Ids, time: &Time) -> Vec<Event> {
    let mut events = Vec::new();
    for fact in seen {
        let (id, ticks, kind, value) = match fact {
            Observed::Session { id, ticks, leader } => {
                (id, ticks, EventKind::NEW_SESSION, Value::Int(i64::from(*leader)))
            }
            Observed::Terminal {
                id,
                ticks,
                name: None,
            } => (id, ticks, EventKind::NO_TERMINAL, Value::None),
            Observed::Terminal {
                id,
                ticks,
                name: Some(name),
            } => {
                let name = tables.intern(name.clone()).map_or(Value::None, Value::Text);
                (id, ticks, EventKind::TERMINAL, name)
            }
            _ => continue,
        };
        if let Some(actor) = tables.defined_actor(ids.of(*id)) {
            events.push(event(actor, kind, time.ns(*ticks), value));
        }
    }
    events
}
