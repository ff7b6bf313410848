//! Whom and what the supervisor alone saw: processes and threads that did not record, and what all threads
//! did that nobody recorded.

use std::collections::{BTreeMap, HashMap, HashSet};

use laneway_trace::{ActorId, ActorKind, Event, EventKind, Events, Value};

use super::tables::Tables;
use super::time::Time;
use crate::session::{ActorDefinition, Definition};
use crate::supervise::{Observed, State};

/// Where the ids of those begin who did not record. A session gives ids from 1.
const OTHERS: u32 = 1 << 31;

/// True for the id of somebody who did not record.
pub(super) fn is_only_seen(id: u32) -> bool {
    id >= OTHERS
}

/// The session's ids of whom the supervisor saw.
#[derive(Default)]
pub(super) struct Ids {
    by_seen: HashMap<u32, u32>,
}

impl Ids {
    /// Adds definitions of those who did not record, and the parents that only the supervisor saw. Returns
    /// the pids and tids of the former, too.
    pub fn define(
        facts: &[Observed],
        actors: &mut Vec<ActorDefinition>,
        later: &[Definition],
    ) -> (Self, HashMap<u32, [u32; 2]>) {
        let mut ids = Self::default();
        for fact in facts {
            if let Observed::Is { id, actor } = *fact {
                ids.by_seen.insert(id, actor);
            }
        }
        ids.find_threads(facts, actors, later);
        let mut parents = HashMap::new();
        let mut seen: BTreeMap<u32, ActorDefinition> = BTreeMap::new();
        let mut numbers: HashMap<u32, [u32; 2]> = HashMap::new();
        let mut pids = HashMap::new();
        let mut names = Names::of(actors);
        let defined: HashSet<u32> = actors.iter().map(|actor| actor.id).collect();
        for fact in facts {
            match fact {
                Observed::Process {
                    id,
                    parent,
                    pid,
                    name,
                } => {
                    pids.insert(*id, *pid);
                    let parent = parent.map(|parent| ids.of(parent));
                    let id = ids.of(*id);
                    if is_only_seen(id) {
                        // What is told later replaces what was told before.
                        seen.insert(id, actor(id, ActorKind::Process, name.clone(), parent));
                        numbers.insert(id, [*pid, *pid]);
                    } else {
                        parents.insert(id, parent);
                    }
                }
                Observed::Thread {
                    id,
                    process,
                    tid,
                    name,
                } if is_only_seen(ids.of(*id)) => {
                    let (id, pid) = (ids.of(*id), pids.get(process).copied().unwrap_or(0));
                    let process = ids.of(*process);
                    // Its process claims to be an actor that nobody defined.
                    if !is_only_seen(process) && !defined.contains(&process) {
                        continue;
                    }
                    let name = names.take(process, name);
                    seen.insert(id, actor(id, ActorKind::Thread, name, Some(process)));
                    numbers.insert(id, [pid, *tid]);
                }
                _ => {}
            }
        }
        for actor in actors.iter_mut() {
            let parent = parents.get(&actor.id).copied().flatten();
            actor.parent = actor.parent.or(parent);
        }
        actors.extend(seen.into_values());
        (ids, numbers)
    }

    /// The session's id of whom the facts call so. Those that have none get one from its upper half.
    pub fn of(&self, seen: u32) -> u32 {
        self.by_seen.get(&seen).copied().unwrap_or(OTHERS + seen)
    }

    /// A thread that was seen before it said who it is, and ended before it was looked at again, is known by
    /// its tid.
    fn find_threads(&mut self, facts: &[Observed], actors: &[ActorDefinition], later: &[Definition]) {
        let found: HashSet<u32> = self.by_seen.values().copied().collect();
        let process_of: HashMap<u32, Option<u32>> =
            actors.iter().map(|actor| (actor.id, actor.parent)).collect();
        let mut by_tid = HashMap::new();
        for definition in later {
            if let Definition::Thread(thread) = definition {
                if !found.contains(&thread.actor) {
                    by_tid.insert(thread.tid, thread.actor);
                }
            }
        }
        for fact in facts {
            let Observed::Thread { id, process, tid, .. } = fact else {
                continue;
            };
            let process = self.by_seen.get(process).copied();
            let actor = by_tid.get(tid).copied().filter(|actor| {
                process.is_some() && process_of.get(actor).copied().flatten() == process
            });
            if let (false, Some(actor)) = (self.by_seen.contains_key(id), actor) {
                self.by_seen.insert(*id, actor);
            }
        }
    }
}

fn actor(id: u32, kind: ActorKind, name: String, parent: Option<u32>) -> ActorDefinition {
    ActorDefinition {
        id,
        kind,
        name,
        parent,
        daemon: false,
        start_method: None,
    }
}

/// The names of threads: one process has none twice.
struct Names {
    taken: HashSet<(u32, String)>,
}

impl Names {
    fn of(actors: &[ActorDefinition]) -> Self {
        let names = actors
            .iter()
            .filter_map(|actor| Some((actor.parent?, actor.name.clone())));
        Self {
            taken: names.collect(),
        }
    }

    /// The name, or with a number after it if another thread of the process has it.
    fn take(&mut self, process: u32, name: &str) -> String {
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        let free = names.find(|name| self.taken.insert((process, name.clone())));
        free.unwrap_or_else(|| name.to_owned())
    }
}

/// Adds what threads were seen to do to what they recorded, where it belongs by time. What was seen of a
/// thread between its start and its first own event is left out: that it starts is recorded.
pub(super) fn add_states(
    streams: &mut Vec<Events>,
    tables: &Tables,
    facts: &[Observed],
    ids: &Ids,
    time: &Time,
) {
    let mut seen: HashMap<ActorId, Vec<Event>> = HashMap::new();
    for fact in facts {
        if let Observed::State { id, ticks, state } = *fact {
            let Some(actor) = tables.defined_actor(ids.of(id)) else {
                continue;
            };
            let event = event(actor, time.ns(ticks), state);
            seen.entry(actor).or_default().push(event);
        }
    }
    if seen.is_empty() {
        return;
    }
    let started = started(streams);
    for own in streams.iter_mut() {
        let Some(actor) = own.actor.first().copied().and_then(ActorId::new) else {
            continue;
        };
        if let Some(mut states) = seen.remove(&actor) {
            let first_ns = own.time_ns.first().copied().unwrap_or(0);
            let is_main = tables.actors[actor.index()].pid == tables.actors[actor.index()].tid;
            if is_main || started.contains(&actor) {
                states.retain(|state| state.time_ns >= first_ns);
            }
            *own = merged(own, &states);
        }
    }
    let mut others: Vec<_> = seen.into_iter().collect();
    others.sort_unstable_by_key(|(actor, _)| *actor);
    streams.extend(
        others
            .iter()
            .map(|(_, states)| merged(&Events::default(), states)),
    );
}

fn event(actor: ActorId, time_ns: u64, state: State) -> Event {
    Event {
        time_ns,
        actor,
        kind: match state {
            State::Asleep => EventKind::SEEN_ASLEEP,
            State::Ready => EventKind::SEEN_READY,
            State::Running => EventKind::SEEN_RUNNING,
            State::Gone => EventKind::SEEN_END,
        },
        object: None,
        sequence: 0,
        value: Value::None,
        location: None,
    }
}

/// Whom somebody recorded to have started.
fn started(streams: &[Events]) -> HashSet<ActorId> {
    streams
        .iter()
        .flat_map(Events::iter)
        .filter(|event| event.kind == EventKind::START)
        .filter_map(|event| event.value.actor())
        .collect()
}

/// A thread's events with what was seen of it: what was seen comes after what it recorded until then.
fn merged(own: &Events, seen: &[Event]) -> Events {
    let mut all = Events::default();
    let mut seen = seen.iter().peekable();
    for event in own.iter() {
        while let Some(state) = seen.next_if(|state| state.time_ns < event.time_ns) {
            all.push(*state);
        }
        all.push(event);
    }
    seen.for_each(|state| all.push(*state));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::ThreadDefinition;

    fn names(actors: &[ActorDefinition]) -> Vec<(u32, &str, Option<u32>)> {
        let row = |actor: &ActorDefinition| (actor.id, actor.parent);
        let rows = actors.iter().map(row).zip(actors);
        rows.map(|((id, parent), actor)| (id, actor.name.as_str(), parent))
            .collect()
    }

    fn process(id: u32, parent: Option<u32>, name: &str) -> Observed {
        Observed::Process {
            id,
            parent,
            pid: 100 + id,
            name: name.into(),
        }
    }

    fn thread(id: u32, process: u32, name: &str) -> Observed {
        Observed::Thread {
            id,
            process,
            tid: 100 + id,
            name: name.into(),
        }
    }

    #[test]
    fn who_did_not_record_is_defined_and_who_did_finds_its_parent() {
        let mut actors = vec![
            actor(1, ActorKind::Process, "main".into(), None),
            actor(2, ActorKind::Thread, "main".into(), Some(1)),
            actor(3, ActorKind::Thread, "worker".into(), Some(1)),
        ];
        let later = [Definition::Thread(ThreadDefinition { actor: 3, tid: 107 })];
        let facts = [
            process(1, None, "fork"),
            thread(2, 1, "main"),
            process(1, None, "sh -c prog"),
            process(3, Some(1), "prog"),
            Observed::Is { id: 3, actor: 1 },
            thread(4, 3, "main"),
            Observed::Is { id: 4, actor: 2 },
            thread(5, 3, "worker"),
            thread(6, 3, "worker"),
            thread(7, 3, "worker"),
        ];
        let (ids, numbers) = Ids::define(&facts, &mut actors, &later);
        assert_eq!(
            names(&actors),
            [
                (1, "main", Some(OTHERS + 1)),
                (2, "main", Some(1)),
                (3, "worker", Some(1)),
                (OTHERS + 1, "sh -c prog", None),
                (OTHERS + 2, "main", Some(OTHERS + 1)),
                (OTHERS + 5, "worker-2", Some(1)),
                (OTHERS + 6, "worker-3", Some(1)),
            ]
        );
        assert_eq!(numbers[&(OTHERS + 2)], [101, 102]);
        assert_eq!(numbers[&(OTHERS + 5)], [103, 105]);
        assert_eq!([3, 4, 7, 5].map(|id| ids.of(id)), [1, 2, 3, OTHERS + 5]);
    }

    #[test]
    fn what_was_seen_stands_between_what_was_recorded() {
        let actor = ActorId::new(2).expect("an actor");
        let at = |time_ns, state| event(actor, time_ns, state);
        let mut own = Events::default();
        for time_ns in [10, 20, 30] {
            own.push(Event {
                kind: EventKind::NOTE,
                ..at(time_ns, State::Asleep)
            });
        }
        let seen = [at(5, State::Running), at(20, State::Asleep), at(40, State::Gone)];
        let all = merged(&own, &seen);
        let kinds: Vec<(u64, EventKind)> = all.iter().map(|event| (event.time_ns, event.kind)).collect();
        assert_eq!(
            kinds,
            [
                (5, EventKind::SEEN_RUNNING),
                (10, EventKind::NOTE),
                (20, EventKind::NOTE),
                (20, EventKind::SEEN_ASLEEP),
                (30, EventKind::NOTE),
                (40, EventKind::SEEN_END),
            ]
        );
    }
}
