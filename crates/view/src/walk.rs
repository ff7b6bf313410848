//! What of many stretches can be seen: at most a few for each pixel.

use std::ops::Range;

/// Stretches in order that do not overlap, by index, and where they are on a clock.
pub(crate) struct Stretches<S, E, L> {
    /// Where a stretch begins.
    pub start: S,
    /// Where it ends.
    pub end: E,
    /// Which of a range of stretches stands for all of them.
    pub chosen: L,
}

/// One thing to draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Piece {
    /// The stretch, or the one that stands for several.
    pub index: usize,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// How many stretches it stands for.
    pub count: usize,
}

impl<S: Fn(usize) -> f64, E: Fn(usize) -> f64, L: Fn(Range<usize>) -> usize> Stretches<S, E, L> {
    /// Calls `draw` for what is to be seen of a range of stretches up to a position. Stretches as long as a
    /// bin come one by one; shorter ones that begin in the same bin come together. Bins are fixed to the
    /// clock's zero, so that nothing flickers while the picture is panned.
    ///
    /// At most two pieces a bin; each costs O(log of the stretches it stands for) and one choice.
    pub fn walk(&self, range: Range<usize>, until: f64, bin: f64, mut draw: impl FnMut(Piece)) {
        let mut at = range.start;
        while at < range.end {
            let from = (self.start)(at);
            if from > until {
                break;
            }
            let to = (self.end)(at);
            if to - from >= bin {
                draw(Piece {
                    index: at,
                    from,
                    to,
                    count: 1,
                });
                at += 1;
                continue;
            }
            let bin_end = ((from / bin).floor() + 1.0) * bin;
            let mut next = self.first_from(at + 1..range.end, bin_end);
            // The last one may begin here and be long: it is drawn on its own.
            let last = next - 1;
            if last > at && (self.end)(last) - (self.start)(last) >= bin {
                next = last;
            }
            let index = if next - at == 1 {
                at
            } else {
                (self.chosen)(at..next)
            };
            draw(Piece {
                index,
                from,
                to: (self.end)(next - 1),
                count: next - at,
            });
            at = next;
        }
    }

    /// The first of a range that begins at a position or later: doubling steps, then halves.
    fn first_from(&self, range: Range<usize>, position: f64) -> usize {
        let mut low = range.start;
        let mut step = 1;
        while low + step <= range.end && (self.start)(low + step - 1) < position {
            low += step;
            step *= 2;
        }
        let mut high = (low + step - 1).min(range.end);
        while low < high {
            let middle = usize::midpoint(low, high);
            if (self.start)(middle) < position {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stretches: &[(f64, f64)], bin: f64, expected: &str) {
        let walk = Stretches {
            start: |index: usize| stretches[index].0,
            end: |index: usize| stretches[index].1,
            chosen: |range: Range<usize>| range.start,
        };
        let mut pieces = Vec::new();
        walk.walk(0..stretches.len(), 100.0, bin, |piece| {
            pieces.push(format!(
                "{}x{} {}-{}",
                piece.index, piece.count, piece.from, piece.to
            ));
        });
        assert_eq!(pieces.join(", "), expected);
    }

    #[test]
    fn short_stretches_come_together() {
        check(&[(0.0, 5.0), (5.0, 9.0)], 1.0, "0x1 0-5, 1x1 5-9");
        check(&[(0.0, 0.2), (0.2, 0.4), (0.4, 0.9)], 1.0, "0x3 0-0.9");
        check(&[(0.0, 0.2), (0.2, 0.4), (0.4, 7.0)], 1.0, "0x2 0-0.4, 2x1 0.4-7");
        check(
            &[(0.5, 0.6), (0.8, 1.2), (1.3, 1.4), (3.0, 3.1)],
            1.0,
            "0x2 0.5-1.2, 2x1 1.3-1.4, 3x1 3-3.1",
        );
        check(&[], 1.0, "");
        check(&[(200.0, 300.0)], 1.0, "");
    }
}
