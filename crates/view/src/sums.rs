//! What a run comes to between two moments: time by state, waits by object, events by kind.

use std::ops::Range as Rows;

use laneway_model::{LaneFigures, Model, Moment, State, sort_by_key};
use laneway_trace::{EventKind, ObjectId};

use crate::Range;
use crate::pyramid::Pyramid;

/// The time of a lane's phases is kept for every so many of them.
const PHASES: usize = 64;
/// The events of each kind are counted for every so many rows, or for more where there are very many kinds.
const ROWS: usize = 1024;
const NONE: u32 = u32::MAX;

/// Sums up to many points of a run, so that those between any two moments are a difference. Takes 1.5 bytes a
/// phase, 21 a wait, and less than one an event.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// For each lane where its marks begin.
    marks_of: Vec<u32>,
    /// The time by state of a lane's phases before every 64th, in nanoseconds.
    marks: Vec<[u64; State::ALL.len()]>,
    waits: Waits,
    kinds: Kinds,
}

/// What a run comes to between two moments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RangeFigures {
    /// How long it is, in nanoseconds.
    pub duration_ns: u64,
    /// How long each of the first lanes was in each state.
    pub lanes: Vec<LaneFigures>,
    /// The same of all lanes together.
    pub all: LaneFigures,
    /// The objects that were waited for, those with the longest waits in all first.
    pub waits: Vec<WaitFigures>,
    /// How many other objects were waited for.
    pub more_waits: usize,
    /// The kinds of events that there were, the most frequent first.
    pub kinds: Vec<(EventKind, u32)>,
}

/// How an object was waited for. Waits that began before or went on after count as far as they lie in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitFigures {
    /// The object.
    pub object: ObjectId,
    /// How many waits there were.
    pub times: u32,
    /// How long they took in all, in nanoseconds.
    pub total_ns: u64,
    /// The longest of them, in nanoseconds.
    pub longest_ns: u64,
}

impl Sums {
    /// Linear in events.
    pub fn new(model: &Model) -> Self {
        let mut sums = Self {
            marks_of: Vec::with_capacity(model.lanes.len()),
            marks: Vec::new(),
            waits: Waits::new(model),
            kinds: Kinds::new(model),
        };
        for lane in 0..model.lanes.len() as u32 {
            sums.marks_of.push(sums.marks.len() as u32);
            let mut time_ns = [0; State::ALL.len()];
            for (index, phase) in model.lane_phases(lane).enumerate() {
                if index % PHASES == 0 {
                    sums.marks.push(time_ns);
                }
                let span = model.phase_span(lane, phase);
                add(
                    &mut time_ns,
                    model,
                    phase,
                    ns(model, span.end) - ns(model, span.start),
                );
            }
        }
        sums
    }

    /// What the run comes to in a range; of lanes and objects at most `most` are listed. `model` is the one that
    /// this was made for. O(log events) for each lane and each object that is waited for.
    pub fn figures(&self, model: &Model, range: Range, most: usize) -> RangeFigures {
        let mut figures = RangeFigures {
            duration_ns: ns(model, range.to).saturating_sub(ns(model, range.from)),
            ..RangeFigures::default()
        };
        for lane in 0..model.lanes.len() as u32 {
            let (before, until) = (
                self.until(model, lane, range.from),
                self.until(model, lane, range.to),
            );
            let mut of_lane = LaneFigures::default();
            for (state, time_ns) in of_lane.time_ns.iter_mut().enumerate() {
                *time_ns = until[state].wrapping_sub(before[state]);
                let all = &mut figures.all.time_ns[state];
                *all = all.saturating_add(*time_ns);
            }
            if figures.lanes.len() < most {
                figures.lanes.push(of_lane);
            }
        }
        (figures.waits, figures.more_waits) = self.waits.figures(model, range, most);
        figures.kinds = self.kinds.between(model, range);
        figures
    }

    /// How long a lane has been in each state by a moment.
    fn until(&self, model: &Model, lane: u32, at: Moment) -> [u64; State::ALL.len()] {
        let phases = model.lane_phases(lane);
        let Some(current) = model.phase_at(lane, at) else {
            return [0; State::ALL.len()];
        };
        let mark = (current - phases.start) as usize / PHASES;
        let mut time_ns = self.marks[self.marks_of[lane as usize] as usize + mark];
        for phase in phases.start + (mark * PHASES) as u32..=current {
            let span = model.phase_span(lane, phase);
            add(
                &mut time_ns,
                model,
                phase,
                ns(model, span.end.min(at)) - ns(model, span.start),
            );
        }
        time_ns
    }
}

/// Sums go round where times do not fit: what lies between two of them is right all the same.
fn add(time_ns: &mut [u64; State::ALL.len()], model: &Model, phase: u32, more_ns: u64) {
    let of_state = &mut time_ns[model.phases.state[phase as usize] as usize];
    *of_state = of_state.wrapping_add(more_ns);
}

/// The time of a moment. The last one lasts as long as the run.
fn ns(model: &Model, at: Moment) -> u64 {
    if at >= model.end() {
        model.duration_ns()
    } else {
        model.time_ns(at)
    }
}

/// All waits for objects, those for one together, in the order in which they began.
#[derive(Clone, Debug, Default)]
struct Waits {
    /// The objects that are waited for, by number, with their waits.
    objects: Vec<(u32, Rows<u32>)>,
    /// The row with which each began.
    start: Vec<u32>,
    /// The row with which each ended; [`NONE`] for one that did not.
    end: Vec<u32>,
    /// The time of all waits before each, and in all.
    before_ns: Vec<u64>,
    longest: Pyramid,
}

/// A wait for an object.
#[derive(Clone, Copy, Debug)]
struct Wait {
    object: u32,
    start: u32,
    end: u32,
}

impl Wait {
    /// The one that a phase of a lane belongs to. A wait that turned out to be for ever goes on in the next phase.
    fn of(model: &Model, lane: u32, phase: u32) -> Option<Self> {
        let phases = model.lane_phases(lane);
        let object = model.phases.object[phase as usize];
        if object == 0 {
            return None;
        }
        let goes_on = |phase: u32| {
            phase > phases.start
                && phase < phases.end
                && model.phases.state[phase as usize] == State::Stuck
                && model.phases.object[phase as usize] == object
                && model.phases.object[phase as usize - 1] == object
        };
        let first = phase - u32::from(goes_on(phase));
        let last = phase + u32::from(goes_on(phase + 1));
        let start = |phase: u32| model.phases.start_row[phase as usize];
        Some(Self {
            object,
            start: start(first),
            end: if last + 1 < phases.end {
                start(last + 1)
            } else {
                NONE
            },
        })
    }

    /// The one that a lane is in at a moment.
    fn at(model: &Model, lane: u32, at: Moment) -> Option<Self> {
        Self::of(model, lane, model.phase_at(lane, at)?)
    }

    /// How much of it lies in a range.
    fn within(self, model: &Model, range: Range) -> u64 {
        let (from, to) = (
            Moment::after(self.start).max(range.from),
            end_of(self.end).min(range.to),
        );
        ns(model, to).saturating_sub(ns(model, from))
    }
}

fn end_of(row: u32) -> Moment {
    Moment(row.saturating_add(1))
}

impl Waits {
    fn new(model: &Model) -> Self {
        let all = waits_by_start(model);
        let mut sizes = vec![0_u32; model.header.objects.len() + 1];
        all.iter().for_each(|wait| sizes[wait.object as usize] += 1);
        let mut waits = Self::default();
        let mut next = Vec::with_capacity(sizes.len());
        let mut total = 0;
        for (object, &size) in sizes.iter().enumerate() {
            next.push(total as usize);
            if size > 0 {
                waits.objects.push((object as u32, total..total + size));
            }
            total += size;
        }
        waits.start = vec![0; all.len()];
        waits.end = vec![NONE; all.len()];
        for wait in &all {
            let place = &mut next[wait.object as usize];
            (waits.start[*place], waits.end[*place]) = (wait.start, wait.end);
            *place += 1;
        }
        let lengths = waits.start.iter().zip(&waits.end);
        let lengths =
            lengths.map(|(&start, &end)| ns(model, end_of(end)) - ns(model, Moment::after(start)));
        let mut before_ns = 0_u64;
        waits.before_ns.push(0);
        let mut for_pyramid = Vec::with_capacity(all.len());
        for length in lengths {
            before_ns = before_ns.wrapping_add(length);
            waits.before_ns.push(before_ns);
            for_pyramid.push(length as f32);
        }
        waits.longest = Pyramid::new(for_pyramid);
        waits
    }

    fn figures(&self, model: &Model, range: Range, most: usize) -> (Vec<WaitFigures>, usize) {
        let lanes = 0..model.lanes.len() as u32;
        let at_start: Vec<Wait> = lanes
            .clone()
            .filter_map(|lane| Wait::at(model, lane, range.from))
            .filter(|_| range.from < range.to)
            .collect();
        // Those that went on beyond the end, and count too much by that.
        let mut beyond_ns = vec![0_u64; model.header.objects.len() + 1];
        for wait in lanes.filter_map(|lane| Wait::at(model, lane, range.to)) {
            if wait.start >= range.from.0 {
                let beyond = ns(model, end_of(wait.end)) - ns(model, range.to);
                let of_object = &mut beyond_ns[wait.object as usize];
                *of_object = of_object.wrapping_add(beyond);
            }
        }
        let mut before = vec![(0_u32, 0_u64, 0_u64); model.header.objects.len() + 1];
        for wait in at_start {
            let (times, total, longest) = &mut before[wait.object as usize];
            let within = wait.within(model, range);
            *times += 1;
            *total = total.saturating_add(within);
            *longest = (*longest).max(within);
        }
        let mut found: Vec<(WaitFigures, Rows<usize>)> = Vec::new();
        for (number, rows) in &self.objects {
            let (earlier, earlier_ns, earlier_longest_ns) = before[*number as usize];
            let begun = self.begun(rows, range);
            let times = earlier + begun.len() as u32;
            let (true, Some(object)) = (times > 0, ObjectId::new(*number)) else {
                continue;
            };
            let begun_ns = self.before_ns[begun.end].wrapping_sub(self.before_ns[begun.start]);
            let total_ns = begun_ns
                .wrapping_sub(beyond_ns[*number as usize])
                .saturating_add(earlier_ns);
            let figures = WaitFigures {
                object,
                times,
                total_ns,
                longest_ns: earlier_longest_ns,
            };
            found.push((figures, begun));
        }
        sort_by_key(&mut found, |(wait, _)| {
            (std::cmp::Reverse(wait.total_ns), wait.object)
        });
        let more = found.len().saturating_sub(most);
        found.truncate(most);
        let waits = found.into_iter().map(|(mut wait, begun)| {
            wait.longest_ns = wait.longest_ns.max(self.longest_ns(model, begun, range));
            wait
        });
        (waits.collect(), more)
    }

    /// The waits for an object that began in a range.
    fn begun(&self, rows: &Rows<u32>, range: Range) -> Rows<usize> {
        let rows = rows.start as usize..rows.end as usize;
        let before =
            |at: Moment| rows.start + self.start[rows.clone()].partition_point(|&start| start < at.0);
        before(range.from)..before(range.to).max(before(range.from))
    }

    /// The longest of some waits, as far as they lie in the range. At most one a lane goes on beyond it.
    fn longest_ns(&self, model: &Model, waits: Rows<usize>, range: Range) -> u64 {
        let mut longest_ns = 0;
        let mut left = vec![waits];
        while let Some(waits) = left.pop() {
            if waits.is_empty() {
                continue;
            }
            let found = self.longest.longest(waits.clone());
            let wait = Wait {
                object: 0,
                start: self.start[found],
                end: self.end[found],
            };
            longest_ns = longest_ns.max(wait.within(model, range));
            if end_of(wait.end) > range.to {
                left.extend([waits.start..found, found + 1..waits.end]);
            }
        }
        longest_ns
    }
}

/// The waits of all lanes in the order in which they began: a counting sort, as they are in order in each lane.
fn waits_by_start(model: &Model) -> Vec<Wait> {
    let mut waits = Vec::new();
    for lane in 0..model.lanes.len() as u32 {
        let mut last = None;
        for phase in model.lane_phases(lane) {
            if let Some(wait) = Wait::of(model, lane, phase).filter(|wait| last != Some(wait.start)) {
                last = Some(wait.start);
                waits.push(wait);
            }
        }
    }
    let mut first = vec![NONE; if waits.is_empty() { 0 } else { model.events.len() }];
    let mut next = vec![NONE; waits.len()];
    for (index, wait) in waits.iter().enumerate().rev() {
        next[index] = std::mem::replace(&mut first[wait.start as usize], index as u32);
    }
    let mut ordered = Vec::with_capacity(waits.len());
    for mut index in first {
        while let Some(wait) = waits.get(index as usize) {
            ordered.push(*wait);
            index = next[index as usize];
        }
    }
    ordered
}

/// How many events of each kind there are before many rows.
#[derive(Clone, Debug, Default)]
struct Kinds {
    /// The kinds that there are.
    kinds: Vec<EventKind>,
    /// The place of each kind in `kinds`, by its number.
    place: Vec<u16>,
    /// A count is kept every so many rows.
    spacing: usize,
    /// Counts by kind, at rows 0, `spacing`, ...
    marks: Vec<u32>,
}

impl Kinds {
    fn new(model: &Model) -> Self {
        let mut kinds = Self::default();
        let rows = &model.events.kind;
        let numbers = rows.iter().map(|kind| usize::from(kind.0) + 1).max().unwrap_or(0);
        let mut seen = vec![None; numbers];
        rows.iter()
            .for_each(|kind| seen[usize::from(kind.0)] = Some(*kind));
        for kind in seen {
            kinds.place.push(kinds.kinds.len() as u16);
            kinds.kinds.extend(kind);
        }
        kinds.spacing = ROWS.max(16 * kinds.kinds.len());
        let mut counts = vec![0; kinds.kinds.len()];
        for block in rows.chunks(kinds.spacing) {
            kinds.marks.extend_from_slice(&counts);
            kinds.count(block, &mut counts);
        }
        kinds.marks.extend_from_slice(&counts);
        kinds
    }

    fn count(&self, rows: &[EventKind], counts: &mut [u32]) {
        rows.iter()
            .for_each(|kind| counts[usize::from(self.place[usize::from(kind.0)])] += 1);
    }

    /// How many there are of each kind by a moment.
    fn until(&self, model: &Model, at: Moment) -> Vec<u32> {
        let rows = &model.events.kind;
        let row = (at.0 as usize).min(rows.len());
        let (mark, many) = (row / self.spacing, self.kinds.len());
        // What comes after the last mark of a run has none of its own.
        let from = (mark * self.spacing).min(rows.len());
        let mut counts = self.marks[mark * many..(mark + 1) * many].to_vec();
        self.count(&rows[from..row], &mut counts);
        counts
    }

    fn between(&self, model: &Model, range: Range) -> Vec<(EventKind, u32)> {
        let (before, until) = (self.until(model, range.from), self.until(model, range.to));
        let counts = until
            .iter()
            .zip(before)
            .map(|(until, before)| until.saturating_sub(before));
        let mut kinds: Vec<(EventKind, u32)> = self.kinds.iter().copied().zip(counts).collect();
        kinds.retain(|&(_, count)| count > 0);
        sort_by_key(&mut kinds, |&(kind, count)| (std::cmp::Reverse(count), kind));
        kinds
    }
}
