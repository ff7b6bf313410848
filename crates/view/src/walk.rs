//! What of many stretches can be seen: at most a few for each bin of some pixels.

use std::ops::Range;

use crate::{Clock, TimeScale};

/// The part of a run that is in sight, in bins of the same width, as rows: the events of a bin are known by
/// comparing row numbers, without looking at times. Bins are fixed to the clock's zero, so that nothing
/// flickers while the picture is panned.
#[derive(Clone, Debug)]
pub(crate) struct Bins {
    /// The first row of each bin; the last two lie past what is in sight.
    edges: Vec<u32>,
}

impl Bins {
    /// Bins of `bin_px` pixels that cover pixels 0 to `width_px` of a scale. O(log events) a bin.
    pub fn new(clock: &Clock<'_>, scale: &TimeScale, width_px: f64, bin_px: f64) -> Self {
        let bin = bin_px * scale.units_per_px;
        let first = (scale.position(0.0) / bin).floor();
        let count = (width_px / bin_px).ceil() as u32 + 4;
        let edge = |at: u32| clock.moment((first + f64::from(at)) * bin).0;
        Self {
            edges: (0..count).map(edge).collect(),
        }
    }

    /// The bin of a row, not before the bin `from`. Rows before the first bin count as in it.
    fn bin(&self, row: u32, from: usize) -> usize {
        let rest = self.edges.get(from + 1..).unwrap_or_default();
        from + rest.partition_point(|&edge| edge <= row)
    }

    /// The first row of a bin; past the last one, a row that never comes.
    fn edge(&self, bin: usize) -> u32 {
        self.edges.get(bin).copied().unwrap_or(u32::MAX)
    }

    /// The first row past all bins.
    fn end(&self) -> u32 {
        self.edges.last().copied().unwrap_or(0)
    }
}

/// Stretches in order that do not overlap, by index, as rows.
pub(crate) struct Stretches<S, E, L> {
    /// The row at which a stretch begins.
    pub start: S,
    /// The row at which it ends; `u32::MAX` if it lasts to the end of the run.
    pub end: E,
    /// Which of a range of stretches stands for all of them.
    pub chosen: L,
}

/// One thing to draw: a stretch, or one that stands for several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The stretch, or the one that stands for the others.
    pub index: usize,
    /// All of them.
    pub all: Range<usize>,
}

impl Piece {
    /// True if it stands for several.
    pub fn is_dense(&self) -> bool {
        self.all.len() > 1
    }
}

impl<S: Fn(usize) -> u32, E: Fn(usize) -> u32, L: Fn(Range<usize>) -> usize> Stretches<S, E, L> {
    /// Calls `draw` for what is to be seen of a range of stretches. One that covers a whole bin comes by
    /// itself; others that begin in the same bin come together.
    ///
    /// At most two pieces a bin; each costs O(log of the stretches it stands for) and one choice.
    pub fn walk(&self, bins: &Bins, range: Range<usize>, mut draw: impl FnMut(Piece)) {
        let mut at = range.start;
        let mut bin = 0;
        while at < range.end {
            let row = (self.start)(at);
            if row >= bins.end() {
                break;
            }
            bin = bins.bin(row, bin);
            let covers_a_bin = |stretch: usize| (self.end)(stretch) >= bins.edge(bin + 2);
            if covers_a_bin(at) {
                draw(Piece {
                    index: at,
                    all: at..at + 1,
                });
                at += 1;
                continue;
            }
            let mut next = self.first_from(at + 1..range.end, bins.edge(bin + 1));
            // The last one may begin here and be long: it is drawn by itself.
            if next - at > 1 && covers_a_bin(next - 1) {
                next -= 1;
            }
            let index = if next - at == 1 {
                at
            } else {
                (self.chosen)(at..next)
            };
            draw(Piece { index, all: at..next });
            at = next;
        }
    }

    /// The first of a range that begins at a row or later: doubling steps, then halves.
    fn first_from(&self, range: Range<usize>, row: u32) -> usize {
        let mut low = range.start;
        let mut step = 1;
        while low + step <= range.end && (self.start)(low + step - 1) < row {
            low += step;
            step *= 2;
        }
        let high = (low + step - 1).min(range.end);
        low + partition(low..high, |at| (self.start)(at) < row)
    }
}

/// How many of a range come before the first for which `before` does not hold.
pub(crate) fn partition(range: Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = usize::midpoint(low, high);
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low - range.start
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bins of ten rows.
    #[track_caller]
    fn check(stretches: &[(u32, u32)], expected: &str) {
        let bins = Bins {
            edges: (0..10).map(|bin| bin * 10).collect(),
        };
        let walk = Stretches {
            start: |index: usize| stretches[index].0,
            end: |index: usize| stretches[index].1,
            chosen: |range: Range<usize>| range.end - 1,
        };
        let mut pieces = Vec::new();
        walk.walk(&bins, 0..stretches.len(), |piece| {
            pieces.push(format!("{} of {:?}", piece.index, piece.all));
        });
        assert_eq!(pieces.join(", "), expected);
    }

    #[test]
    fn short_stretches_come_together() {
        check(&[(0, 50), (50, 90)], "0 of 0..1, 1 of 1..2");
        check(&[(0, 2), (2, 4), (4, 9)], "2 of 0..3");
        check(&[(0, 2), (2, 4), (4, 70)], "1 of 0..2, 2 of 2..3");
        check(
            &[(5, 6), (8, 12), (13, 14), (30, 31)],
            "1 of 0..2, 2 of 2..3, 3 of 3..4",
        );
        check(&[(0, 2), (2, u32::MAX)], "0 of 0..1, 1 of 1..2");
        check(&[], "");
        check(&[(200, 300)], "");
        let many: Vec<(u32, u32)> = (0..100).map(|at| (at / 2, at / 2 + 1)).collect();
        check(
            &many,
            "19 of 0..20, 39 of 20..40, 59 of 40..60, 79 of 60..80, 99 of 80..100",
        );
    }
}
