//! A lock between tasks, as Python's `asyncio.Lock`.

use std::borrow::Cow;
use std::cell::Cell;
use std::future::Future;
use std::panic::Location;

use laneway_recorder::client::{Value, record, record_unplaced};
use laneway_trace::{EventKind, ObjectKind};

use super::line::Line;
use super::wait::{Reason, Wait};
use crate::object::{Defined, Object};

/// A lock that one task has at a time. Who waits for it is laid aside, and has it in the order in which
/// they came.
///
/// It protects no data: between two `.await`s a task is alone on its thread anyway.
#[derive(Debug)]
pub struct Lock {
    object: Object,
    /// True as well while it is given to somebody who has not gone on yet.
    is_taken: Cell<bool>,
    line: Line,
}

impl Lock {
    /// A lock with this name that nobody has.
    #[track_caller]
    pub fn named(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            object: Object::new(ObjectKind::LOCK, Some(name.into()), None, Location::caller()),
            is_taken: Cell::new(false),
            line: Line::default(),
        }
    }

    /// Waits until the lock is free and takes it; the guard gives it back when it goes out of scope.
    #[track_caller]
    pub fn acquire(&self) -> impl Future<Output = LockGuard<'_>> {
        let location = Location::caller();
        async move {
            let defined = self.object.begin();
            let id = defined.current();
            if self.is_taken.replace(true) {
                let wait = Wait::of_object(&Reason::PERMIT, id.unwrap_or(0), location);
                self.line.wait(wait, || self.give_back()).await;
            }
            if let Some(id) = id {
                let sequence = self.object.next_sequence();
                record(EventKind::LOCK_ACQUIRE, id, sequence, Value::int(1), location);
            }
            LockGuard { lock: self, defined }
        }
    }

    /// True if somebody has it now.
    pub fn is_locked(&self) -> bool {
        self.is_taken.get()
    }

    /// How many wait for it now.
    pub fn waiting(&self) -> usize {
        self.line.len()
    }

    /// Gives it to whoever came first.
    fn give_back(&self) {
        self.is_taken.set(self.line.call());
    }
}

/// Has a [`Lock`] until it goes out of scope, also by a panic and when its task is cancelled.
#[must_use = "the lock is given back at once if its guard is not kept"]
#[derive(Debug)]
pub struct LockGuard<'a> {
    lock: &'a Lock,
    /// As what it was taken: its return is recorded only if that was.
    defined: Defined,
}

impl Drop for LockGuard<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.defined.begin() {
            let sequence = self.lock.object.next_sequence();
            record_unplaced(EventKind::LOCK_RELEASE, id, sequence, Value::int(0));
        }
        self.lock.give_back();
    }
}
