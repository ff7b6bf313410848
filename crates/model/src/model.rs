//! The model of a run: what was recorded, and the columns and indexes beside it.

use std::borrow::Cow;
use std::ops::Range;

use laneway_trace::{
    ActorId, EventFacts, EventTable, Events, Header, LocationId, Mechanism, ObjectFacts, ObjectId, Value,
};

use crate::history::History;
use crate::index::Grouped;
use crate::sessions::Sessions;
use crate::track::CellTrack;
use crate::{Edge, Figures, Finding, Hold, Lane, Moment, Phases, ProcessLanes, Span, TaskRun};

/// A run that can be asked. Made by a [`Builder`](crate::Builder).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Everything that is not an event, as recorded.
    pub header: Header,
    /// The texts that values point into, as recorded.
    pub texts: Vec<String>,
    /// What happened, as recorded.
    pub events: Events,
    /// Processes in display order: parents before children, in order of start.
    pub processes: Vec<ProcessLanes>,
    /// Lanes in display order: those of a process stand together, its main thread first.
    pub lanes: Vec<Lane>,
    /// The phases of all lanes.
    pub phases: Phases,
    /// Stretches in which an actor was inside a holding, sorted by lane, then row.
    pub holds: Vec<Hold>,
    /// Stretches in which a worker ran a task, sorted by lane, then row.
    pub tasks: Vec<TaskRun>,
    /// Named stretches, sorted by lane, then row.
    pub spans: Vec<Span>,
    /// Causes across lanes, sorted by the row they lead to.
    pub links: Vec<Edge>,
    /// What analysis found, sorted by [`Finding::at`]. Of lost updates at most
    /// [`LISTED_LOST_UPDATES`](crate::LISTED_LOST_UPDATES) are listed; [`Figures`] counts all of them.
    pub findings: Vec<Finding>,
    /// Rows of prints.
    pub console: Vec<u32>,
    /// Totals over the whole run.
    pub figures: Figures,
    /// The lane of each actor, [`NONE`](crate::index::NONE) for those without.
    pub(crate) lane_of_actor: Vec<u32>,
    pub(crate) lane_rows: Grouped,
    pub(crate) object_rows: Grouped,
    /// Rows of `links`, sorted by the row of the cause.
    pub(crate) links_by_cause: Vec<u32>,
    /// Rows worth a stop, ascending.
    pub(crate) interesting: Vec<u32>,
    /// What each kind of event does, by its number.
    pub(crate) event_facts: EventTable,
    /// How each object behaves.
    pub(crate) object_facts: Vec<ObjectFacts>,
    /// What each object has been like; none for one to which nothing happens.
    pub(crate) histories: Vec<Option<Box<History>>>,
    pub(crate) cells: Vec<CellTrack>,
    /// The sessions and terminals of processes.
    pub(crate) sessions: Sessions,
    /// Rows of what was only seen from outside, ascending.
    pub(crate) seen: Vec<u32>,
}

impl Model {
    /// The moment after the last event.
    pub fn end(&self) -> Moment {
        Moment(u32::try_from(self.events.len()).unwrap_or(u32::MAX))
    }

    /// The time of the event that has just happened at a moment, in nanoseconds since the start of the
    /// run; 0 before the first event. Moments past the end have the time of the last event.
    pub fn time_ns(&self, at: Moment) -> u64 {
        let at = at.min(self.end());
        at.row().map_or(0, |row| self.events.time_ns[row as usize])
    }

    /// The length of the run in nanoseconds: never less than the time of the last event.
    pub fn duration_ns(&self) -> u64 {
        self.header.duration_ns.max(self.time_ns(self.end()))
    }

    /// The last moment whose time is not after this time: what has happened by then. O(log events).
    pub fn moment_at_ns(&self, time_ns: u64) -> Moment {
        Moment(self.events.time_ns.partition_point(|&time| time <= time_ns) as u32)
    }

    /// The lane of an actor: for a process that of its main thread. `None` for an actor of which nothing
    /// was recorded.
    pub fn lane_of(&self, actor: ActorId) -> Option<u32> {
        let lane = *self.lane_of_actor.get(actor.index())?;
        ((lane as usize) < self.lanes.len()).then_some(lane)
    }

    /// The lane in which the event of this row stands.
    pub fn lane_of_row(&self, row: u32) -> Option<u32> {
        self.lane_of(ActorId::new(*self.events.actor.get(row as usize)?)?)
    }

    /// The rows of a lane's own events, ascending; the main lane of a process has those of the process
    /// itself as well (`exit`, `adopt`).
    pub fn lane_rows(&self, lane: u32) -> &[u32] {
        self.lane_rows.get(lane as usize)
    }

    /// What an event of this row does. O(1).
    pub fn event_facts(&self, row: u32) -> EventFacts {
        let kind = self.events.kind.get(row as usize);
        kind.map_or(EventFacts::UNKNOWN, |&kind| self.event_facts.facts(kind))
    }

    /// How an object behaves.
    pub fn mechanism(&self, object: ObjectId) -> Mechanism {
        self.object_facts
            .get(object.index())
            .map_or(Mechanism::Unknown, |facts| facts.mechanism)
    }

    /// The rows of what was only seen from outside, ascending: they are no beats of the steps clock, no
    /// sentences of the story and no steps of a lesson.
    pub fn seen_rows(&self) -> &[u32] {
        &self.seen
    }

    /// How many events the program told of: all but those of [`Model::seen_rows`].
    pub fn told_events(&self) -> u64 {
        (self.events.len() - self.seen.len()) as u64
    }

    /// The rows of the events on an object, ascending; of a pool those on its futures as well.
    pub fn object_rows(&self, object: ObjectId) -> &[u32] {
        self.object_rows.get(object.index())
    }

    /// The phases of a lane, as rows of [`Model::phases`].
    pub fn lane_phases(&self, lane: u32) -> Range<u32> {
        self.lanes
            .get(lane as usize)
            .map_or(0..0, |lane| lane.phases.clone())
    }

    /// The phase that a lane is in: a row of [`Model::phases`]; `None` before its first event.
    /// O(log phases).
    pub fn phase_at(&self, lane: u32, at: Moment) -> Option<u32> {
        let range = self.lane_phases(lane);
        let starts = self
            .phases
            .start_row
            .get(range.start as usize..range.end as usize)?;
        let before = starts.partition_point(|&row| row < at.0) as u32;
        before.checked_sub(1).map(|back| range.start + back)
    }

    /// The moments between which a phase of a lane lasts; the last phase lasts to the end of the run.
    pub fn phase_span(&self, lane: u32, phase: u32) -> Range<Moment> {
        let range = self.lane_phases(lane);
        let start = |phase: u32| Moment(self.phases.start_row[phase as usize].saturating_add(1));
        if !range.contains(&phase) {
            return self.end()..self.end();
        }
        let end = if phase + 1 < range.end {
            start(phase + 1)
        } else {
            self.end()
        };
        start(phase)..end
    }

    /// The stretches in which a lane held locks, in order of their acquires. O(log holds).
    pub fn lane_holds(&self, lane: u32) -> &[Hold] {
        let start = self.holds.partition_point(|hold| hold.lane < lane);
        let end = self.holds.partition_point(|hold| hold.lane <= lane);
        &self.holds[start..end]
    }

    /// The named stretches of a lane, in order. O(log spans).
    pub fn lane_spans(&self, lane: u32) -> &[Span] {
        let start = self.spans.partition_point(|span| span.lane < lane);
        let end = self.spans.partition_point(|span| span.lane <= lane);
        &self.spans[start..end]
    }

    /// The tasks that a lane ran, in order. O(log tasks).
    pub fn lane_tasks(&self, lane: u32) -> &[TaskRun] {
        let start = self.tasks.partition_point(|task| task.lane < lane);
        let end = self.tasks.partition_point(|task| task.lane <= lane);
        &self.tasks[start..end]
    }

    /// The rows of what was printed up to a moment. O(log prints).
    pub fn console_until(&self, at: Moment) -> &[u32] {
        &self.console[..self.console.partition_point(|&row| row < at.0)]
    }

    /// The findings that are complete at a moment, oldest first. O(log findings).
    pub fn findings_until(&self, at: Moment) -> &[Finding] {
        &self.findings[..self.findings.partition_point(|finding| finding.at <= at)]
    }

    /// A lane's place in the source: the location of its last event that has one. O(log rows), and a walk
    /// back over events without a location, at most a thousand of them.
    pub fn line_at(&self, lane: u32, at: Moment) -> Option<LocationId> {
        let rows = self.lane_rows(lane);
        let past = &rows[..rows.partition_point(|&row| row < at.0)];
        past.iter()
            .rev()
            .take(1000)
            .find_map(|&row| LocationId::new(self.events.location[row as usize]))
    }

    /// The next moment worth a stop after this one, or the end of the run.
    ///
    /// Worth a stop are: the start and end of an actor; the end of a process's code, its exit and reap; a
    /// `terminate` or `kill`; the first wait on each object and the first for each actor; what ends a wait
    /// by another actor's doing (the arrow of a link ends there), and waits given up or refused; prints and
    /// notes; and the moments of findings. Not: uncontended acquires, reads, writes, sleeps.
    pub fn next_interesting(&self, at: Moment) -> Moment {
        let next = self.interesting.partition_point(|&row| row < at.0);
        self.interesting
            .get(next)
            .map_or(self.end(), |&row| Moment(row + 1))
    }

    /// The previous moment worth a stop before this one, or the start of the run.
    pub fn previous_interesting(&self, at: Moment) -> Moment {
        let before = self
            .interesting
            .partition_point(|&row| row.saturating_add(1) < at.0);
        before
            .checked_sub(1)
            .map_or(Moment(0), |back| Moment(self.interesting[back] + 1))
    }

    /// How a value reads: a number, the text, the name of the actor; empty for no value.
    pub fn text(&self, value: Value) -> Cow<'_, str> {
        match value {
            Value::None => Cow::Borrowed(""),
            Value::Int(number) => Cow::Owned(number.to_string()),
            Value::Text(text) => self
                .texts
                .get(text.index())
                .map_or(Cow::Borrowed("?"), |text| Cow::Borrowed(text)),
            Value::Actor(actor) => Cow::Borrowed(self.actor_name(actor)),
            Value::Other { bits, .. } => Cow::Owned(bits.to_string()),
        }
    }

    /// What the program calls an actor; `?` for an unknown one.
    pub fn actor_name(&self, actor: ActorId) -> &str {
        self.header
            .actors
            .get(actor.index())
            .map_or("?", |actor| &actor.name)
    }

    /// What the program calls an object; `?` for an unknown one.
    pub fn object_name(&self, object: ObjectId) -> &str {
        self.header
            .objects
            .get(object.index())
            .map_or("?", |object| &object.name)
    }

    /// True for a lane that is cut off when its program ends: a daemon thread, or any lane of a daemon
    /// process.
    pub fn is_daemon(&self, lane: u32) -> bool {
        let daemon = |actor: ActorId| self.header.actors.get(actor.index()).is_some_and(|a| a.daemon);
        self.lanes.get(lane as usize).is_some_and(|lane| {
            daemon(lane.actor)
                || self
                    .processes
                    .get(lane.process as usize)
                    .is_some_and(|process| daemon(process.actor))
        })
    }

    /// The value of the event in a row.
    pub(crate) fn value(&self, row: u32) -> Value {
        let row = row as usize;
        Value::from_bits(self.events.value_tag[row], self.events.value[row])
    }

    /// The actor of the event in a row.
    pub(crate) fn actor(&self, row: u32) -> Option<ActorId> {
        ActorId::new(self.events.actor[row as usize])
    }
}
