//! What hangs under a lane: locks held and tasks run, in tracks where nothing overlaps.

use std::ops::Range;

use laneway_model::{Hold, Model, TaskRun};
use laneway_trace::ObjectId;

/// The most tracks of a lane. What needs more shares the last one.
pub(crate) const MOST_TRACKS: usize = 3;

/// Set in an entry of [`Spans::entries`] for a row of `model.tasks`; else it is one of `model.holds`.
const TASK: u32 = 1 << 31;

/// Something that hangs under a lane.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Span<'a> {
    /// A row of `model.holds`.
    Hold(u32, &'a Hold),
    /// A row of `model.tasks`.
    Task(&'a TaskRun),
}

impl Span<'_> {
    /// The row at which it begins.
    pub fn start_row(self) -> u32 {
        match self {
            Self::Hold(_, hold) => hold.start_row,
            Self::Task(task) => task.start_row,
        }
    }

    /// The row at which it ends; `None` if it never does.
    pub fn end_row(self) -> Option<u32> {
        match self {
            Self::Hold(_, hold) => hold.end_row,
            Self::Task(task) => task.end_row,
        }
    }

    /// The lock or the future.
    pub fn object(self) -> ObjectId {
        match self {
            Self::Hold(_, hold) => hold.object,
            Self::Task(task) => task.future,
        }
    }
}

/// The spans of all lanes by track: 4 bytes a span, 16 bytes a lane.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spans {
    /// Sorted by lane, then track, then row.
    entries: Vec<u32>,
    /// For each lane where its tracks begin in `entries`, and where the last one ends.
    tracks: Vec<[u32; MOST_TRACKS + 1]>,
    /// The most tracks any lane has.
    pub most: usize,
}

impl Spans {
    /// O(spans log spans of a lane).
    pub fn new(model: &Model) -> Self {
        let mut spans = Self::default();
        let mut hold_at = 0;
        let mut task_at = 0;
        for lane in 0..model.lanes.len() as u32 {
            let holds = hold_at..hold_at + model.lane_holds(lane).len();
            let tasks = task_at..task_at + model.lane_tasks(lane).len();
            (hold_at, task_at) = (holds.end, tasks.end);
            spans.push_lane(model, holds, tasks);
        }
        spans
    }

    fn push_lane(&mut self, model: &Model, holds: Range<usize>, tasks: Range<usize>) {
        let mut all: Vec<u32> = holds.map(|hold| hold as u32).collect();
        all.extend(tasks.map(|task| task as u32 | TASK));
        all.sort_by_key(|&entry| resolve(model, entry).map(Span::start_row));
        let mut tracks: [Vec<u32>; MOST_TRACKS] = Default::default();
        let mut ends = [0_u32; MOST_TRACKS];
        for entry in all {
            let Some(span) = resolve(model, entry) else {
                continue;
            };
            let free = ends.iter().position(|&end| end <= span.start_row());
            let track = free.unwrap_or(MOST_TRACKS - 1);
            ends[track] = span.end_row().unwrap_or(u32::MAX);
            tracks[track].push(entry);
            self.most = self.most.max(track + 1);
        }
        let mut starts = [0; MOST_TRACKS + 1];
        for (start, track) in starts.iter_mut().zip(&tracks) {
            *start = self.entries.len() as u32;
            self.entries.extend_from_slice(track);
        }
        starts[MOST_TRACKS] = self.entries.len() as u32;
        self.tracks.push(starts);
    }

    /// The entries of a track of a lane; see [`Spans::get`].
    pub fn track(&self, lane: u32, track: usize) -> Range<usize> {
        self.tracks
            .get(lane as usize)
            .map_or(0..0, |tracks| tracks[track] as usize..tracks[track + 1] as usize)
    }

    /// The span of an entry.
    pub fn get<'a>(&self, model: &'a Model, entry: usize) -> Option<Span<'a>> {
        resolve(model, *self.entries.get(entry)?)
    }
}

fn resolve(model: &Model, entry: u32) -> Option<Span<'_>> {
    if entry & TASK != 0 {
        model.tasks.get((entry & !TASK) as usize).map(Span::Task)
    } else {
        model
            .holds
            .get(entry as usize)
            .map(|hold| Span::Hold(entry, hold))
    }
}
