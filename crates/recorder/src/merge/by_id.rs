//! What the ids of a session stand for.

use std::collections::HashMap;

/// Ids below this one stand in a column.
const COLUMN: usize = 1 << 20;

/// A map by id. Ids are taken in turn, from 1, so that nearly all are low and found without a hash; a program
/// that makes one up costs no more than a row of an ordinary map, or the column up to there.
pub(super) struct ById<T> {
    column: Vec<Option<T>>,
    others: HashMap<u32, T>,
}

impl<T> ById<T> {
    pub fn new() -> Self {
        Self {
            column: Vec::new(),
            others: HashMap::new(),
        }
    }

    pub fn get(&self, id: u32) -> Option<&T> {
        match self.column.get(id as usize) {
            Some(value) => value.as_ref(),
            None => self.others.get(&id),
        }
    }

    pub fn get_mut(&mut self, id: u32) -> Option<&mut T> {
        match self.column.get_mut(id as usize) {
            Some(value) => value.as_mut(),
            None => self.others.get_mut(&id),
        }
    }

    /// Puts a value there, in place of any that is.
    pub fn insert(&mut self, id: u32, value: T) {
        let index = id as usize;
        if index >= COLUMN {
            self.others.insert(id, value);
            return;
        }
        if index >= self.column.len() {
            self.column.resize_with(index + 1, || None);
        }
        self.column[index] = Some(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_found_however_large() {
        let ids = [1, 2, 700, COLUMN as u32 - 1, COLUMN as u32, u32::MAX];
        let mut map = ById::new();
        for id in ids {
            assert_eq!(map.get(id), None);
            map.insert(id, id);
        }
        map.insert(700, 7);
        if let Some(value) = map.get_mut(u32::MAX) {
            *value = 8;
        }
        let values = ids.map(|id| map.get(id).copied());
        let last = [Some(COLUMN as u32 - 1), Some(COLUMN as u32), Some(8)];
        assert_eq!(values[..3], [Some(1), Some(2), Some(7)]);
        assert_eq!(values[3..], last);
        assert_eq!([0, 3, 701, u32::MAX - 1].map(|id| map.get(id)), [None; 4]);
    }
}
