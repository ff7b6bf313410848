//! The one pass over the events: what every actor and object does, row by row.
//!
//! Each event costs a few look-ups in small tables (its kind, its actor, its object), a step of the
//! object's state, and what it appends to a column: O(1) on average. Events of actors and objects that the
//! header does not know are passed over; events that contradict each other are taken in a way that is the
//! same every time, and told by [`check`](crate::check).

pub(crate) mod actors;
mod lives;
mod objects;
mod seen;

use std::collections::{BTreeMap, VecDeque};

use laneway_trace::{
    Actor, ActorId, Effect, EventFacts, EventKind, EventTable, Events, Mechanism, Object, ObjectFacts,
    ObjectId, Part, Value, Vocabulary,
};

use crate::EdgeKind;
use crate::history::History;
use crate::index::NONE;
use crate::roster::Roster;
use crate::sessions::Sessions;
use actors::{ActorTrack, PhaseTrack, ProcessTrack};
pub(crate) use objects::{CellTrack, HoldTrack, RunTrack};

/// Everything that is known of a run so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tracks {
    pub(crate) roster: Roster,
    /// What each kind of event does, and by how many rows of the trace's vocabulary that is told.
    facts: EventTable,
    event_rows: usize,
    pub(crate) actors: Vec<ActorTrack>,
    pub(crate) processes: Vec<ProcessTrack>,
    /// Phases of all actors, in the order of their rows.
    pub(crate) phases: Vec<PhaseTrack>,
    pub(crate) objects: Vec<ObjectTrack>,
    pub(crate) holds: Vec<HoldTrack>,
    pub(crate) runs: Vec<RunTrack>,
    pub(crate) cells: Vec<CellTrack>,
    /// Causes: the kind, the row it leads from, the row it leads to.
    pub(crate) links: Vec<(EdgeKind, u32, u32)>,
    /// The rows from which links with a number lead.
    stated: BTreeMap<i64, u32>,
    pub(crate) spans: Vec<SpanTrack>,
    /// For each actor its open spans, as rows of `spans`.
    open_spans: BTreeMap<u32, Vec<u32>>,
    pub(crate) console: Vec<u32>,
    pub(crate) interesting: Vec<u32>,
    /// The rows in which a holder's panic has poisoned something.
    pub(crate) poisons: Vec<u32>,
    /// The sessions and terminals of processes.
    pub(crate) sessions: Sessions,
    /// The rows of what was only seen from outside.
    pub(crate) seen: Vec<u32>,
}

/// A named stretch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SpanTrack {
    pub(crate) actor: u32,
    pub(crate) start_row: u32,
    pub(crate) end_row: u32,
    pub(crate) depth: u32,
}

/// What is known of an object so far.
#[derive(Clone, Debug)]
pub(crate) struct ObjectTrack {
    /// How it behaves.
    pub(crate) facts: ObjectFacts,
    /// Its bound.
    capacity: Option<u64>,
    /// The number of events on it; for a pool those on its futures as well.
    pub(crate) rows: u32,
    /// True once somebody has waited on it.
    awaited: bool,
    /// The pool of a future, as a number from 1; 0 for none.
    pub(crate) pool: u32,
    /// What it has been like; none before its first event.
    pub(crate) history: Option<Box<History>>,
    /// Of a holding its open holds, as rows of [`Tracks::holds`], one for each holder in their order; of a
    /// future its run, as a row of [`Tracks::runs`].
    open: VecDeque<u32>,
    /// Of a register its row of [`Tracks::cells`], [`NONE`] before the first use.
    cell: u32,
    /// What has happened to it, for the figures.
    pub(crate) counts: Counts,
}

/// What has happened to an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Of a holding how often somebody new entered; of a store its puts.
    pub(crate) came: u32,
    /// Of a holding how often of these the actor had to wait; of a store its takes.
    pub(crate) waited_or_left: u32,
    /// Of a store the most items it held.
    pub(crate) most: u32,
}

/// An event, looked up.
#[derive(Clone, Copy)]
struct Row {
    row: u32,
    facts: EventFacts,
    /// The actor whose lane it stands in.
    lane: u32,
    /// The object as a number from 1, if the header knows it; 0 for none.
    object: u32,
    sequence: u32,
    value: Value,
    /// True if the actor has waited for something until now.
    was_waiting: bool,
    /// True if it was on the object of this event.
    waited: bool,
}

impl Tracks {
    /// Takes note of more actors and objects, and of what kinds mean. `actors` and `objects` are all of
    /// them, those that are known already included.
    pub(crate) fn define(&mut self, vocabulary: &Vocabulary, actors: &[Actor], objects: &[Object]) {
        if self.facts == EventTable::default() || vocabulary.events.len() > self.event_rows {
            self.facts = vocabulary.event_table();
            self.event_rows = vocabulary.events.len();
        }
        let tracks = &self.actors;
        let has_acted = |process: usize| tracks.get(process).is_some_and(ActorTrack::is_there);
        self.roster.extend(actors, has_acted);
        self.actors.resize(actors.len(), ActorTrack::default());
        self.processes.resize(actors.len(), ProcessTrack::default());
        let from = self.objects.len();
        self.objects
            .extend(objects[from..].iter().map(|object| ObjectTrack {
                facts: vocabulary.object(&object.kind),
                capacity: object.capacity,
                rows: 0,
                awaited: false,
                pool: 0,
                history: None,
                open: VecDeque::new(),
                cell: NONE,
                counts: Counts::default(),
            }));
        for (index, object) in objects.iter().enumerate().skip(from) {
            let is = |index: usize, part: Part| {
                let track = self.objects.get(index);
                track.is_some_and(|track| track.facts.mechanism == Mechanism::Tasks { part })
            };
            let pool = object.parent.filter(|pool| is(pool.index(), Part::Pool));
            if is(index, Part::Future) {
                self.objects[index].pool = pool.map_or(0, ObjectId::number);
            }
        }
    }

    /// Takes the rows of a block, the first of which is this one of the run. An event that a thread recorded
    /// while it had resumed a task is the task's from here on.
    pub(crate) fn events(&mut self, first_row: u32, block: &mut Events) {
        // Columns of one length side by side are not asked for their length at every row.
        let ids = block.actor.iter_mut().zip(&block.kind).zip(&block.object);
        let rest = block.sequence.iter().zip(&block.value_tag).zip(&block.value);
        for (row, (((actor, &kind), &object), ((&sequence, &tag), &bits))) in
            (first_row..).zip(ids.zip(rest))
        {
            self.event(row, actor, kind, object, sequence, Value::from_bits(tag, bits));
        }
    }

    fn event(
        &mut self,
        row: u32,
        actor_number: &mut u32,
        kind: EventKind,
        mut object: u32,
        sequence: u32,
        value: Value,
    ) {
        let actor = (*actor_number as usize).wrapping_sub(1);
        if object as usize > self.objects.len() {
            object = 0;
        }
        let Some(&lane) = self.roster.lane.get(actor) else {
            self.pass_over(object);
            return;
        };
        let facts = self.facts.facts(kind);
        let seen = facts.effect.is_seen_from_outside();
        let task = self.actors[lane as usize].task;
        let is_threads = matches!(facts.effect, Effect::Resume | Effect::Suspend | Effect::Lost);
        let lane = if task == NONE || seen || is_threads {
            lane
        } else {
            *actor_number = task + 1;
            task
        };
        let track = &self.actors[lane as usize];
        let before = if task == NONE { &track.now } else { track.does() };
        let was_waiting = before.awaits.is_some();
        let event = Row {
            row,
            facts,
            lane,
            object,
            sequence,
            value,
            was_waiting,
            waited: was_waiting && before.object == object,
        };
        let track = &mut self.actors[lane as usize];
        track.rows += 1;
        track.seen_row = track.seen_row.min(row);
        if !is_told(facts.effect, lane as usize == actor, || {
            self.roster.is_process(actor)
        }) {
            self.own_event(&event);
            return;
        }
        self.pass_over(object);
        if seen {
            self.seen_event(&event);
        } else if facts.effect.is_told_of_a_process() {
            self.process_event(actor, &event);
        } else {
            self.told_of_process(&event);
        }
    }

    /// What the supervisor tells of a process beside its end, such as that it reaped a child: it is no event of
    /// the main thread, which may have recorded nothing.
    fn told_of_process(&mut self, event: &Row) {
        if let Some((kind, from)) = self.life_event(event) {
            self.links.push((kind, from, event.row));
        }
        if event.facts.stop {
            self.interesting.push(event.row);
        }
    }

    /// An event that an actor recorded itself.
    fn own_event(&mut self, event: &Row) {
        let begun = self.begin_lane(event);
        let mut cause = self.object_event(event);
        if cause.is_none() {
            cause = self.life_event(event).or(begun);
        }
        if let Some((kind, from)) = cause {
            self.links.push((kind, from, event.row));
        }
        let first_wait = self.move_lane(event);
        if first_wait || event.facts.stop || (cause.is_some() && event.was_waiting) {
            self.interesting.push(event.row);
        }
    }

    /// What the event does to other actors, and what it says; the answer is its cause, if it has one.
    fn life_event(&mut self, event: &Row) -> Option<(EdgeKind, u32)> {
        match event.facts.effect {
            Effect::Start => {
                let lane = self.target_lane(event)?;
                let started = &mut self.actors[lane as usize].started_row;
                *started = (*started).min(event.row);
                None
            }
            Effect::StartFailed => {
                let lane = self.target_lane(event)?;
                let track = &mut self.actors[lane as usize];
                track.stillborn = track.rows == 0;
                None
            }
            Effect::Reap => {
                self.reap(event);
                None
            }
            Effect::Join => self.join(event),
            Effect::Panic => {
                let failed = &mut self.actors[event.lane as usize].failed_row;
                *failed = (*failed).min(event.row);
                None
            }
            Effect::Lost => {
                self.lose(event);
                None
            }
            Effect::Resume => self.resume(event),
            Effect::Suspend => {
                self.suspend(event);
                None
            }
            Effect::Print => {
                self.console.push(event.row);
                None
            }
            Effect::Poison => {
                self.poisons.push(event.row);
                None
            }
            Effect::SpanOpen => {
                let open = self.open_spans.entry(event.lane).or_default();
                let depth = open.len() as u32;
                open.push(self.spans.len() as u32);
                self.spans.push(SpanTrack {
                    actor: event.lane,
                    start_row: event.row,
                    end_row: NONE,
                    depth,
                });
                None
            }
            Effect::SpanClose => {
                let open = self.open_spans.get_mut(&event.lane)?;
                self.spans[open.pop()? as usize].end_row = event.row;
                None
            }
            Effect::LinkFrom => {
                self.stated.insert(event.value.int()?, event.row);
                None
            }
            Effect::LinkTo => {
                let from = *self.stated.get(&event.value.int()?)?;
                Some((EdgeKind::Stated, from))
            }
            _ => None,
        }
    }

    /// What each kind of event does, when no more events come.
    pub(crate) fn take_facts(&mut self) -> EventTable {
        std::mem::take(&mut self.facts)
    }

    /// The lane of the actor that the event is about.
    fn target_lane(&self, event: &Row) -> Option<u32> {
        self.roster.lane.get(event.value.actor()?.index()).copied()
    }
}

/// True for an event that others tell of its actor: what was seen of a thread from outside; of a process its
/// end, and everything if the lane in which it stands is not its own. It does nothing to any object.
pub(crate) fn is_told(effect: Effect, own_lane: bool, is_process: impl FnOnce() -> bool) -> bool {
    effect.is_seen_from_outside() || (!own_lane || effect.is_told_of_a_process()) && is_process()
}

/// The actor with this index of the header's table, whose length fits into `u32`.
fn actor_id(index: u32) -> ActorId {
    ActorId::new(index.wrapping_add(1)).unwrap_or(LAST_ACTOR)
}

const LAST_ACTOR: ActorId = match ActorId::new(u32::MAX) {
    Some(actor) => actor,
    None => unreachable!(),
};
