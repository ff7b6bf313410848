//! A stream of events while it is put into order.

use std::borrow::Cow;
use std::collections::VecDeque;

use crate::Events;

/// What is left of a stream: pieces of it, none of them empty.
#[derive(Debug, Default)]
pub(super) struct Stream<'a> {
    pieces: VecDeque<Cow<'a, Events>>,
    /// The next row of the first piece.
    row: usize,
    /// How many events are out.
    passed: u64,
}

/// A stream whose event after so many waits for something. Void once the stream has moved on, which it
/// does without being called only where constraints contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Waiting {
    pub(super) stream: usize,
    passed: u64,
}

impl<'a> Stream<'a> {
    pub(super) fn push(&mut self, events: Cow<'a, Events>) {
        self.pieces.push_back(events);
    }

    /// The next event: a row of these.
    #[inline]
    pub(super) fn next(&self) -> Option<(&Events, usize)> {
        Some((self.pieces.front()?, self.row))
    }

    /// Goes past the next event.
    #[inline]
    pub(super) fn pass(&mut self) {
        self.row += 1;
        self.passed += 1;
        if self.pieces.front().is_some_and(|piece| piece.len() == self.row) {
            self.pieces.pop_front();
            self.row = 0;
        }
    }

    /// The stream, which has this number, as one that waits.
    #[inline]
    pub(super) fn waiting(&self, stream: usize) -> Waiting {
        Waiting {
            stream,
            passed: self.passed,
        }
    }
}
