//! Those who stand in a line, in the order in which they came.

use std::collections::VecDeque;
use std::collections::vec_deque::Iter;
use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Who stands in a [`Line`].
pub trait Stands {
    /// What tells it from all others in the line.
    type Key: Copy + Eq + Hash;

    /// What tells it from the others.
    fn key(&self) -> Self::Key;

    /// The row in which it came, which is after those of all before it.
    fn row(&self) -> u32;
}

/// Those who stand in a line, longest first. To find one, to add one, and to take out the first or the last
/// costs O(log n); to take out one in the middle moves those on the shorter side of it.
#[derive(Clone, Debug)]
pub struct Line<T: Stands> {
    line: VecDeque<T>,
    /// Where there are many, the row of each; empty where there are few.
    rows: FxHashMap<T::Key, u32>,
}

/// Up to so many are found by looking at each.
const FEW: usize = 32;

impl<T: Stands> Default for Line<T> {
    fn default() -> Self {
        Self {
            line: VecDeque::new(),
            rows: FxHashMap::default(),
        }
    }
}

impl<T: Stands + PartialEq> PartialEq for Line<T> {
    fn eq(&self, other: &Self) -> bool {
        self.line == other.line
    }
}

impl<'a, T: Stands> IntoIterator for &'a Line<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T: Stands> Line<T> {
    /// All of them, longest first.
    pub fn iter(&self) -> Iter<'_, T> {
        self.line.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.line.len()
    }

    /// True if there is nobody.
    pub fn is_empty(&self) -> bool {
        self.line.is_empty()
    }

    /// The one who has stood there longest.
    pub fn first(&self) -> Option<&T> {
        self.line.front()
    }

    /// Where one stands.
    #[inline]
    pub(super) fn find(&self, key: T::Key) -> Option<usize> {
        if self.rows.is_empty() {
            return self.line.iter().position(|one| one.key() == key);
        }
        let row = *self.rows.get(&key)?;
        self.line.binary_search_by_key(&row, T::row).ok()
    }

    pub(super) fn get(&self, place: usize) -> Option<&T> {
        self.line.get(place)
    }

    pub(super) fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        self.line.get_mut(place)
    }

    /// Adds one behind all others, who is not there yet.
    pub(super) fn push(&mut self, one: T) {
        if !self.rows.is_empty() {
            self.rows.insert(one.key(), one.row());
        }
        self.line.push_back(one);
        if self.rows.is_empty() {
            self.note_rows();
        }
    }

    /// The one who stands there under this one's key; it, if nobody does.
    pub(super) fn find_or_push(&mut self, one: T) -> &mut T {
        let place = self.find(one.key()).unwrap_or_else(|| {
            self.push(one);
            self.len() - 1
        });
        &mut self.line[place]
    }

    /// Takes one out.
    pub(super) fn remove(&mut self, place: usize) -> Option<T> {
        let one = self.line.remove(place)?;
        if self.line.len() <= FEW / 2 {
            self.rows.clear();
        } else if !self.rows.is_empty() {
            self.rows.remove(&one.key());
        }
        Some(one)
    }

    /// Leaves only those for whom this holds.
    pub(super) fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.line.retain(keep);
        self.rows.clear();
        self.note_rows();
    }

    /// Takes note of the rows, if there are many.
    #[inline]
    fn note_rows(&mut self) {
        if self.line.len() > FEW {
            self.rows = self.line.iter().map(|one| (one.key(), one.row())).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct One {
        name: u32,
        row: u32,
    }

    impl Stands for One {
        type Key = u32;

        fn key(&self) -> u32 {
            self.name
        }

        fn row(&self) -> u32 {
            self.row
        }
    }

    /// A line that grows and shrinks, past where it begins to take note of rows, finds whom a walk finds.
    #[test]
    fn who_stands_in_a_line_is_found_however_many_there_are() {
        let mut line = Line::default();
        for row in 0..20_000_u32 {
            // Grows for a while, then shrinks for a while; names come in no order.
            let name = row.wrapping_mul(2_654_435_761) % 200;
            let found = line.find(name);
            assert_eq!(found, line.iter().position(|one: &One| one.name == name), "{row}");
            match found {
                Some(place) if row / 500 % 2 == 1 => drop(line.remove(place)),
                None if row / 500 % 2 == 0 => line.push(One { name, row }),
                _ => {}
            }
            if row % 1_999 == 0 {
                line.retain(|one| one.name % 3 != 0);
            }
            assert!(line.rows.is_empty() || line.rows.len() == line.len(), "{row}");
            assert!(
                line.len() <= FEW || !line.rows.is_empty(),
                "a walk for each of many"
            );
        }
    }
}
