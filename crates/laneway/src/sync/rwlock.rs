//! A lock that readers share, as [`std::sync::RwLock`].

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use laneway_recorder::client::{Value, record, record_unplaced};
use laneway_trace::{EventKind, ObjectKind};

use super::held::{Held, acquired};
use crate::object::{Defined, Object};

/// A lock that any number of readers hold together, or one writer alone; [`std::sync::RwLock`], poisoning
/// included, that is recorded.
///
/// As with `std`, a reader that wants to write has to give its share back first: it would wait for itself.
pub struct RwLock<T: ?Sized> {
    object: Object,
    inner: std::sync::RwLock<T>,
}

impl<T> RwLock<T> {
    /// A free lock without a name: it is called by the place where it was made.
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Self {
            object: Object::new(ObjectKind::RWLOCK, None, None, Location::caller()),
            inner: std::sync::RwLock::new(value),
        }
    }

    /// A free lock with a name.
    #[track_caller]
    pub fn named(name: impl Into<Cow<'static, str>>, value: T) -> Self {
        Self {
            object: Object::new(ObjectKind::RWLOCK, Some(name.into()), None, Location::caller()),
            inner: std::sync::RwLock::new(value),
        }
    }

    /// What it protects.
    ///
    /// # Errors
    /// A thread panicked while it wrote.
    pub fn into_inner(self) -> LockResult<T> {
        self.inner.into_inner()
    }
}

impl<T: ?Sized> RwLock<T> {
    /// Waits until nobody writes and takes a share of the lock; the guard gives it back when it goes out of
    /// scope.
    ///
    /// # Errors
    /// A thread panicked while it wrote; the error holds the guard.
    #[track_caller]
    #[inline]
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        let location = Location::caller();
        let defined = self.object.begin();
        let Some(id) = defined.current() else {
            return self.reader(Defined::NOT, self.inner.read());
        };
        let inner = or_wait(self.inner.try_read(), || {
            record(EventKind::SHARED_WAIT, id, 0, Value::NONE, location);
            self.inner.read()
        });
        self.shared(id, location);
        self.reader(defined, inner)
    }

    /// Waits until the lock is free and takes it; the guard gives it back when it goes out of scope.
    ///
    /// # Errors
    /// A thread panicked while it wrote; the error holds the guard.
    #[track_caller]
    #[inline]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        let location = Location::caller();
        let defined = self.object.begin();
        let Some(id) = defined.current() else {
            return self.writer(Defined::NOT, self.inner.write());
        };
        let inner = or_wait(self.inner.try_write(), || {
            record(EventKind::LOCK_WAIT, id, 0, Value::NONE, location);
            self.inner.write()
        });
        acquired(id, &self.object, location);
        self.writer(defined, inner)
    }

    /// Takes a share of the lock if nobody writes.
    ///
    /// # Errors
    /// Somebody writes, or a thread panicked while it did.
    #[track_caller]
    #[inline]
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        let location = Location::caller();
        let defined = self.object.begin();
        let Some(inner) = or_refused(self.inner.try_read()) else {
            self.refused(EventKind::SHARED_REFUSE, defined, location);
            return Err(TryLockError::WouldBlock);
        };
        if let Some(id) = defined.current() {
            self.shared(id, location);
        }
        Ok(self.reader(defined, inner)?)
    }

    /// Takes the lock if it is free.
    ///
    /// # Errors
    /// It is taken, or a thread panicked while it wrote.
    #[track_caller]
    #[inline]
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        let location = Location::caller();
        let defined = self.object.begin();
        let Some(inner) = or_refused(self.inner.try_write()) else {
            self.refused(EventKind::LOCK_REFUSE, defined, location);
            return Err(TryLockError::WouldBlock);
        };
        if let Some(id) = defined.current() {
            acquired(id, &self.object, location);
        }
        Ok(self.writer(defined, inner)?)
    }

    /// What it protects: nobody else can have it.
    ///
    /// # Errors
    /// A thread panicked while it wrote.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        self.inner.get_mut()
    }

    /// True if a thread panicked while it wrote.
    pub fn is_poisoned(&self) -> bool {
        self.inner.is_poisoned()
    }

    /// Says that what it protects is whole again.
    pub fn clear_poison(&self) {
        self.inner.clear_poison();
    }

    /// Records that this thread shares the lock. To be called when it does. How many shares it has then is
    /// not recorded: the lock does not know.
    #[inline(always)]
    fn shared(&self, id: u32, location: &'static Location<'static>) {
        let sequence = self.object.next_sequence_shared();
        record(EventKind::SHARED_ACQUIRE, id, sequence, Value::NONE, location);
    }

    #[cold]
    fn refused(&self, kind: EventKind, defined: Defined, location: &'static Location<'static>) {
        if let Some(id) = defined.current() {
            record(kind, id, 0, Value::NONE, location);
        }
    }

    #[inline(always)]
    fn reader<'a>(
        &'a self,
        defined: Defined,
        inner: LockResult<std::sync::RwLockReadGuard<'a, T>>,
    ) -> LockResult<RwLockReadGuard<'a, T>> {
        map(inner, |inner| RwLockReadGuard {
            object: &self.object,
            defined,
            inner,
        })
    }

    #[inline(always)]
    fn writer<'a>(
        &'a self,
        defined: Defined,
        inner: LockResult<std::sync::RwLockWriteGuard<'a, T>>,
    ) -> LockResult<RwLockWriteGuard<'a, T>> {
        map(inner, |inner| RwLockWriteGuard {
            _held: Held::new(&self.object, defined),
            inner,
        })
    }
}

/// What was taken at once, or else what the wait gives.
#[inline(always)]
fn or_wait<G>(taken: TryLockResult<G>, wait: impl FnOnce() -> LockResult<G>) -> LockResult<G> {
    or_refused(taken).unwrap_or_else(wait)
}

/// What was taken, poisoned or not; `None` if the lock was not free.
#[inline(always)]
fn or_refused<G>(taken: TryLockResult<G>) -> Option<LockResult<G>> {
    match taken {
        Ok(guard) => Some(Ok(guard)),
        Err(TryLockError::Poisoned(poisoned)) => Some(Err(poisoned)),
        Err(TryLockError::WouldBlock) => None,
    }
}

#[inline(always)]
fn map<G, H>(result: LockResult<G>, guard: impl FnOnce(G) -> H) -> LockResult<H> {
    match result {
        Ok(inner) => Ok(guard(inner)),
        Err(poisoned) => Err(PoisonError::new(guard(poisoned.into_inner()))),
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(formatter)
    }
}

impl<T> From<T> for RwLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Default> Default for RwLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

/// Shares a [`RwLock`] until it goes out of scope, also by a panic.
#[must_use = "the share is given back at once if its guard is not kept"]
pub struct RwLockReadGuard<'a, T: ?Sized> {
    object: &'a Object,
    /// As whom the share was taken: its end is recorded only if its beginning was.
    defined: Defined,
    /// Given back after `drop` below has recorded it.
    inner: std::sync::RwLockReadGuard<'a, T>,
}

impl<T: ?Sized> Drop for RwLockReadGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if let Some(id) = self.defined.begin() {
            let sequence = self.object.next_sequence_shared();
            record_unplaced(EventKind::SHARED_RELEASE, id, sequence, Value::NONE);
        }
    }
}

/// Holds a [`RwLock`] alone until it goes out of scope, also by a panic.
#[must_use = "the lock is given back at once if its guard is not kept"]
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    /// Dropped first: its end is recorded while the lock is held.
    _held: Held<'a>,
    inner: std::sync::RwLockWriteGuard<'a, T>,
}

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.inner
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockReadGuard<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(formatter)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockWriteGuard<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(formatter)
    }
}
