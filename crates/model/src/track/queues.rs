//! What is in which queue. A pool's pending tasks are a queue as well: a submit puts, a begin takes.

use crate::index::NONE;

/// What is known of a queue: every item that was ever put, in the order of the puts, and when it left.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct QueueTrack {
    /// The row of each put.
    pub(crate) puts: Vec<u32>,
    /// For each put the row in which its item left, [`NONE`] if it never did.
    pub(crate) taken: Vec<u32>,
    /// The rows in which items left.
    pub(crate) gets: Vec<u32>,
    /// The first item that has not left.
    head: u32,
    /// True while items left in the order in which they came: then the contents at a moment are a window
    /// of `puts`.
    pub(crate) fifo: bool,
    pub(crate) max_len: u32,
}

impl QueueTrack {
    pub(crate) fn new() -> Self {
        Self {
            puts: Vec::new(),
            taken: Vec::new(),
            gets: Vec::new(),
            head: 0,
            fifo: true,
            max_len: 0,
        }
    }

    /// An item came; the answer is its place among the puts.
    pub(crate) fn put(&mut self, row: u32) -> u32 {
        self.puts.push(row);
        self.taken.push(NONE);
        self.max_len = self.max_len.max((self.puts.len() - self.gets.len()) as u32);
        self.puts.len() as u32 - 1
    }

    /// The first item that has not left, as its place among the puts.
    pub(crate) fn head(&self) -> Option<u32> {
        ((self.head as usize) < self.puts.len()).then_some(self.head)
    }

    /// The item with this sequence number, if it is in the queue. O(1) for the head, else O(log puts), which
    /// needs sequence numbers that rise; an item whose number does not is not found.
    pub(crate) fn find(&self, sequence: u32, sequences: &[u32]) -> Option<u32> {
        let head = self.head()?;
        let of = |&row: &u32| sequences[row as usize];
        if of(&self.puts[head as usize]) == sequence {
            return Some(head);
        }
        let place = self.puts.partition_point(|row| of(row) < sequence);
        let found = self.puts.get(place).map(of) == Some(sequence) && self.taken[place] == NONE;
        found.then_some(place as u32)
    }

    /// An item that is in the queue leaves; the answer is the row of its put.
    pub(crate) fn take(&mut self, place: u32, row: u32) -> u32 {
        self.fifo &= place == self.head;
        self.taken[place as usize] = row;
        self.gets.push(row);
        // Each place is passed once in a run: O(1) on average.
        while self.taken.get(self.head as usize).is_some_and(|&row| row != NONE) {
            self.head += 1;
        }
        self.puts[place as usize]
    }

    /// How many items are in it at a moment, given as the number of rows that have happened. O(log).
    pub(crate) fn len_at(&self, rows: u32) -> usize {
        let count = |column: &[u32]| column.partition_point(|&row| row < rows);
        count(&self.puts).saturating_sub(count(&self.gets))
    }

    /// The places of the items that are in it at a moment, in the order in which they will leave, those
    /// that never leave last; at most `most`. O(log + most) if it is first in, first out; otherwise every
    /// put before the moment is looked at.
    pub(crate) fn items_at(&self, rows: u32, most: usize) -> Vec<u32> {
        let puts = self.puts.partition_point(|&row| row < rows);
        let gets = self.gets.partition_point(|&row| row < rows);
        if self.fifo {
            return (gets as u32..puts as u32).take(most).collect();
        }
        let mut items: Vec<u32> = (0..puts as u32)
            .filter(|&place| self.taken[place as usize] >= rows)
            .collect();
        items.sort_by_key(|&place| self.taken[place as usize]);
        items.truncate(most);
        items
    }
}
