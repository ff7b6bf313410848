//! A lock between processes that its holder may take again, as Python's `multiprocessing.RLock`.

use std::ffi::CStr;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use laneway_recorder::client::{Value, record, record_unplaced};
use laneway_trace::{EventKind, ObjectKind};
use serde::{Deserialize, Serialize};

use super::shared::{self, SharedObject, SharedPage};
use crate::failure::fail;
use crate::system::Semaphore;
use crate::thread;
use crate::waiting::{Patience, Wait, take_and_say};

/// A lock between processes that a thread may enter again while it is inside; it is free when that thread has left as
/// often. A clone is the same lock; so is what a child gets with its argument.
///
/// A process that dies while it is inside leaves it taken, as in Python.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReentrantLock {
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
    /// The process and the thread that is inside; 0 for nobody. Only a thread itself makes it its own.
    holder: AtomicU64,
    /// How often it is inside. Changed by the holder alone, as is the sequence.
    depth: AtomicU32,
    sequence: AtomicU32,
}

impl shared::Content for Content {
    const MEMORY: &'static CStr = c"laneway-rlock";
}

impl ReentrantLock {
    /// A free lock.
    ///
    /// # Panics
    /// The system has no room for shared memory or another open file.
    #[track_caller]
    pub fn new(name: impl AsRef<str>) -> Self {
        let (name, location) = (name.as_ref(), Location::caller());
        // SAFETY: all zero is valid but for the semaphore, which is made here; all may be shared.
        let page = unsafe {
            SharedPage::new(|content: *mut Content| Semaphore::init(&raw mut (*content).free, 1))
        };
        let page = match page {
            Ok(page) => page,
            Err(error) => fail(&format!("making the re-entrant lock `{name}`"), error, location),
        };
        let object = SharedObject::define(ObjectKind::RLOCK, name, None);
        Self {
            inner: Arc::new(Inner { object, page }),
        }
    }

    /// Waits until no other thread is inside and enters, or enters once more; the guard leaves when it goes out of
    /// scope.
    #[track_caller]
    pub fn lock(&self) -> ReentrantLockGuard<'_> {
        let location = Location::caller();
        loop {
            if let Some(guard) = self.enter(Patience::Endless, location) {
                return guard;
            }
        }
    }

    /// Enters if no other thread is inside.
    #[track_caller]
    pub fn try_lock(&self) -> Option<ReentrantLockGuard<'_>> {
        self.enter(Patience::None, Location::caller())
    }

    /// Waits until no other thread is inside, but no longer than this, and enters.
    #[track_caller]
    pub fn lock_timeout(&self, timeout: Duration) -> Option<ReentrantLockGuard<'_>> {
        self.enter(Patience::of(timeout), Location::caller())
    }

    fn enter(
        &self,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> Option<ReentrantLockGuard<'_>> {
        let Inner { object, page } = &*self.inner;
        let content = page.get();
        let id = object.begin();
        let say = |kind, value| id.map_or((), |id| record(kind, id, 0, value, location));
        let this = this_thread();
        if content.holder.load(Ordering::Relaxed) != this {
            if !take_and_say(&content.free, patience, &Wait::PERMIT, say) {
                return None;
            }
            content.holder.store(this, Ordering::Relaxed);
        }
        let depth = content.depth.load(Ordering::Relaxed) + 1;
        content.depth.store(depth, Ordering::Relaxed);
        if let Some(id) = id {
            let sequence = content.next_sequence();
            let depth = Value::int(depth.into());
            record(EventKind::LOCK_ACQUIRE, id, sequence, depth, location);
        }
        Some(ReentrantLockGuard {
            lock: self,
            of_this_thread: PhantomData,
        })
    }
}

/// No other thread of the system has this number.
fn this_thread() -> u64 {
    u64::from(std::process::id()) << 32 | thread::native_id()
}

impl Content {
    fn next_sequence(&self) -> u32 {
        let sequence = self.sequence.load(Ordering::Relaxed).wrapping_add(1);
        self.sequence.store(sequence, Ordering::Relaxed);
        sequence
    }
}

/// Is inside a [`ReentrantLock`] until it goes out of scope, also by a panic.
#[derive(Debug)]
#[must_use = "the lock is left at once if its guard is not kept"]
pub struct ReentrantLockGuard<'a> {
    lock: &'a ReentrantLock,
    /// Another thread is not inside.
    of_this_thread: PhantomData<*const ()>,
}

impl Drop for ReentrantLockGuard<'_> {
    fn drop(&mut self) {
        let Inner { object, page } = &*self.lock.inner;
        let content = page.get();
        // A forked child has a copy of its parent's guard, and is not inside.
        if content.holder.load(Ordering::Relaxed) != this_thread() {
            return;
        }
        let left = content.depth.load(Ordering::Relaxed) - 1;
        content.depth.store(left, Ordering::Relaxed);
        if let Some(id) = object.begin() {
            let sequence = content.next_sequence();
            record_unplaced(EventKind::LOCK_RELEASE, id, sequence, Value::int(left.into()));
        }
        if left == 0 {
            content.holder.store(0, Ordering::Relaxed);
            content.free.post();
        }
    }
}
