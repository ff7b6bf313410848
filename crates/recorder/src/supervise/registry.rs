//! The threads that said who they are, and what each of them recorded last.

use std::collections::HashMap;

use laneway_trace::{Awaits, Effect};

use crate::session::{Folder, NewestEvent, RawEvent};

/// All of them that live, by tid. Tids are given again, so that the newest thread with it counts.
pub(super) struct Registry {
    folder: Folder,
    threads: HashMap<u32, NewestEvent>,
    /// What actors are called, and whose they are.
    actors: HashMap<u32, Actor>,
}

struct Actor {
    name: String,
    parent: Option<u32>,
}

/// How far a thread has come in what it records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Recorded {
    /// Grows with each event.
    pub events: u64,
    /// What it does by its last event.
    pub does: Does,
}

/// What a thread does, as far as it recorded that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// It runs.
    Runs,
    /// It waits; `limited` if that ends whatever the others do: by time, or from outside of the run.
    Waits { limited: bool },
    /// Nothing any more: it recorded its end.
    Ended,
    /// Nobody knows: nothing was recorded yet, or not all of it was kept.
    Unknown,
}

impl Registry {
    pub fn new(folder: Folder) -> Self {
        Self {
            folder,
            threads: HashMap::new(),
            actors: HashMap::new(),
        }
    }

    /// There is an actor with this name; a thread has its process as its parent.
    pub fn define(&mut self, actor: u32, name: String, parent: Option<u32>) {
        self.actors.insert(actor, Actor { name, parent });
    }

    /// What it is called.
    pub fn name_of(&self, actor: u32) -> Option<&str> {
        self.actors.get(&actor).map(|actor| actor.name.as_str())
    }

    /// Whose it is.
    pub fn parent_of(&self, actor: u32) -> Option<u32> {
        self.actors.get(&actor)?.parent
    }

    /// The thread with this tid records as this actor.
    pub fn add(&mut self, tid: u32, actor: u32) {
        self.threads.insert(tid, NewestEvent::of(actor));
    }

    /// The thread with this tid records no more as this actor.
    pub fn forget(&mut self, tid: u32, actor: u32) {
        if self.actor_of(tid) == Some(actor) {
            self.threads.remove(&tid);
        }
        self.actors.remove(&actor);
    }

    /// The actor of the thread with this tid.
    pub fn actor_of(&self, tid: u32) -> Option<u32> {
        self.threads.get(&tid).map(NewestEvent::actor)
    }

    /// How far the thread with this tid has come; `None` if it never said who it is. Its files are kept open
    /// or not.
    pub fn recorded(&mut self, tid: u32, keep: bool) -> Option<Recorded> {
        let newest = self.threads.get_mut(&tid)?;
        let event = newest.ask(&self.folder);
        if !keep {
            newest.close();
        }
        Some(match event {
            Some((events, last)) => Recorded {
                events,
                does: does(&last),
            },
            None => Recorded {
                events: 0,
                does: Does::Unknown,
            },
        })
    }
}

/// What a thread does whose last event is this one.
fn does(last: &RawEvent) -> Does {
    let Some(known) = last.kind.known() else {
        return Does::Unknown;
    };
    let facts = &known.facts;
    match (facts.begins(), facts.effect) {
        // What comes from an object of the run comes from whoever runs in it.
        (Some(Awaits::Io), _) => Does::Waits {
            limited: facts.limited || last.object == 0,
        },
        (Some(awaits), _) => Does::Waits {
            limited: facts.limited || awaits == Awaits::Time,
        },
        (None, Effect::End) => Does::Ended,
        (None, Effect::Lost | Effect::Unknown) => Does::Unknown,
        (None, _) => Does::Runs,
    }
}

#[cfg(test)]
mod tests {
    use laneway_trace::EventKind;

    use super::*;

    #[test]
    fn input_ends_a_wait_from_outside_unless_it_is_that_of_an_object_of_the_run() {
        let check = |kind, object, limited| {
            let event = RawEvent {
                time_ticks: 1,
                value: 0,
                object,
                sequence: 0,
                location: 0,
                kind,
                tag: 0,
                unused: 0,
            };
            assert_eq!(does(&event), Does::Waits { limited }, "{kind:?} {object}");
        };
        check(EventKind::IO_WAIT, 0, true);
        check(EventKind::IO_WAIT, 7, false);
        check(EventKind::SLEEP, 0, true);
        check(EventKind::RESULT_WAIT, 7, false);
        check(EventKind::RESULT_WAIT_TIMED, 7, true);
    }
}
