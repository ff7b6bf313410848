//! Which events are beats: all but what was only seen from outside.
//!
//! What the system's tables showed colours phases, and is nothing that the program did: no beat of the steps
//! clock, no sentence of the story, no stop. Its rows stand between two beats, and have positions there.

use std::ops::Range;

use laneway_model::{Model, Moment};

use crate::walk::partition;

/// The beats of a run. Costs 4 bytes a row that is none, and nothing to ask where there are none.
#[derive(Clone, Debug, Default)]
pub struct Beats {
    /// The number of events.
    rows: u32,
    /// The rows that are no beats, ascending.
    seen: Vec<u32>,
}

impl Beats {
    pub(crate) fn new(model: &Model) -> Self {
        Self {
            rows: model.end().0,
            seen: model.seen_rows().to_vec(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> u32 {
        self.rows - self.seen.len() as u32
    }

    /// True if nothing happened that anybody told.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many have happened at a moment. O(log of the rows that are none), as are all below.
    pub fn until(&self, at: Moment) -> u32 {
        let at = at.0.min(self.rows);
        at - self.seen.partition_point(|&row| row < at) as u32
    }

    /// The moment right after so many of them.
    pub fn moment(&self, beats: u32) -> Moment {
        let beats = beats.min(self.len());
        Moment(beats + self.gap(beats).start as u32)
    }

    /// The row of a beat, counted from 0; `None` past the last.
    pub fn row(&self, beat: u32) -> Option<u32> {
        (beat < self.len()).then(|| self.moment(beat + 1).0 - 1)
    }

    /// The row of the last beat that has happened at a moment.
    pub fn last_row(&self, at: Moment) -> Option<u32> {
        self.row(self.until(at).checked_sub(1)?)
    }

    /// Where a moment is if every beat takes one unit. Rows that are none share the unit between them.
    pub(crate) fn position(&self, at: Moment) -> f64 {
        let at = at.0.min(self.rows);
        if self.seen.is_empty() {
            return f64::from(at);
        }
        let passed = self.seen.partition_point(|&row| row < at);
        let beats = at - passed as u32;
        let gap = self.gap(beats);
        between(beats, passed - gap.start, gap.len())
    }

    /// The last moment that is not after a position.
    pub(crate) fn moment_at(&self, position: f64) -> Moment {
        let beats = (position as u32).min(self.len());
        if self.seen.is_empty() {
            return Moment(beats);
        }
        let gap = self.gap(beats);
        let passed = partition(0..gap.len(), |row| between(beats, row + 1, gap.len()) <= position);
        Moment(beats + (gap.start + passed) as u32)
    }

    /// Which of [`Beats::seen`] come after so many beats and before the next one: those before which there
    /// are so many.
    fn gap(&self, beats: u32) -> Range<usize> {
        let all = 0..self.seen.len();
        let before = |row: usize| self.seen[row] - row as u32;
        let start = partition(all.clone(), |row| before(row) < beats);
        let len = partition(start..all.end, |row| before(row) <= beats);
        start..start + len
    }
}

/// The row of the last beat that has happened at a moment, without a table of them. One step for each row that
/// was seen from outside since.
pub(crate) fn last_beat(model: &Model, at: Moment) -> Option<u32> {
    let seen = model.seen_rows();
    let mut before = at.0.min(model.end().0);
    let mut passed = seen.partition_point(|&row| row < before);
    while passed > 0 && seen[passed - 1] + 1 == before {
        before -= 1;
        passed -= 1;
    }
    before.checked_sub(1)
}

/// After so many beats and `passed` of the `rows` that come before the next one.
fn between(beats: u32, passed: usize, rows: usize) -> f64 {
    f64::from(beats) + passed as f64 / (rows + 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `.` is a beat, `s` was seen from outside.
    fn beats(run: &str) -> Beats {
        Beats {
            rows: run.len() as u32,
            seen: run.match_indices('s').map(|(row, _)| row as u32).collect(),
        }
    }

    #[test]
    fn positions_are_beats_and_what_was_seen_lies_between() {
        #[track_caller]
        fn check(run: &str, expected: &[f64]) {
            let beats = beats(run);
            let moments = (0..=beats.rows).map(Moment);
            assert_eq!(moments.map(|at| beats.position(at)).collect::<Vec<_>>(), expected);
            for at in (0..=beats.rows).map(Moment) {
                assert_eq!(beats.moment_at(beats.position(at)), at, "in {run}");
            }
        }
        check("", &[0.0]);
        check("...", &[0.0, 1.0, 2.0, 3.0]);
        check(".s.", &[0.0, 1.0, 1.5, 2.0]);
        check("s.sss.s", &[0.0, 0.5, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5]);
        check("ss", &[0.0, 1.0 / 3.0, 2.0 / 3.0]);
    }

    #[test]
    fn beats_are_counted_and_found() {
        let beats = beats("s.ss..s");
        assert_eq!(beats.len(), 3);
        let rows: Vec<Option<u32>> = (0..4).map(|beat| beats.row(beat)).collect();
        assert_eq!(rows, [Some(1), Some(4), Some(5), None]);
        let until: Vec<u32> = (0..=7).map(|at| beats.until(Moment(at))).collect();
        assert_eq!(until, [0, 0, 1, 1, 1, 2, 3, 3]);
        let last: Vec<Option<u32>> = (0..=7).map(|at| beats.last_row(Moment(at))).collect();
        let (none, one, four, five) = (None, Some(1), Some(4), Some(5));
        assert_eq!(last, [none, none, one, one, one, four, five, five]);
        let moments: Vec<u32> = (0..=4).map(|beats_done| beats.moment(beats_done).0).collect();
        assert_eq!(moments, [0, 2, 5, 6, 6]);
    }
}
