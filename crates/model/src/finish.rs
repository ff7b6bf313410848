//! From what the pass over the events has gathered to the columns and indexes of a model: counting sorts,
//! in slices.

use std::ops::Range;

use laneway_trace::ObjectId;

use crate::arrange::arrange;
use crate::figures::Summing;
use crate::index::{Grouping, NONE};
use crate::stuck::{self, Stuck};
use crate::track::actors::PhaseTrack;
use crate::track::{Counts, Tracks};
use crate::{Edge, Finding, Hold, Model, Phases, Span, State, TaskRun, sort_by_key};
use crate::{daemons, danger, failures, lock_order, lost, orphans, stale_checks, starvation, zombies};

/// A model being finished in slices of about a millisecond.
#[derive(Clone, Debug)]
pub struct Finishing {
    model: Model,
    tracks: Tracks,
    /// Which of [`STAGES`] is being worked on, and where in it.
    stage: usize,
    at: usize,
    stuck: Stuck,
    /// The columns that are being sorted.
    first: Grouping,
    second: Grouping,
    sizes: Vec<u32>,
    /// For each actor, where its next phase goes.
    next_phase: Vec<u32>,
    summing: Summing,
    /// For each object what happened to it.
    counts: Vec<Counts>,
}

/// So many rows are handled in a slice.
const SLICE: usize = 1 << 16;

/// What is done, in order. A stage does a slice from where it is told to, and says where the next slice
/// starts; `None` when it is through.
const STAGES: &[fn(&mut Finishing, usize) -> Option<usize>] = &[
    Finishing::lanes,
    Finishing::rows,
    Finishing::phases,
    Finishing::holds,
    Finishing::tasks,
    Finishing::links,
    Finishing::causes,
    Finishing::links_by_cause,
    Finishing::figures,
    Finishing::findings,
];

/// What finds what. Those of one moment are told in this order.
const FINDERS: &[fn(&Finishing) -> Vec<Finding>] = &[
    |finishing| lock_order::inversions(&finishing.model, &finishing.stuck.findings),
    |finishing| starvation::starved(&finishing.model),
    |finishing| failures::unseen(&finishing.model, &finishing.tracks),
    |finishing| daemons::cut_off(&finishing.model, &finishing.tracks),
    |finishing| zombies::left_lying(&finishing.model, &finishing.tracks),
    |finishing| orphans::adopted(&finishing.model, &finishing.tracks),
    |finishing| danger::updates(&finishing.model),
    |finishing| lost::updates(&finishing.model),
    |finishing| stale_checks::acts(&finishing.model),
];

impl Finishing {
    pub(crate) fn new(model: Model, tracks: Tracks) -> Self {
        Self {
            model,
            tracks,
            stage: 0,
            at: 0,
            stuck: Stuck::default(),
            first: Grouping::default(),
            second: Grouping::default(),
            sizes: Vec::new(),
            next_phase: Vec::new(),
            summing: Summing::default(),
            counts: Vec::new(),
        }
    }

    /// Does the next slice; false if there is nothing left to do.
    pub fn step(&mut self) -> bool {
        let Some(stage) = STAGES.get(self.stage) else {
            return false;
        };
        match stage(self, self.at) {
            Some(next) => self.at = next,
            None => {
                self.stage += 1;
                self.at = 0;
            }
        }
        self.stage < STAGES.len()
    }

    /// How much of the work is done, from 0 to 1: roughly, by stages.
    pub fn progress(&self) -> f32 {
        let within = self.at as f32 / self.model.events.len().max(self.at).max(1) as f32;
        (self.stage as f32 + within) / STAGES.len() as f32
    }

    /// The model; what is left to do is done first.
    pub fn into_model(mut self) -> Model {
        while self.step() {}
        self.model
    }

    /// Lanes in their order, and who is stuck.
    fn lanes(&mut self, _: usize) -> Option<usize> {
        for actor in 0..self.tracks.actors.len() {
            self.tracks.never_begun(actor as u32);
            self.tracks.lose_track(actor as u32);
        }
        self.model.event_facts = self.tracks.take_facts();
        let objects = self.tracks.objects.iter();
        self.model.object_facts = objects.map(|object| object.facts).collect();
        self.model.seen = std::mem::take(&mut self.tracks.seen);
        self.model.sessions = std::mem::take(&mut self.tracks.sessions);
        self.model.sessions.sort();
        self.stuck = stuck::analyse(&self.model, &self.tracks);
        arrange(&mut self.model, &self.tracks, &self.stuck);
        let tracks = &mut self.tracks;
        let lanes = self.model.lanes.iter();
        let lane_rows = lanes.map(|lane| tracks.actors[lane.actor.index()].rows).collect();
        self.first = Grouping::new(lane_rows);
        self.second = Grouping::new(tracks.objects.iter().map(|object| object.rows).collect());
        None
    }

    /// The rows of each lane and each object.
    fn rows(&mut self, from: usize) -> Option<usize> {
        let (slice, next) = slice(from, self.model.events.len());
        for row in slice {
            let actor = (self.model.events.actor[row] as usize).wrapping_sub(1);
            if let Some(&lane) = self.model.lane_of_actor.get(actor) {
                self.first.push(lane as usize, row as u32);
            }
            let object = (self.model.events.object[row] as usize).wrapping_sub(1);
            if let Some(track) = self.tracks.objects.get(object) {
                self.second.push(object, row as u32);
                let pool = (track.pool as usize).wrapping_sub(1);
                if pool < self.tracks.objects.len() {
                    self.second.push(pool, row as u32);
                }
            }
        }
        if next.is_none() {
            self.model.lane_rows = std::mem::take(&mut self.first).finish();
            self.model.object_rows = std::mem::take(&mut self.second).finish();
            self.start_phases();
        }
        next
    }

    fn start_phases(&mut self) {
        self.summing = Summing::new(&self.model);
        self.next_phase = vec![NONE; self.tracks.actors.len()];
        let mut total = 0;
        for lane in &self.model.lanes {
            self.next_phase[lane.actor.index()] = lane.phases.start;
            total = lane.phases.end as usize;
        }
        self.model.phases = Phases {
            start_row: vec![0; total],
            state: vec![State::Running; total],
            object: vec![0; total],
            other: vec![0; total],
        };
    }

    /// The phases of each lane, and the phase in which it is stuck.
    fn phases(&mut self, from: usize) -> Option<usize> {
        let (slice, next) = slice(from, self.tracks.phases.len());
        for index in slice {
            let phase = self.tracks.phases[index];
            let actor = phase.actor as usize;
            let stuck = self.stuck.since[actor];
            if stuck == NONE || phase.row != self.tracks.actors[actor].now.since {
                self.put_phase(phase);
                continue;
            }
            if stuck > phase.row {
                self.put_phase(phase);
            }
            self.put_phase(PhaseTrack {
                row: stuck.max(phase.row),
                state: State::Stuck,
                ..phase
            });
        }
        if next.is_none() {
            self.tracks.phases = Vec::new();
        }
        next
    }

    /// Puts a phase behind those of its lane, and into the totals: here, since the times of phases in the order
    /// of the run stand beside each other, and those of a lane far apart.
    fn put_phase(&mut self, phase: PhaseTrack) {
        let actor = phase.actor as usize;
        let at = self.next_phase[actor] as usize;
        self.next_phase[actor] += 1;
        let phases = &mut self.model.phases;
        phases.start_row[at] = phase.row;
        phases.state[at] = phase.state;
        phases.object[at] = phase.object;
        phases.other[at] = phase.other;
        let start_ns = self.model.events.time_ns[phase.row as usize];
        let lane = self.model.lane_of_actor[actor] as usize;
        self.summing.begin(lane, start_ns, phase.state, phase.object);
    }

    fn lane(&self, actor: u32) -> u32 {
        self.model.lane_of_actor[actor as usize]
    }

    /// Holds by lane.
    fn holds(&mut self, _: usize) -> Option<usize> {
        let tracked = std::mem::take(&mut self.tracks.holds);
        let lanes = tracked.iter().map(|hold| self.lane(hold.actor));
        let order = order_by(self.model.lanes.len(), lanes);
        self.model.holds.reserve_exact(tracked.len());
        for &old in &order {
            let hold = &tracked[old as usize];
            let Some(object) = ObjectId::from_index(hold.object as usize) else {
                continue;
            };
            self.model.holds.push(Hold {
                object,
                lane: self.lane(hold.actor),
                start_row: hold.start_row,
                end_row: some(hold.end_row),
                depth: hold.depth,
                shared: hold.shared,
            });
        }
        None
    }

    /// Tasks and named stretches by lane; objects as they are.
    fn tasks(&mut self, _: usize) -> Option<usize> {
        let runs = std::mem::take(&mut self.tracks.runs);
        let lanes = runs.iter().map(|run| self.lane(run.actor));
        for old in order_by(self.model.lanes.len(), lanes) {
            let run = &runs[old as usize];
            let Some(future) = ObjectId::new(run.future) else {
                continue;
            };
            self.model.tasks.push(TaskRun {
                future,
                pool: ObjectId::new(run.pool),
                lane: self.lane(run.actor),
                start_row: run.start_row,
                end_row: some(run.end_row),
            });
        }
        let spans = std::mem::take(&mut self.tracks.spans);
        let lanes = spans.iter().map(|span| self.lane(span.actor));
        for old in order_by(self.model.lanes.len(), lanes) {
            let span = &spans[old as usize];
            self.model.spans.push(Span {
                lane: self.lane(span.actor),
                start_row: span.start_row,
                end_row: some(span.end_row),
                depth: span.depth,
            });
        }
        for track in std::mem::take(&mut self.tracks.objects) {
            self.model.histories.push(track.history);
            self.counts.push(track.counts);
        }
        self.model.cells = std::mem::take(&mut self.tracks.cells);
        self.model.links.reserve_exact(self.tracks.links.len());
        None
    }

    /// Links with their lanes.
    fn links(&mut self, from: usize) -> Option<usize> {
        let (slice, next) = slice(from, self.tracks.links.len());
        let actors = &self.model.events.actor;
        let lane_of = |row: u32| self.model.lane_of_actor[actors[row as usize] as usize - 1];
        let links = self.tracks.links[slice].iter();
        self.model
            .links
            .extend(links.map(|&(kind, from_row, to_row)| Edge {
                kind,
                from_lane: lane_of(from_row),
                from_row,
                to_lane: lane_of(to_row),
                to_row,
            }));
        if next.is_none() {
            self.tracks.links = Vec::new();
            self.sizes = vec![0; self.model.events.len()];
        }
        next
    }

    /// How many links come from each row.
    fn causes(&mut self, from: usize) -> Option<usize> {
        let (slice, next) = slice(from, self.model.links.len());
        for link in &self.model.links[slice] {
            self.sizes[link.from_row as usize] += 1;
        }
        if next.is_none() {
            self.first = Grouping::new(std::mem::take(&mut self.sizes));
        }
        next
    }

    /// Links by the row that they come from.
    fn links_by_cause(&mut self, from: usize) -> Option<usize> {
        let (slice, next) = slice(from, self.model.links.len());
        for index in slice {
            let cause = self.model.links[index].from_row;
            self.first.push(cause as usize, index as u32);
        }
        if next.is_none() {
            self.model.links_by_cause = std::mem::take(&mut self.first).finish().into_members();
        }
        next
    }

    /// Totals.
    fn figures(&mut self, _: usize) -> Option<usize> {
        let summing = std::mem::take(&mut self.summing);
        self.model.figures = summing.finish(&self.model, &self.counts);
        None
    }

    /// Findings, one sort in a slice, beside those of the stuck; then what is worth a stop.
    fn findings(&mut self, finder: usize) -> Option<usize> {
        if let Some(find) = FINDERS.get(finder) {
            let found = find(self);
            self.stuck.findings.extend(found);
            return Some(finder + 1);
        }
        let mut found = std::mem::take(&mut self.stuck.findings);
        sort_by_key(&mut found, |finding| finding.at);
        self.model.findings = found;
        self.model.console = std::mem::take(&mut self.tracks.console);
        let mut stops = std::mem::take(&mut self.tracks.interesting);
        stops.extend(self.model.findings.iter().filter_map(|finding| finding.at.row()));
        // Two sorted runs: a stable sort merges them in linear time.
        stops.sort();
        stops.dedup();
        self.model.interesting = stops;
        None
    }
}

/// The next slice of a column, and where the one after it starts, if there is one.
fn slice(from: usize, len: usize) -> (Range<usize>, Option<usize>) {
    let end = len.min(from.saturating_add(SLICE));
    (from.min(end)..end, (end < len).then_some(end))
}

/// How often each key occurs.
fn sizes(groups: usize, keys: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut sizes = vec![0; groups];
    for key in keys {
        sizes[key as usize] += 1;
    }
    sizes
}

/// The indexes of keys, in the order of the keys; equal ones stay in their order.
fn order_by(groups: usize, keys: impl Iterator<Item = u32> + Clone) -> Vec<u32> {
    let mut grouping = Grouping::new(sizes(groups, keys.clone()));
    for (index, key) in keys.enumerate() {
        grouping.push(key as usize, index as u32);
    }
    grouping.finish().into_members()
}

fn some(row: u32) -> Option<u32> {
    (row != NONE).then_some(row)
}
