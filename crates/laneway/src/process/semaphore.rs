//! Permits between processes, as Python's `multiprocessing.Semaphore` and `multiprocessing.BoundedSemaphore`.

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
use crate::sync::NothingTaken;
use crate::system;
use crate::waiting::{Patience, Wait, take_and_say};

/// A number of permits between processes: who takes one waits while there is none, and anybody may give one back. A
/// clone is the same semaphore; so is what a child gets with its argument.
///
/// A process that dies leaves what it has taken taken, as in Python.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Semaphore {
    inner: Arc<Inner>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Inner {
    object: SharedObject,
    /// The most permits there may be.
    most: usize,
    page: SharedPage<Content>,
}

#[derive(Debug)]
struct Content {
    permits: system::Semaphore,
    /// Drawn by who has taken a permit, or is about to give one back.
    sequence: AtomicU32,
}

impl shared::Content for Content {
    const MEMORY: &'static CStr = c"laneway-semaphore";
}

impl Semaphore {
    /// A semaphore with so many permits, which may become more: whoever releases what nobody acquired adds one.
    ///
    /// # Panics
    /// The system has no room for shared memory or another open file; there are more than 2,147,483,647 permits.
    #[track_caller]
    pub fn new(name: impl AsRef<str>, permits: u32) -> Self {
        Self::made(name.as_ref(), permits, usize::MAX, Location::caller())
    }

    /// A semaphore with so many permits, which never become more. (Where two give one back at the same moment it may
    /// have one too many, as in Python.)
    ///
    /// # Panics
    /// As [`new`](Self::new).
    #[track_caller]
    pub fn bounded(name: impl AsRef<str>, permits: u32) -> Self {
        Self::made(name.as_ref(), permits, permits as usize, Location::caller())
    }

    #[track_caller]
    fn made(name: &str, permits: u32, most: usize, location: &'static Location<'static>) -> Self {
        // SAFETY: a zero sequence is valid, and the semaphore is made here; both may be shared.
        let page = unsafe {
            SharedPage::new(|content: *mut Content| {
                system::Semaphore::init(&raw mut (*content).permits, permits)
            })
        };
        let page = match page {
            Ok(page) => page,
            Err(error) => fail(&format!("making the semaphore `{name}`"), error, location),
        };
        let object = SharedObject::define(ObjectKind::SEMAPHORE, name, Some(permits as usize));
        Self {
            inner: Arc::new(Inner { object, most, page }),
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
        let id = self.inner.object.begin();
        if self.permits_left() >= self.inner.most {
            return Err(NothingTaken);
        }
        self.give(id, Some(Location::caller()));
        Ok(())
    }

    /// How many permits are left now. Another process may change that at once.
    pub fn permits_left(&self) -> usize {
        self.inner.page.get().permits.value()
    }

    fn take(&self, patience: Patience, location: &'static Location<'static>) -> Option<Permit<'_>> {
        let Inner { object, page, .. } = &*self.inner;
        let id = object.begin();
        let say = |kind, value| id.map_or((), |id| record(kind, id, 0, value, location));
        if !take_and_say(&page.get().permits, patience, &Wait::PERMIT, say) {
            return None;
        }
        if let Some(id) = id {
            let sequence = page.get().next_sequence();
            record(EventKind::LOCK_ACQUIRE, id, sequence, Value::NONE, location);
        }
        Some(Permit {
            semaphore: self,
            process: std::process::id(),
        })
    }

    /// Records that a permit is given back, then gives it: whoever takes it has a higher number.
    fn give(&self, id: Option<u32>, location: Option<&'static Location<'static>>) {
        let page = &self.inner.page;
        if let Some(id) = id {
            let (kind, sequence) = (EventKind::LOCK_RELEASE, page.get().next_sequence());
            match location {
                Some(location) => record(kind, id, sequence, Value::NONE, location),
                None => record_unplaced(kind, id, sequence, Value::NONE),
            }
        }
        page.get().permits.post();
    }
}

impl Content {
    fn next_sequence(&self) -> u32 {
        self.sequence.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
    }
}

/// Has a permit of a [`Semaphore`] until it goes out of scope, also by a panic. The copy that a forked child has of it
/// has none.
#[derive(Debug)]
#[must_use = "the permit is given back at once if it is not kept"]
pub struct Permit<'a> {
    semaphore: &'a Semaphore,
    /// The process that has taken it.
    process: u32,
}

impl Permit<'_> {
    /// Leaves the permit taken, until somebody calls [`Semaphore::release`].
    pub fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.process != std::process::id() {
            return;
        }
        let Inner { object, most, .. } = &*self.semaphore.inner;
        // It may have been given back for this one.
        if self.semaphore.permits_left() < *most {
            self.semaphore.give(object.begin(), None);
        }
    }
}
