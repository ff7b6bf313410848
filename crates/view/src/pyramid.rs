//! The longest of any run of neighbouring phases, without looking at all of them.

use std::ops::Range;

/// How many entries of a level stand for one of the next.
const STEP: usize = 8;

/// The lengths, and for every 8 neighbours, every 64, ... which of them is the longest. A range maximum
/// query with 4 4/7 bytes an entry, where neighbours in the table are neighbours in memory; the idea of summarizing a trace level by level is that of the mip maps of trace
/// viewers such as Perfetto's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pyramid {
    lengths: Vec<f32>,
    /// Level by level, the index of the longest.
    levels: Vec<Vec<u32>>,
}

impl Pyramid {
    /// Linear in lengths.
    pub fn new(lengths: Vec<f32>) -> Self {
        let longest = |indices: &mut dyn Iterator<Item = u32>| {
            indices.fold(None, |best: Option<u32>, index| match best {
                Some(best) if lengths[best as usize] >= lengths[index as usize] => Some(best),
                _ => Some(index),
            })
        };
        let mut levels: Vec<Vec<u32>> = Vec::new();
        let mut below = lengths.len();
        while below > STEP {
            let level: Vec<u32> = match levels.last() {
                None => (0..lengths.len())
                    .step_by(STEP)
                    .filter_map(|from| {
                        let to = (from + STEP).min(lengths.len());
                        longest(&mut (from as u32..to as u32))
                    })
                    .collect(),
                Some(last) => last
                    .chunks(STEP)
                    .filter_map(|chunk| longest(&mut chunk.iter().copied()))
                    .collect(),
            };
            below = level.len();
            levels.push(level);
        }
        Self { lengths, levels }
    }

    /// The longest of a range, the first of equals; the start of an empty range. O(log range).
    pub fn longest(&self, range: Range<usize>) -> usize {
        let mut best = (range.start, f32::NEG_INFINITY);
        let consider = |best: &mut (usize, f32), index: usize| {
            let length = self.lengths[index];
            if length > best.1 || (length >= best.1 && index < best.0) {
                *best = (index, length);
            }
        };
        let (mut from, mut to) = (range.start, range.end);
        let mut level: Option<&Vec<u32>> = None;
        let mut levels = self.levels.iter();
        while from < to {
            let at = |index: usize| level.map_or(index, |level| level[index] as usize);
            let next = levels.next();
            // The ends that do not fill a whole entry of the next level are looked at one by one.
            while from < to && (from % STEP != 0 || next.is_none()) {
                consider(&mut best, at(from));
                from += 1;
            }
            while from < to && to % STEP != 0 {
                to -= 1;
                consider(&mut best, at(to));
            }
            (from, to, level) = (from / STEP, to / STEP, next);
        }
        best.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_is_that_of_a_search() {
        // A generator of our own: the same numbers on every run.
        let mut seed = 12_345_u64;
        let mut lengths = Vec::new();
        for _ in 0..700 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            lengths.push((seed >> 54) as f32);
        }
        let pyramid = Pyramid::new(lengths.clone());
        for from in (0..700).step_by(7) {
            for to in (from + 1..=700).step_by(13) {
                let found = pyramid.longest(from..to);
                let most = lengths[from..to].iter().copied().fold(f32::MIN, f32::max);
                let first = from
                    + lengths[from..to]
                        .iter()
                        .position(|&length| length >= most)
                        .unwrap();
                assert_eq!(found, first, "{from}..{to}");
            }
        }
        assert_eq!(pyramid.longest(5..5), 5);
    }
}
