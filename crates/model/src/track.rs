//! The one pass over the events: what every actor and object does, row by row.
//!
//! Each event costs a few look-ups in small tables (its actor, its object) and what it appends to a
//! column: O(1) on average. Events of actors and objects that the header does not know are passed over;
//! events that contradict each other are taken in a way that is the same every time, and told by
//! [`check`](crate::check).

pub(crate) mod actors;
pub(crate) mod cells;
mod lives;
pub(crate) mod locks;
pub(crate) mod pools;
pub(crate) mod queues;

use laneway_trace::{EventKind, Events, Header, Object, ObjectId, Value};

use crate::index::NONE;
use crate::roster::Roster;
use crate::{EdgeKind, State};
use actors::{ActorTrack, Doing, PhaseStream, ProcessTrack};
use cells::{CellTrack, Cells};
use locks::{HoldTrack, LockTrack};
use pools::{FutureTrack, Pools, RunTrack};
use queues::QueueTrack;

/// Everything that is known of a run so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tracks {
    pub(crate) roster: Roster,
    pub(crate) actors: Vec<ActorTrack>,
    pub(crate) processes: Vec<ProcessTrack>,
    pub(crate) phases: PhaseStream,
    pub(crate) objects: Vec<ObjectTrack>,
    pub(crate) locks: Vec<LockTrack>,
    pub(crate) holds: Vec<HoldTrack>,
    pub(crate) queues: Vec<QueueTrack>,
    pub(crate) cells: Cells,
    pub(crate) pools: Pools,
    /// Causes: the kind, the row it leads from, the row it leads to.
    pub(crate) links: Vec<(EdgeKind, u32, u32)>,
    pub(crate) console: Vec<u32>,
    pub(crate) interesting: Vec<u32>,
}

/// What is known of an object so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ObjectTrack {
    /// The number of events on it.
    pub(crate) rows: u32,
    /// True once somebody has waited on it.
    awaited: bool,
    /// Its pool or other parent, as a number from 1; 0 for none.
    parent: u32,
    /// What it has turned out to be, by the first event that says so.
    pub(crate) role: Role,
}

/// What an object is, and where it stands among those that are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// Nothing has told yet.
    #[default]
    Unknown,
    /// A row of [`Tracks::locks`].
    Lock(u32),
    /// A row of [`Tracks::queues`].
    Queue(u32),
    /// A row of [`Cells::cells`].
    Cell(u32),
    /// A row of [`Pools::pools`].
    Pool(u32),
    /// A row of [`Pools::futures`].
    Future(u32),
}

/// An event, looked up.
#[derive(Clone, Copy)]
struct Row {
    row: u32,
    kind: EventKind,
    /// The actor whose lane it stands in.
    lane: u32,
    /// The object as a number from 1, if the header knows it; 0 for none.
    object: u32,
    value: Value,
    /// What the actor did until now.
    before: Doing,
}

impl Row {
    /// Since which row the actor has waited on the object of this event, if it has.
    fn waited(&self, state: State) -> Option<u32> {
        let waited = self.before.state == state && self.before.object == self.object;
        waited.then_some(self.before.since)
    }

    fn number(&self) -> Option<u32> {
        self.value.int().and_then(|number| u32::try_from(number).ok())
    }
}

impl Tracks {
    pub(crate) fn new(header: &Header) -> Self {
        let known = |parent: &ObjectId| parent.index() < header.objects.len();
        let object = |object: &Object| ObjectTrack {
            parent: object.parent.filter(known).map_or(0, ObjectId::number),
            ..ObjectTrack::default()
        };
        Self {
            roster: Roster::new(header),
            actors: vec![ActorTrack::default(); header.actors.len()],
            processes: vec![ProcessTrack::default(); header.actors.len()],
            objects: header.objects.iter().map(object).collect(),
            ..Self::default()
        }
    }

    /// Takes the event in this row.
    pub(crate) fn event(&mut self, events: &Events, row: u32) {
        let at = row as usize;
        let actor = (events.actor[at] as usize).wrapping_sub(1);
        let mut object = events.object[at];
        match self.objects.get_mut((object as usize).wrapping_sub(1)) {
            Some(track) => track.rows += 1,
            None => object = 0,
        }
        let Some(&lane) = self.roster.lane.get(actor) else {
            return;
        };
        let kind = events.kind[at];
        let event = Row {
            row,
            kind,
            lane,
            object,
            value: Value::from_bits(events.value_tag[at], events.value[at]),
            before: self.actors[lane as usize].now,
        };
        let track = &mut self.actors[lane as usize];
        track.rows += 1;
        track.seen_row = track.seen_row.min(row);
        if self.roster.is_process(actor) && matches!(kind, EventKind::EXIT | EventKind::ADOPT) {
            self.process_event(actor, &event);
            return;
        }
        let begun = self.begin_lane(&event);
        let cause = self.effect(&event, events).or(begun);
        if let Some((kind, from)) = cause {
            self.links.push((kind, from, row));
        }
        let first_wait = self.move_lane(&event);
        if first_wait || worth_a_stop(kind) || (cause.is_some() && is_wait(event.before.state)) {
            self.interesting.push(row);
        }
    }

    /// What the event does to objects and other actors; the answer is its cause, if it has one.
    fn effect(&mut self, event: &Row, events: &Events) -> Option<(EdgeKind, u32)> {
        match event.kind {
            EventKind::START => {
                let lane = self.target_lane(event)?;
                let started = &mut self.actors[lane as usize].started_row;
                *started = (*started).min(event.row);
                None
            }
            EventKind::REAP => {
                self.reap(event);
                None
            }
            EventKind::JOIN => self.join(event),
            EventKind::LOCK_ACQUIRE | EventKind::LOCK_RELEASE => self.lock_event(event),
            EventKind::PUT | EventKind::GET => self.queue_event(event, &events.sequence),
            EventKind::READ | EventKind::WRITE => {
                self.cell_event(event);
                None
            }
            EventKind::PRINT => {
                self.console.push(event.row);
                None
            }
            _ => self.pool_event(event),
        }
    }

    /// The lane of the actor that the event is about.
    fn target_lane(&self, event: &Row) -> Option<u32> {
        self.roster.lane.get(event.value.actor()?.index()).copied()
    }

    /// What the object of an event is, if that is known; else what this event makes of it.
    fn role(&mut self, object: u32, make: impl FnOnce(&mut Self) -> Role) -> Role {
        let Some(index) = (object as usize).checked_sub(1) else {
            return Role::Unknown;
        };
        if self.objects[index].role == Role::Unknown {
            self.objects[index].role = make(self);
        }
        self.objects[index].role
    }

    fn lock_event(&mut self, event: &Row) -> Option<(EdgeKind, u32)> {
        let role = self.role(event.object, |tracks| {
            tracks.locks.push(LockTrack::new(event.object - 1));
            Role::Lock(tracks.locks.len() as u32 - 1)
        });
        let Role::Lock(lock) = role else { return None };
        let happened = (event.row, event.lane, event.kind);
        let waited = event.waited(State::WaitsLock);
        self.locks[lock as usize]
            .event(&mut self.holds, happened, event.number(), waited)
            .map(|from| (EdgeKind::Lock, from))
    }

    fn queue_event(&mut self, event: &Row, sequences: &[u32]) -> Option<(EdgeKind, u32)> {
        let role = self.role(event.object, |tracks| {
            tracks.queues.push(QueueTrack::new());
            Role::Queue(tracks.queues.len() as u32 - 1)
        });
        let Role::Queue(queue) = role else { return None };
        let queue = &mut self.queues[queue as usize];
        if event.kind == EventKind::PUT {
            let room = queue.gets.last().copied();
            queue.put(event.row);
            let since = event.waited(State::WaitsQueue)?;
            return room.filter(|&row| row > since).map(|row| (EdgeKind::Room, row));
        }
        let place = match event.number().unwrap_or(0) {
            0 => queue.head(),
            sequence => queue.find(sequence, sequences),
        }?;
        Some((EdgeKind::Item, queue.take(place, event.row)))
    }

    fn cell_event(&mut self, event: &Row) {
        let role = self.role(event.object, |tracks| {
            tracks.cells.cells.push(CellTrack {
                object: event.object - 1,
                ..CellTrack::default()
            });
            Role::Cell(tracks.cells.cells.len() as u32 - 1)
        });
        let Role::Cell(cell) = role else { return };
        let last_slot = &mut self.actors[event.lane as usize].cell_slot;
        match event.kind {
            EventKind::READ => self.cells.read(cell, event.lane, event.row, last_slot),
            _ => self.cells.write(cell, event.lane, event.row, last_slot),
        }
    }

    fn pool_event(&mut self, event: &Row) -> Option<(EdgeKind, u32)> {
        match event.kind {
            EventKind::TASK_WAIT | EventKind::SHUTDOWN => {
                let pool = self.pool(event.object)?;
                if event.kind == EventKind::TASK_WAIT {
                    self.show_worker(pool, event);
                } else {
                    let shut_down = &mut self.pools.pools[pool as usize].shutdown_row;
                    *shut_down = (*shut_down).min(event.row);
                }
                None
            }
            EventKind::SUBMIT | EventKind::TASK_BEGIN | EventKind::TASK_END | EventKind::RESULT => {
                let role = self.role(event.object, |tracks| {
                    tracks.pools.futures.push(FutureTrack::new());
                    Role::Future(tracks.pools.futures.len() as u32 - 1)
                });
                let Role::Future(future) = role else { return None };
                self.future_event(future, event)
            }
            _ => None,
        }
    }

    fn future_event(&mut self, future: u32, event: &Row) -> Option<(EdgeKind, u32)> {
        let parent = self.objects[event.object as usize - 1].parent;
        match event.kind {
            EventKind::SUBMIT => {
                let pool = self.pool(parent).unwrap_or(NONE);
                self.pools.submit(future, pool, event.row);
                None
            }
            EventKind::TASK_BEGIN => {
                if let Some(pool) = self.pool(parent) {
                    self.show_worker(pool, event);
                }
                let run = RunTrack {
                    future: event.object,
                    pool: parent,
                    actor: event.lane,
                    start_row: event.row,
                    end_row: NONE,
                };
                self.pools.begin(future, run).map(|row| (EdgeKind::Task, row))
            }
            EventKind::TASK_END => {
                self.pools.end(future, event.lane, event.row);
                None
            }
            _ => {
                let end = self.pools.futures[future as usize].end_row;
                (end != NONE).then_some((EdgeKind::Result, end))
            }
        }
    }

    /// The pool with this object number.
    fn pool(&mut self, object: u32) -> Option<u32> {
        if object as usize > self.objects.len() {
            return None;
        }
        match self.role(object, |tracks| Role::Pool(tracks.pools.add_pool())) {
            Role::Pool(pool) => Some(pool),
            _ => None,
        }
    }

    fn show_worker(&mut self, pool: u32, event: &Row) {
        let last_pool = &mut self.actors[event.lane as usize].pool;
        self.pools.worker(pool, event.lane, event.row, last_pool);
    }
}

/// True for the states in which an actor waits for something or somebody.
pub(crate) fn is_wait(state: State) -> bool {
    matches!(
        state,
        State::WaitsLock | State::WaitsQueue | State::WaitsActor | State::WaitsSignal
    )
}

/// Kinds of event that are always worth a stop.
fn worth_a_stop(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::START
            | EventKind::END
            | EventKind::REAP
            | EventKind::CODE_END
            | EventKind::TERMINATE
            | EventKind::KILL
            | EventKind::JOIN_TIMEOUT
            | EventKind::LOCK_REFUSE
            | EventKind::LOCK_TIMEOUT
            | EventKind::PUT_REFUSE
            | EventKind::PUT_TIMEOUT
            | EventKind::GET_REFUSE
            | EventKind::GET_TIMEOUT
            | EventKind::RESULT_TIMEOUT
            | EventKind::PRINT
            | EventKind::NOTE
    )
}
