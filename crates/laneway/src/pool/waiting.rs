//! Waiting for several futures at once.
//!
//! As in CPython, who waits has an event, which whoever ends the task sets that is waited for.

use std::collections::VecDeque;
use std::fmt;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::future::Future;
use crate::sync::Event;
use crate::waiting::Patience;

/// When [`wait`] returns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReturnWhen {
    /// Once one is over or called off: `FIRST_COMPLETED`.
    FirstCompleted,
    /// Once one has panicked or is lost with its pool, or all are over: `FIRST_EXCEPTION`.
    FirstPanicked,
    /// Once all are over or called off: `ALL_COMPLETED`.
    #[default]
    AllCompleted,
}

/// What came of waiting: `DoneAndNotDoneFutures`. In each part the futures are in the order in which they were
/// given.
#[derive(Debug)]
pub struct Waited<T> {
    /// Over or called off.
    pub done: Vec<Future<T>>,
    /// All others.
    pub not_done: Vec<Future<T>>,
}

/// Told when the future with this number is done.
pub(super) struct Watcher {
    watch: Arc<Watch>,
    number: usize,
}

impl Watcher {
    pub(super) fn done(self, failed: bool, location: &'static Location<'static>) {
        let mut seen = self.watch.seen();
        seen.done.push_back(self.number);
        seen.count += 1;
        seen.failed |= failed;
        if seen.awaited.is_some_and(|when| seen.are_there(when)) {
            seen.awaited = None;
            // Under the lock, so that it is not set for a wait that comes later.
            self.watch.event.set_at(location);
        }
    }
}

struct Watch {
    event: Event,
    seen: Mutex<Seen>,
}

/// What is known of the futures of a watch.
struct Seen {
    total: usize,
    /// Done, and not told to anybody: numbers in the order in which they came.
    done: VecDeque<usize>,
    /// How many are done.
    count: usize,
    failed: bool,
    /// What somebody waits for.
    awaited: Option<ReturnWhen>,
}

impl Seen {
    fn are_there(&self, when: ReturnWhen) -> bool {
        match when {
            ReturnWhen::FirstCompleted => !self.done.is_empty(),
            ReturnWhen::FirstPanicked => self.failed || self.count == self.total,
            ReturnWhen::AllCompleted => self.count == self.total,
        }
    }
}

impl Watch {
    #[track_caller]
    fn new<T>(what: &str, futures: &[Future<T>]) -> Arc<Self> {
        let total = futures.len();
        let watch = Arc::new(Self {
            event: Event::named(match total {
                1 => format!("{what} of 1 future"),
                _ => format!("{what} of {total} futures"),
            }),
            seen: Mutex::new(Seen {
                total,
                done: VecDeque::new(),
                count: 0,
                failed: false,
                awaited: None,
            }),
        });
        for (number, future) in futures.iter().enumerate() {
            let watch = Arc::clone(&watch);
            future.slot.watch(Watcher { watch, number }, Location::caller());
        }
        watch
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until this is so, as patience allows.
    fn wait(&self, when: ReturnWhen, patience: Patience, location: &'static Location<'static>) {
        let mut seen = self.seen();
        if seen.are_there(when) {
            return;
        }
        seen.awaited = Some(when);
        drop(seen);
        self.event.wait_at(patience, location);
        self.seen().awaited = None;
    }

    /// Waits until another one is done: its number.
    fn next(&self, location: &'static Location<'static>) -> usize {
        loop {
            if let Some(number) = self.seen().done.pop_front() {
                return number;
            }
            self.wait(ReturnWhen::FirstCompleted, Patience::Endless, location);
            // Nobody sets it now: nothing is awaited.
            if self.event.is_set() {
                self.event.clear_at(location);
            }
        }
    }
}

/// Waits for futures: until as many are over as `when` says, or the time is over, if there is a limit.
/// Returns at once if there is nothing to wait for.
///
/// As `concurrent.futures.wait`. Where it waits, the run has an event that is called after the futures.
#[track_caller]
pub fn wait<T>(
    futures: impl IntoIterator<Item = Future<T>>,
    when: ReturnWhen,
    timeout: Option<Duration>,
) -> Waited<T> {
    let futures: Vec<_> = futures.into_iter().collect();
    let what = match when {
        ReturnWhen::FirstCompleted => "first",
        ReturnWhen::FirstPanicked => "first panic",
        ReturnWhen::AllCompleted => "all",
    };
    let patience = timeout.map_or(Patience::Endless, Patience::of);
    if !futures.is_empty() {
        Watch::new(what, &futures).wait(when, patience, Location::caller());
    }
    let (done, not_done) = futures.into_iter().partition(Future::is_done);
    Waited { done, not_done }
}

/// Futures in the order in which they become done; those that are done already come first. Waits where
/// none is.
///
/// As `concurrent.futures.as_completed`, without a limit: [`wait`] has one.
#[track_caller]
pub fn as_completed<T>(futures: impl IntoIterator<Item = Future<T>>) -> AsCompleted<T> {
    let futures: Vec<_> = futures.into_iter().collect();
    AsCompleted {
        watch: Watch::new("next", &futures),
        left: futures.len(),
        futures: futures.into_iter().map(Some).collect(),
        location: Location::caller(),
    }
}

/// Futures in the order in which they become done, by [`as_completed`].
pub struct AsCompleted<T> {
    watch: Arc<Watch>,
    /// Those that were not given away.
    futures: Vec<Option<Future<T>>>,
    left: usize,
    location: &'static Location<'static>,
}

impl<T> fmt::Debug for AsCompleted<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AsCompleted")
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}

impl<T> Iterator for AsCompleted<T> {
    type Item = Future<T>;

    /// Waits for the next future that is done.
    fn next(&mut self) -> Option<Future<T>> {
        self.left = self.left.checked_sub(1)?;
        let number = self.watch.next(self.location);
        self.futures.get_mut(number)?.take()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T> ExactSizeIterator for AsCompleted<T> {}
