//! A lock that its holder may take again, as Python's `threading.RLock`.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::panic::Location;
use std::sync::{MutexGuard, PoisonError};
use std::thread::ThreadId;
use std::time::Duration;

use laneway_recorder::client::{Value, record, record_unplaced};
use laneway_trace::{EventKind, ObjectKind};

use crate::object::{Defined, Object};
use crate::waiting::{Patience, Wait, Waiters};

/// A mutual exclusion between threads that a thread may enter again while it is inside; it is free when that
/// thread has left as often.
///
/// What it protects is lent out shared, because one thread can hold several guards: cells inside make it
/// changeable. As with Python's, a panic leaves nothing behind: it is never poisoned.
#[derive(Debug)]
pub struct ReentrantLock<T: ?Sized> {
    object: Object,
    /// Locked for one step: who is inside and its place in the sequence belong together.
    holder: std::sync::Mutex<Option<Holder>>,
    left: Waiters,
    value: T,
}

#[derive(Clone, Copy, Debug)]
struct Holder {
    thread: ThreadId,
    /// How often it is inside: 1 or more.
    depth: usize,
}

// SAFETY: its value is lent out to one thread at a time: the one that is inside.
unsafe impl<T: ?Sized + Send> Sync for ReentrantLock<T> {}

impl<T> ReentrantLock<T> {
    /// A free lock without a name: it is called by the place where it was made.
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Self::made(None, value, Location::caller())
    }

    /// A free lock with a name.
    #[track_caller]
    pub fn named(name: impl Into<Cow<'static, str>>, value: T) -> Self {
        Self::made(Some(name.into()), value, Location::caller())
    }

    const fn made(
        name: Option<Cow<'static, str>>,
        value: T,
        created: &'static Location<'static>,
    ) -> Self {
        Self {
            object: Object::new(ObjectKind::RLOCK, name, None, created),
            holder: std::sync::Mutex::new(None),
            left: Waiters::new(),
            value,
        }
    }

    /// What it protects.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T: ?Sized> ReentrantLock<T> {
    /// Waits until no other thread is inside and enters, or enters once more; the guard leaves when it goes
    /// out of scope.
    #[track_caller]
    pub fn lock(&self) -> ReentrantLockGuard<'_, T> {
        let location = Location::caller();
        loop {
            if let Some(guard) = self.enter(Patience::Endless, location) {
                return guard;
            }
        }
    }

    /// Enters if no other thread is inside.
    #[track_caller]
    pub fn try_lock(&self) -> Option<ReentrantLockGuard<'_, T>> {
        self.enter(Patience::None, Location::caller())
    }

    /// Waits until no other thread is inside, but no longer than this, and enters.
    #[track_caller]
    pub fn lock_timeout(&self, timeout: Duration) -> Option<ReentrantLockGuard<'_, T>> {
        self.enter(Patience::of(timeout), Location::caller())
    }

    /// What it protects: nobody else can have it.
    pub fn get_mut(&mut self) -> &mut T {
        &mut self.value
    }

    fn holder(&self) -> MutexGuard<'_, Option<Holder>> {
        self.holder.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(
        &self,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> Option<ReentrantLockGuard<'_, T>> {
        let defined = self.object.begin();
        let id = defined.current();
        let say = |kind, value| id.map_or((), |id| record(kind, id, 0, value, location));
        let thread = std::thread::current().id();
        let is_taken = |holder: &MutexGuard<'_, Option<Holder>>| {
            holder.is_some_and(|holder| holder.thread != thread)
        };
        let (mut holder, in_time) =
            self.left
                .wait_and_say(self.holder(), patience, is_taken, &Wait::PERMIT, say);
        if !in_time {
            return None;
        }
        let depth = holder.map_or(0, |holder| holder.depth) + 1;
        *holder = Some(Holder { thread, depth });
        if let Some(id) = id {
            let sequence = self.object.next_sequence();
            record(
                EventKind::LOCK_ACQUIRE,
                id,
                sequence,
                Value::int(depth as i64),
                location,
            );
        }
        Some(ReentrantLockGuard {
            lock: self,
            defined,
            of_this_thread: PhantomData,
        })
    }
}

impl<T: Default> Default for ReentrantLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

/// Is inside a [`ReentrantLock`] until it goes out of scope, also by a panic.
#[must_use = "the lock is left at once if its guard is not kept"]
pub struct ReentrantLockGuard<'a, T: ?Sized> {
    lock: &'a ReentrantLock<T>,
    /// As whom the lock was entered: that it is left is recorded only if that was.
    defined: Defined,
    /// Another thread is not inside.
    of_this_thread: PhantomData<*const ()>,
}

impl<T: ?Sized> Drop for ReentrantLockGuard<'_, T> {
    fn drop(&mut self) {
        let Self { lock, defined, .. } = self;
        let mut holder = lock.holder();
        let left = holder.map_or(0, |holder| holder.depth - 1);
        if let Some(id) = defined.begin() {
            let sequence = lock.object.next_sequence();
            record_unplaced(EventKind::LOCK_RELEASE, id, sequence, Value::int(left as i64));
        }
        if let Some(inside) = holder.as_mut().filter(|_| left > 0) {
            inside.depth = left;
        } else {
            *holder = None;
            drop(holder);
            lock.left.wake_one();
        }
    }
}

impl<T: ?Sized> Deref for ReentrantLockGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.lock.value
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for ReentrantLockGuard<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}
