//! A lock between processes, as Python's `multiprocessing.Lock`.

use std::ffi::CStr;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use laneway_recorder::client::{Value, record, record_unplaced};
use laneway_trace::{EventKind, ObjectKind};
use serde::{Deserialize, Serialize};

use super::shared::{self, SharedObject, SharedPage};
use crate::failure::fail;
use crate::system::Semaphore;
use crate::waiting::{Patience, Wait, take_and_say};

/// A plain lock between processes. A clone is the same lock; so is what a child gets with its argument.
///
/// It is not re-entrant: whoever takes it twice waits for ever. A process that dies while it holds the
/// lock leaves it taken, as in Python.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lock {
    inner: Arc<Inner>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Inner {
    object: SharedObject,
    page: SharedPage<Content>,
}

#[derive(Debug)]
struct Content {
    free: Semaphore,
    /// Changed by the holder alone.
    sequence: AtomicU32,
}

impl shared::Content for Content {
    const MEMORY: &'static CStr = c"laneway-lock";
}

impl Lock {
    /// A free lock.
    ///
    /// # Panics
    /// The system has no room for shared memory or another open file.
    #[track_caller]
    pub fn new(name: impl AsRef<str>) -> Self {
        let (name, location) = (name.as_ref(), Location::caller());
        // SAFETY: a zero sequence is valid, and the semaphore is made here; both may be shared.
        let page = unsafe {
            SharedPage::new(|content: *mut Content| Semaphore::init(&raw mut (*content).free, 1))
        };
        let page = match page {
            Ok(page) => page,
            Err(error) => fail(&format!("making the lock `{name}`"), error, location),
        };
        Self {
            inner: Arc::new(Inner {
                object: SharedObject::define(ObjectKind::LOCK, name, None),
                page,
            }),
        }
    }

    /// Waits until the lock is free and takes it; the guard gives it back when it goes out of scope.
    #[track_caller]
    pub fn lock(&self) -> LockGuard<'_> {
        let location = Location::caller();
        loop {
            if let Some(guard) = self.take(Patience::Endless, location) {
                return guard;
            }
        }
    }

    /// Takes the lock if it is free.
    #[track_caller]
    pub fn try_lock(&self) -> Option<LockGuard<'_>> {
        self.take(Patience::None, Location::caller())
    }

    /// Waits until the lock is free, but no longer than this, and takes it.
    #[track_caller]
    pub fn lock_timeout(&self, timeout: Duration) -> Option<LockGuard<'_>> {
        self.take(Patience::of(timeout), Location::caller())
    }

    fn take(&self, patience: Patience, location: &'static Location<'static>) -> Option<LockGuard<'_>> {
        let Inner { object, page } = &*self.inner;
        let id = object.begin();
        let say = |kind, value| id.map_or((), |id| record(kind, id, 0, value, location));
        let taken = take_and_say(&page.get().free, patience, &Wait::PERMIT, say);
        taken.then(|| {
            if let Some(id) = id {
                record(
                    EventKind::LOCK_ACQUIRE,
                    id,
                    page.get().next_sequence(),
                    Value::int(1),
                    location,
                );
            }
            LockGuard {
                lock: self,
                process: std::process::id(),
            }
        })
    }
}

impl Content {
    /// To be called by the holder.
    fn next_sequence(&self) -> u32 {
        let sequence = self.sequence.load(Ordering::Relaxed).wrapping_add(1);
        self.sequence.store(sequence, Ordering::Relaxed);
        sequence
    }
}

/// Holds a [`Lock`] until it goes out of scope, also by a panic. The copy that a forked child has of it holds nothing.
#[derive(Debug)]
#[must_use = "the lock is given back at once if its guard is not kept"]
pub struct LockGuard<'a> {
    lock: &'a Lock,
    /// The process that has taken it.
    process: u32,
}

impl Drop for LockGuard<'_> {
    fn drop(&mut self) {
        if self.process != std::process::id() {
            return;
        }
        let Inner { object, page } = &*self.lock.inner;
        if let Some(id) = object.begin() {
            record_unplaced(
                EventKind::LOCK_RELEASE,
                id,
                page.get().next_sequence(),
                Value::int(0),
            );
        }
        page.get().free.post();
    }
}
