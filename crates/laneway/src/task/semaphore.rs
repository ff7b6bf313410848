//! Permits between tasks, as Python's `asyncio.Semaphore` and `asyncio.BoundedSemaphore`.

use std::borrow::Cow;
use std::cell::Cell;
use std::future::Future;
use std::panic::Location;

use laneway_recorder::client::{Value, record, record_unplaced};
use laneway_trace::{EventKind, ObjectKind};

use super::line::Line;
use super::wait::{Reason, Wait};
use crate::object::{Defined, Object};
use crate::sync::NothingTaken;

/// A number of permits: who takes one waits while there is none, in the order in which they came, and
/// anybody may give one back.
#[derive(Debug)]
pub struct Semaphore {
    object: Object,
    /// The most permits there may be.
    most: usize,
    /// How many are left, without those that are given to somebody who has not gone on yet.
    left: Cell<usize>,
    line: Line,
}

impl Semaphore {
    /// A semaphore with this name and so many permits, which may become more: whoever releases what
    /// nobody acquired adds one.
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
            left: Cell::new(permits),
            line: Line::default(),
        }
    }

    /// Waits until there is a permit and takes it; the guard gives it back when it goes out of scope.
    #[track_caller]
    pub fn acquire(&self) -> impl Future<Output = Permit<'_>> {
        let location = Location::caller();
        async move {
            let defined = self.object.begin();
            let id = defined.current();
            match self.left.get().checked_sub(1) {
                Some(left) => self.left.set(left),
                None => {
                    let wait = Wait::of_object(&Reason::PERMIT, id.unwrap_or(0), location);
                    self.line.wait(wait, || self.give_back()).await;
                }
            }
            if let Some(id) = id {
                let sequence = self.object.next_sequence();
                record(EventKind::LOCK_ACQUIRE, id, sequence, Value::NONE, location);
            }
            Permit {
                semaphore: self,
                defined,
            }
        }
    }

    /// Gives back a permit that anybody has taken and [forgotten](Permit::forget), or adds one.
    ///
    /// # Errors
    /// The semaphore is bounded and has all of its permits.
    #[track_caller]
    pub fn release(&self) -> Result<(), NothingTaken> {
        let id = self.object.begin().current();
        if self.left.get() >= self.most {
            return Err(NothingTaken);
        }
        if let Some(id) = id {
            let sequence = self.object.next_sequence();
            record(
                EventKind::LOCK_RELEASE,
                id,
                sequence,
                Value::NONE,
                Location::caller(),
            );
        }
        self.give_back();
        Ok(())
    }

    /// How many permits are left now.
    pub fn permits_left(&self) -> usize {
        self.left.get()
    }

    /// How many wait for one now.
    pub fn waiting(&self) -> usize {
        self.line.len()
    }

    /// Gives a permit to whoever came first.
    fn give_back(&self) {
        if !self.line.call() {
            self.left.set(self.left.get() + 1);
        }
    }
}

/// Has a permit of a [`Semaphore`] until it goes out of scope, also by a panic and when its task is
/// cancelled.
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
        // It may have been given back for this one.
        if semaphore.left.get() >= semaphore.most {
            return;
        }
        if let Some(id) = defined.begin() {
            let sequence = semaphore.object.next_sequence();
            record_unplaced(EventKind::LOCK_RELEASE, id, sequence, Value::NONE);
        }
        semaphore.give_back();
    }
}
