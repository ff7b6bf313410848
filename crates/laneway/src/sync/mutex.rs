//! A lock between threads, as [`std::sync::Mutex`].

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};
use std::time::{Duration, Instant};

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};

use super::held::{Held, acquired};
use crate::object::{Defined, Object};
use crate::waiting::Patience;

/// A mutual exclusion between threads, which holds what it protects; [`std::sync::Mutex`], poisoning
/// included, that is recorded.
pub struct Mutex<T: ?Sized> {
    object: Object,
    inner: std::sync::Mutex<T>,
}

impl<T> Mutex<T> {
    /// A free lock without a name: it is called by the place where it was made.
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Self {
            object: Object::new(ObjectKind::LOCK, None, None, Location::caller()),
            inner: std::sync::Mutex::new(value),
        }
    }

    /// A free lock with a name.
    #[track_caller]
    pub fn named(name: impl Into<Cow<'static, str>>, value: T) -> Self {
        Self {
            object: Object::new(ObjectKind::LOCK, Some(name.into()), None, Location::caller()),
            inner: std::sync::Mutex::new(value),
        }
    }

    /// What it protects.
    ///
    /// # Errors
    /// A thread panicked while it held the lock.
    pub fn into_inner(self) -> LockResult<T> {
        self.inner.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Waits until the lock is free and takes it; the guard gives it back when it goes out of scope.
    ///
    /// Without a session it costs one branch more than that of `std`; recorded, two events, which are
    /// written while the lock is held.
    ///
    /// # Errors
    /// A thread panicked while it held the lock; the error holds the guard.
    #[track_caller]
    #[inline]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        self.lock_at(Location::caller())
    }

    /// As [`lock`](Self::lock), for whoever was called there.
    #[inline(always)]
    pub(super) fn lock_at(&self, location: &'static Location<'static>) -> LockResult<MutexGuard<'_, T>> {
        let defined = self.object.begin();
        let Some(id) = defined.current() else {
            return self.guard(Defined::NOT, self.inner.lock());
        };
        let inner = match self.inner.try_lock() {
            Ok(inner) => Ok(inner),
            Err(TryLockError::Poisoned(poisoned)) => Err(poisoned),
            Err(TryLockError::WouldBlock) => self.lock_contended(id, location),
        };
        acquired(id, &self.object, location);
        self.guard(defined, inner)
    }

    /// Takes the lock if it is free.
    ///
    /// # Errors
    /// It is taken, or a thread panicked while it held it.
    #[track_caller]
    #[inline]
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        let location = Location::caller();
        let defined = self.object.begin();
        let taken = self.take(defined, location);
        if let (Err(TryLockError::WouldBlock), Some(id)) = (&taken, defined.current()) {
            record(EventKind::LOCK_REFUSE, id, 0, Value::NONE, location);
        }
        taken
    }

    /// Waits until the lock is free, but no longer than this, and takes it.
    ///
    /// `std` has no such wait; this one looks again every 0.2 ms.
    ///
    /// # Errors
    /// [`TryLockError::WouldBlock`] if it was still taken then; or a thread panicked while it held it.
    #[track_caller]
    pub fn lock_timeout(&self, timeout: Duration) -> TryLockResult<MutexGuard<'_, T>> {
        const PAUSE: Duration = Duration::from_micros(200);
        let location = Location::caller();
        let deadline = Instant::now().checked_add(timeout);
        let defined = self.object.begin();
        let mut taken = self.take(defined, location);
        if !matches!(taken, Err(TryLockError::WouldBlock)) {
            return taken;
        }
        let id = defined.current();
        if let Some(id) = id {
            record(
                EventKind::LOCK_WAIT_TIMED,
                id,
                0,
                Value::duration(timeout),
                location,
            );
        }
        while matches!(taken, Err(TryLockError::WouldBlock)) {
            let left = deadline.map_or(PAUSE, |deadline| {
                deadline.saturating_duration_since(Instant::now())
            });
            if left.is_zero() {
                if let Some(id) = id {
                    record(EventKind::LOCK_TIMEOUT, id, 0, Value::NONE, location);
                }
                return taken;
            }
            std::thread::sleep(left.min(PAUSE));
            taken = self.take(defined, location);
        }
        taken
    }

    /// What it protects: nobody else can have it.
    ///
    /// # Errors
    /// A thread panicked while it held the lock.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        self.inner.get_mut()
    }

    /// True if a thread panicked while it held the lock.
    pub fn is_poisoned(&self) -> bool {
        self.inner.is_poisoned()
    }

    /// Says that what it protects is whole again.
    pub fn clear_poison(&self) {
        self.inner.clear_poison();
    }

    #[cold]
    fn lock_contended(
        &self,
        id: u32,
        location: &'static Location<'static>,
    ) -> LockResult<std::sync::MutexGuard<'_, T>> {
        record(EventKind::LOCK_WAIT, id, 0, Value::NONE, location);
        self.inner.lock()
    }

    /// Takes the lock if it is free, and records that alone.
    #[inline]
    fn take(
        &self,
        defined: Defined,
        location: &'static Location<'static>,
    ) -> TryLockResult<MutexGuard<'_, T>> {
        let inner = match self.inner.try_lock() {
            Ok(inner) => Ok(inner),
            Err(TryLockError::Poisoned(poisoned)) => Err(poisoned),
            Err(TryLockError::WouldBlock) => return Err(TryLockError::WouldBlock),
        };
        if let Some(id) = defined.current() {
            acquired(id, &self.object, location);
        }
        Ok(self.guard(defined, inner)?)
    }

    #[inline(always)]
    fn guard<'a>(
        &'a self,
        defined: Defined,
        inner: LockResult<std::sync::MutexGuard<'a, T>>,
    ) -> LockResult<MutexGuard<'a, T>> {
        let guard = |inner| MutexGuard {
            held: Held::new(&self.object, defined),
            inner,
            lock: self,
        };
        match inner {
            Ok(inner) => Ok(guard(inner)),
            Err(poisoned) => Err(PoisonError::new(guard(poisoned.into_inner()))),
        }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(formatter)
    }
}

impl<T> From<T> for Mutex<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Default> Default for Mutex<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

/// Holds a [`Mutex`] until it goes out of scope, also by a panic.
#[must_use = "the lock is given back at once if its guard is not kept"]
pub struct MutexGuard<'a, T: ?Sized> {
    /// Dropped first: its end is recorded while the lock is held.
    held: Held<'a>,
    inner: std::sync::MutexGuard<'a, T>,
    lock: &'a Mutex<T>,
}

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    /// The lock, as the recorder knows it.
    pub(super) fn lock_defined(&self) -> Defined {
        self.lock.object.defined()
    }

    /// Gives the lock back; `last` is done when that is recorded and nobody else has the lock yet.
    pub(super) fn give_back(self, last: impl FnOnce()) -> &'a Mutex<T> {
        let Self { held, inner, lock } = self;
        drop(held);
        last();
        drop(inner);
        lock
    }
}

impl<T> MutexGuard<'_, T> {
    /// Waits at std's condition; false if the time was over. For who is not recorded.
    pub(super) fn wait_at(
        self,
        condvar: &std::sync::Condvar,
        patience: Patience,
    ) -> (LockResult<Self>, bool) {
        let Self { held, inner, lock } = self;
        drop(held);
        let (inner, in_time) = match patience {
            Patience::None | Patience::Endless => (condvar.wait(inner), true),
            Patience::Until(_, timeout) => match condvar.wait_timeout(inner, timeout) {
                Ok((inner, result)) => (Ok(inner), !result.timed_out()),
                Err(poisoned) => {
                    let (inner, result) = poisoned.into_inner();
                    (Err(PoisonError::new(inner)), !result.timed_out())
                }
            },
        };
        (lock.guard(Defined::NOT, inner), in_time)
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.inner
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(formatter)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for MutexGuard<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(formatter)
    }
}
