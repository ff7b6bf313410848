//! The sequence numbers of one object: which of them are out, and who waits for that.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::stream::Waiting;

/// The sequence numbers of one object.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    /// Those that were announced: ascending as far as they are lined up.
    all: Vec<u32>,
    /// How many of them are lined up.
    lined_up: usize,
    /// How many of them are out.
    out: usize,
    /// Who waits until all numbers smaller than this are out.
    waiting: BinaryHeap<Reverse<(u64, Waiting)>>,
    /// Numbers that went out before their turn, because constraints contradict each other.
    early: BinaryHeap<Reverse<u32>>,
}

impl Sequences {
    /// Takes a number that is to come. True for the first one since all were lined up.
    pub(super) fn announce(&mut self, sequence: u32) -> bool {
        self.all.push(sequence);
        self.all.len() == self.lined_up + 1
    }

    /// Puts the announced numbers in their order.
    pub(super) fn line_up(&mut self) {
        self.all.drain(..self.out);
        self.out = 0;
        // One ascending run for each stream: the stable sort finds the runs and merges them.
        self.all.sort();
        self.lined_up = self.all.len();
    }

    /// The smallest number still to come.
    pub(super) fn next(&self) -> u64 {
        self.all
            .get(self.out)
            .map_or(u64::MAX, |&sequence| u64::from(sequence))
    }

    /// Takes note that the event with this number is out.
    pub(super) fn pass(&mut self, sequence: u32) {
        if self.next() == u64::from(sequence) {
            self.out += 1;
        } else {
            self.early.push(Reverse(sequence));
        }
        while self
            .early
            .peek()
            .is_some_and(|&Reverse(early)| u64::from(early) == self.next())
        {
            self.early.pop();
            self.out += 1;
        }
    }

    /// Puts a stream in line until all numbers smaller than this are out.
    pub(super) fn wait(&mut self, sequence: u64, waiting: Waiting) {
        self.waiting.push(Reverse((sequence, waiting)));
    }

    /// Takes a stream off the line whose turn has come.
    pub(super) fn next_in_line(&mut self) -> Option<Waiting> {
        let &Reverse((sequence, _)) = self.waiting.peek()?;
        if sequence > self.next() {
            return None;
        }
        self.waiting.pop().map(|Reverse((_, waiting))| waiting)
    }
}
