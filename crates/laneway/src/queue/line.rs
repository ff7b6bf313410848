//! The items of a queue, and which of them leaves next.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, VecDeque};

use crate::item::Put;

/// Items, each with its put.
#[derive(Debug)]
pub(super) enum Line<T> {
    /// The first one leaves next.
    First(VecDeque<(Put, T)>),
    /// The last one.
    Last(Vec<(Put, T)>),
    /// The lowest one; of equal ones the first.
    Lowest(BinaryHeap<Reverse<Ranked<T>>>, Compare<T>),
}

/// How two items compare. It goes along with each item of a heap, so that only who makes a queue of lowest items
/// has to know that its items can be compared.
type Compare<T> = fn(&T, &T) -> Ordering;

#[derive(Debug)]
pub(super) struct Ranked<T> {
    put: Put,
    item: T,
    compare: Compare<T>,
}

impl<T> Line<T> {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::First(items) => items.len(),
            Self::Last(items) => items.len(),
            Self::Lowest(items, _) => items.len(),
        }
    }

    pub(super) fn push(&mut self, put: Put, item: T) {
        match self {
            Self::First(items) => items.push_back((put, item)),
            Self::Last(items) => items.push((put, item)),
            Self::Lowest(items, compare) => items.push(Reverse(Ranked {
                put,
                item,
                compare: *compare,
            })),
        }
    }

    pub(super) fn pop(&mut self) -> Option<(Put, T)> {
        match self {
            Self::First(items) => items.pop_front(),
            Self::Last(items) => items.pop(),
            Self::Lowest(items, _) => items.pop().map(|Reverse(Ranked { put, item, .. })| (put, item)),
        }
    }
}

impl<T> Ord for Ranked<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.compare)(&self.item, &other.item).then(self.put.sequence.cmp(&other.put.sequence))
    }
}

impl<T> PartialOrd for Ranked<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Ranked<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T> Eq for Ranked<T> {}
