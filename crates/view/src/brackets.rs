//! What hangs under a lane: locks held, tasks run and named stretches, in tracks where nothing overlaps.

use std::ops::Range;

use laneway_model::{Hold, Model, Span, TaskRun, sort_by_key};

/// The most tracks of a lane. What needs more shares the last one.
pub(crate) const MOST_TRACKS: usize = 3;

/// Set in an entry of [`Brackets::entries`] for a row of `model.tasks`.
const TASK: u32 = 1 << 31;
/// Set in one for a row of `model.spans`; without either it is one of `model.holds`.
const SPAN: u32 = 1 << 30;

/// Something that hangs under a lane.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Bracket<'a> {
    /// A row of `model.holds`.
    Hold(u32, &'a Hold),
    /// A row of `model.tasks`.
    Task(&'a TaskRun),
    /// A row of `model.spans`.
    Span(&'a Span),
}

impl Bracket<'_> {
    /// The row at which it begins.
    pub fn start_row(self) -> u32 {
        match self {
            Self::Hold(_, hold) => hold.start_row,
            Self::Task(task) => task.start_row,
            Self::Span(span) => span.start_row,
        }
    }

    /// The row at which it ends; `None` if it never does.
    pub fn end_row(self) -> Option<u32> {
        match self {
            Self::Hold(_, hold) => hold.end_row,
            Self::Task(task) => task.end_row,
            Self::Span(span) => span.end_row,
        }
    }
}

/// The brackets of all lanes by track: 4 bytes a bracket, 16 bytes a lane.
#[derive(Clone, Debug, Default)]
pub(crate) struct Brackets {
    /// Sorted by lane, then track, then row.
    entries: Vec<u32>,
    /// For each lane where its tracks begin in `entries`, and where the last one ends.
    tracks: Vec<[u32; MOST_TRACKS + 1]>,
    /// The most tracks any lane has.
    pub most: usize,
}

impl Brackets {
    /// O(brackets log brackets of a lane).
    pub fn new(model: &Model) -> Self {
        let mut brackets = Self::default();
        let (mut holds, mut tasks, mut spans) = (0, 0, 0);
        let rows = |from: &mut u32, len: usize| {
            let rows = *from..*from + len as u32;
            *from = rows.end;
            rows
        };
        for lane in 0..model.lanes.len() as u32 {
            let mut all: Vec<u32> = rows(&mut holds, model.lane_holds(lane).len()).collect();
            all.extend(rows(&mut tasks, model.lane_tasks(lane).len()).map(|task| task | TASK));
            all.extend(rows(&mut spans, model.lane_spans(lane).len()).map(|span| span | SPAN));
            brackets.push_lane(model, all);
        }
        brackets
    }

    fn push_lane(&mut self, model: &Model, mut all: Vec<u32>) {
        sort_by_key(&mut all, |&entry| resolve(model, entry).map(Bracket::start_row));
        let mut tracks: [Vec<u32>; MOST_TRACKS] = Default::default();
        let mut ends = [0_u32; MOST_TRACKS];
        for entry in all {
            let Some(bracket) = resolve(model, entry) else {
                continue;
            };
            let free = ends.iter().position(|&end| end <= bracket.start_row());
            let track = free.unwrap_or(MOST_TRACKS - 1);
            ends[track] = bracket.end_row().unwrap_or(u32::MAX);
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

    /// The entries of a track of a lane; see [`Brackets::get`].
    pub fn track(&self, lane: u32, track: usize) -> Range<usize> {
        self.tracks
            .get(lane as usize)
            .map_or(0..0, |tracks| tracks[track] as usize..tracks[track + 1] as usize)
    }

    /// The bracket of an entry.
    pub fn get<'a>(&self, model: &'a Model, entry: usize) -> Option<Bracket<'a>> {
        resolve(model, *self.entries.get(entry)?)
    }
}

fn resolve(model: &Model, entry: u32) -> Option<Bracket<'_>> {
    let row = (entry & !(TASK | SPAN)) as usize;
    if entry & TASK != 0 {
        model.tasks.get(row).map(Bracket::Task)
    } else if entry & SPAN != 0 {
        model.spans.get(row).map(Bracket::Span)
    } else {
        let hold = model.holds.get(row)?;
        Some(Bracket::Hold(entry, hold))
    }
}
