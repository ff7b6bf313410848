//! Permits between threads, as Python's `threading.Semaphore` and `threading.BoundedSemaphore`.

use std::borrow::Cow;
use std::fmt;
use std::panic::Location;
use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use laneway_recorder::client::{Value, record, record_unplaced};
use laneway_trace::{EventKind, ObjectKind};

use crate::object::{Defined, Object};
use crate::waiting::{Patience, Wait, Waiters};

/// A number of permits: who takes one waits while there is none, and anybody may give one back.
///
/// With no permits at first it is a signal that is remembered: one thread acquires, another releases.
#[derive(Debug)]
pub struct Semaphore {
    object: Object,
    /// The most permits there may be.
    most: usize,
    /// How many are left. Locked for one step: the number and its place in the sequence belong together.
    left: std::sync::Mutex<usize>,
    given_back: Waiters,
}

/// A permit could not be given back: the semaphore is bounded and has all of its permits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NothingTaken;

impl fmt::Display for NothingTaken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the semaphore has all of its permits")
    }
}

impl std::error::Error for NothingTaken {}

impl Semaphore {
    /// A semaphore with this name and so many permits, which may become more: whoever releases what nobody
    /// acquired adds one.
    #[track_caller]
    pub fn named(name: impl Into<Cow<'static, str>>, permits: usize) -> Self {
        Self::new(name.into(), permits, usize::MAX, Location::caller())
    }

    /// A semaphore with this name and so many permits, which never become more.
    #[track_caller]
    pub fn bounded(name: impl Into<Cow<'static, str>>, permits: usize) -> Self {
        Self::new(name.into(), permits, permits, Location::caller())
    }

    fn new(
        name: Cow<'static, str>,
        permits: usize,
        most: usize,
        created: &'static Location<'static>,
    ) -> Self {
        Self {
            object: Object::new(ObjectKind::SEMAPHORE, Some(name), Some(permits as u64), created),
            most,
            left: std::sync::Mutex::new(permits),
            given_back: Waiters::new(),
        }
    }

    /// Waits until there is a permit and takes it; the guard gives it back when it goes out of scope.
    #[track_caller]
    pub fn acquire(&self) -> Permit<'_> {
        let location = Location::caller();
        loop {
            if let Some(permit) = self.take(Patience::Endless, location) {
                return permit;
            }
        }
    }

    /// Takes a permit if there is one.
    #[track_caller]
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        self.take(Patience::None, Location::caller())
    }

    /// Waits until there is a permit, but no longer than this, and takes it.
    #[track_caller]
    pub fn acquire_timeout(&self, timeout: Duration) -> Option<Permit<'_>> {
        self.take(Patience::of(timeout), Location::caller())
    }

    /// Gives back a permit that anybody has taken and [forgotten](Permit::forget), or adds one.
    ///
    /// # Errors
    /// The semaphore is bounded and has all of its permits.
    #[track_caller]
    pub fn release(&self) -> Result<(), NothingTaken> {
        let location = Location::caller();
        let id = self.object.begin().current();
        let mut left = self.lock();
        if *left >= self.most {
            return Err(NothingTaken);
        }
        if let Some(id) = id {
            let sequence = self.object.next_sequence();
            record(EventKind::LOCK_RELEASE, id, sequence, Value::NONE, location);
        }
        *left += 1;
        drop(left);
        self.given_back.wake_one();
        Ok(())
    }

    /// How many permits are left now. Another thread may change that at once.
    pub fn permits_left(&self) -> usize {
        *self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a permit as patience allows. How many its thread has then is not recorded: a permit has no owner.
    fn take(&self, patience: Patience, location: &'static Location<'static>) -> Option<Permit<'_>> {
        let defined = self.object.begin();
        let id = defined.current();
        let say = |kind, value| id.map_or((), |id| record(kind, id, 0, value, location));
        let none_left = |left: &MutexGuard<'_, usize>| **left == 0;
        let (mut left, in_time) =
            self.given_back
                .wait_and_say(self.lock(), patience, none_left, &Wait::PERMIT, say);
        if !in_time {
            return None;
        }
        if let Some(id) = id {
            let sequence = self.object.next_sequence();
            record(EventKind::LOCK_ACQUIRE, id, sequence, Value::NONE, location);
        }
        *left -= 1;
        Some(Permit {
            semaphore: self,
            defined,
        })
    }
}

/// Has a permit of a [`Semaphore`] until it goes out of scope, also by a panic.
#[must_use = "the permit is given back at once if it is not kept"]
#[derive(Debug)]
pub struct Permit<'a> {
    semaphore: &'a Semaphore,
    /// As what it was taken: its return is recorded only if that was.
    defined: Defined,
}

impl Permit<'_> {
    /// Leaves the permit taken, until somebody calls [`Semaphore::release`].
    pub fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let Self { semaphore, defined } = *self;
        let mut left = semaphore.lock();
        // It may have been given back for this one.
        if *left >= semaphore.most {
            return;
        }
        if let Some(id) = defined.begin() {
            let sequence = semaphore.object.next_sequence();
            record_unplaced(EventKind::LOCK_RELEASE, id, sequence, Value::NONE);
        }
        *left += 1;
        drop(left);
        semaphore.given_back.wake_one();
    }
}
