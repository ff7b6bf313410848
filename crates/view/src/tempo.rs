//! How long each beat of a lesson is shown while it plays by steps.
//!
//! In a lesson each move is to be seen and said. One that follows at once from another, as a lock's next holder
//! enters when the last one leaves, belongs to the same move, and comes with it.

use std::ops::Range;

use laneway_model::Model;

use crate::Beats;

/// At speed 1 a beat is shown so long, in seconds.
pub const BEAT_S: f64 = 0.8;

/// So long, in seconds, until one that belongs to the same move: less than a motion of the stage takes.
const TOGETHER_S: f64 = 0.08;

/// A longer lesson plays at the pace of any run: it repeats itself, and nobody would see it to its end.
const MOST_BEATS: u32 = 400;

/// How long the beats of a lesson are shown. Empty for any other run.
#[derive(Clone, Debug, Default)]
pub struct Tempo {
    /// For each beat whether it belongs to the same move as the one before it.
    together: Vec<bool>,
}

impl Tempo {
    pub(crate) fn new(model: &Model, beats: &Beats) -> Self {
        if model.header.lesson.is_none() || beats.len() > MOST_BEATS {
            return Self::default();
        }
        let rows: Vec<u32> = (0..beats.len()).filter_map(|beat| beats.row(beat)).collect();
        let mut move_start = 0;
        let together = rows.iter().enumerate().map(|(beat, &row)| {
            let the_move: Range<u32> = rows[move_start]..row;
            let links = model.links_into(row..row + 1);
            let follows = links.iter().any(|link| the_move.contains(&link.from_row));
            if !follows {
                move_start = beat;
            }
            follows
        });
        Self {
            together: together.collect(),
        }
    }

    /// True if the run's own pace counts throughout.
    pub fn is_empty(&self) -> bool {
        self.together.is_empty()
    }

    /// The position `elapsed_s` seconds after another, at speed 1, by the steps clock; `None` where the run's own
    /// pace counts: after the last beat, and in a run that is no lesson. Linear in the beats that are passed.
    pub(crate) fn after(&self, position: f64, elapsed_s: f64) -> Option<f64> {
        let mut position = position.max(0.0);
        let mut left_s = elapsed_s;
        self.together.get(position as usize)?;
        while let Some(together) = self.together.get(position as usize) {
            let beat_s = if *together { TOGETHER_S } else { BEAT_S };
            let to_next = position.floor() + 1.0 - position;
            if left_s < to_next * beat_s {
                return Some(position + left_s / beat_s);
            }
            left_s -= to_next * beat_s;
            position = position.floor() + 1.0;
        }
        Some(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_has_its_time_and_what_belongs_to_it_comes_at_once() {
        let tempo = Tempo {
            together: vec![false, false, true, false],
        };
        #[track_caller]
        fn check(tempo: &Tempo, position: f64, elapsed_s: f64, expected: Option<f64>) {
            let after = tempo.after(position, elapsed_s);
            let same = match (after, expected) {
                (Some(after), Some(expected)) => (after - expected).abs() < 1e-9,
                (after, expected) => after == expected,
            };
            assert!(same, "{after:?} is not {expected:?}");
        }
        check(&tempo, 0.0, 0.4, Some(0.5));
        check(&tempo, 0.0, 0.8, Some(1.0));
        check(&tempo, 0.5, 0.8, Some(1.5));
        check(&tempo, 1.5, 0.4 + 0.04, Some(2.5));
        check(&tempo, 1.5, 0.4 + 0.08 + 0.2, Some(3.25));
        // To the last beat at most; what comes then goes by another pace.
        check(&tempo, 3.0, 9.0, Some(4.0));
        check(&tempo, 4.0, 0.1, None);
        check(&Tempo::default(), 0.0, 0.1, None);
    }
}
