//! Waiting for something that a lock protects, as [`std::sync::Condvar`] and Python's `threading.Condition`.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::panic::Location;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LockResult, PoisonError};
use std::time::{Duration, Instant};

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};

use super::MutexGuard;
use crate::object::Object;
use crate::operation;
use crate::waiting::{Patience, Waiters};

/// A place to wait until somebody notifies, with a [`Mutex`](super::Mutex) that is given back meanwhile.
///
/// As [`std::sync::Condvar`], with two promises more, which Python's condition makes as well: nobody is woken
/// without a notification, and who has waited longest is notified first. What was waited for may still be
/// gone when the lock is taken again, so look once more, or use [`wait_while`](Self::wait_while).
#[derive(Debug)]
pub struct Condvar {
    object: Object,
    /// Who waits and was not notified, longest first. Locked for one step, as std's condition has no order
    /// that could be recorded.
    waiting: std::sync::Mutex<VecDeque<Arc<Waiter>>>,
    /// Where all wait while nothing is recorded.
    unrecorded: std::sync::Condvar,
}

#[derive(Debug, Default)]
struct Waiter {
    /// Changed while `waiting` is locked.
    notified: AtomicBool,
    woken: Waiters,
}

/// Whether a wait with a limit ended because the time was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// True if nobody had notified the waiter in time.
    pub fn timed_out(self) -> bool {
        self.0
    }
}

impl Condvar {
    /// A condition without a name: it is called by the place where it was made.
    #[track_caller]
    pub const fn new() -> Self {
        Self {
            object: Object::new(ObjectKind::CONDITION, None, None, Location::caller()),
            waiting: std::sync::Mutex::new(VecDeque::new()),
            unrecorded: std::sync::Condvar::new(),
        }
    }

    /// A condition with a name.
    #[track_caller]
    pub fn named(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            object: Object::new(ObjectKind::CONDITION, Some(name.into()), None, Location::caller()),
            waiting: std::sync::Mutex::default(),
            unrecorded: std::sync::Condvar::new(),
        }
    }

    /// Gives the lock back, waits until it is notified, and takes the lock again.
    ///
    /// # Errors
    /// A thread panicked while it held the lock; the error holds the guard.
    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        self.wait_at(guard, Location::caller())
    }

    /// Waits as often as it takes until the condition, which is looked at with the lock held, does not hold.
    ///
    /// # Errors
    /// A thread panicked while it held the lock; the error holds the guard.
    #[track_caller]
    pub fn wait_while<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: impl FnMut(&mut T) -> bool,
    ) -> LockResult<MutexGuard<'a, T>> {
        let location = Location::caller();
        while condition(&mut guard) {
            guard = self.wait_at(guard, location)?;
        }
        Ok(guard)
    }

    /// As [`wait`](Self::wait), but no longer than this; the lock is taken again in any case.
    ///
    /// # Errors
    /// A thread panicked while it held the lock; the error holds both.
    #[track_caller]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        timeout: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let (guard, notified) = self.pass(guard, Patience::of(timeout), Location::caller());
        let result = WaitTimeoutResult(!notified);
        match guard {
            Ok(guard) => Ok((guard, result)),
            Err(poisoned) => Err(PoisonError::new((poisoned.into_inner(), result))),
        }
    }

    /// As [`wait_while`](Self::wait_while), but no longer than this.
    ///
    /// # Errors
    /// A thread panicked while it held the lock; the error holds both.
    #[track_caller]
    pub fn wait_timeout_while<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        timeout: Duration,
        mut condition: impl FnMut(&mut T) -> bool,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let location = Location::caller();
        let start = Instant::now();
        loop {
            if !condition(&mut guard) {
                return Ok((guard, WaitTimeoutResult(false)));
            }
            let left = timeout.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Ok((guard, WaitTimeoutResult(true)));
            }
            match self.pass(guard, Patience::of(left), location).0 {
                Ok(again) => guard = again,
                Err(poisoned) => {
                    let result = WaitTimeoutResult(start.elapsed() >= timeout);
                    return Err(PoisonError::new((poisoned.into_inner(), result)));
                }
            }
        }
    }

    /// Wakes who has waited longest, if anybody waits.
    #[track_caller]
    pub fn notify_one(&self) {
        self.notify(1, EventKind::NOTIFY, Value::int(1), Location::caller());
    }

    /// Wakes all who wait.
    #[track_caller]
    pub fn notify_all(&self) {
        let everybody = usize::MAX;
        self.notify(everybody, EventKind::NOTIFY_ALL, Value::NONE, Location::caller());
    }

    fn wait_at<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        location: &'static Location<'static>,
    ) -> LockResult<MutexGuard<'a, T>> {
        self.pass(guard, Patience::Endless, location).0
    }

    /// Gives the lock back, waits as patience allows, and takes the lock again; false if nobody had notified.
    fn pass<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> (LockResult<MutexGuard<'a, T>>, bool) {
        if !operation::begin_recorded() {
            return guard.wait_at(&self.unrecorded, patience);
        }
        let id = self.object.defined_in(guard.lock_defined()).current();
        let say = |kind, value| {
            if let Some(id) = id {
                record(kind, id, self.object.next_sequence(), value, location);
            }
        };
        let mut waiting = self.waiting();
        let waiter = Arc::new(Waiter::default());
        waiting.push_back(Arc::clone(&waiter));
        let lock = guard.give_back(|| match patience {
            Patience::Until(_, timeout) => say(EventKind::GATE_WAIT_TIMED, Value::duration(timeout)),
            Patience::None | Patience::Endless => say(EventKind::GATE_WAIT, Value::NONE),
        });
        let is_waiting = |_: &Waiting<'_>| !waiter.notified.load(Ordering::Relaxed);
        let notified;
        (waiting, notified) = waiter.woken.wait_while(waiting, patience, is_waiting);
        if notified {
            say(EventKind::GATE_PASS, Value::NONE);
        } else {
            waiting.retain(|other| !Arc::ptr_eq(other, &waiter));
            say(EventKind::GATE_TIMEOUT, Value::NONE);
        }
        drop(waiting);
        (lock.lock_at(location), notified)
    }

    fn notify(&self, most: usize, kind: EventKind, value: Value, location: &'static Location<'static>) {
        if !operation::begin_recorded() {
            if most == 1 {
                self.unrecorded.notify_one();
            } else {
                self.unrecorded.notify_all();
            }
            return;
        }
        let id = self.object.id();
        let mut waiting = self.waiting();
        if let Some(id) = id {
            record(kind, id, self.object.next_sequence(), value, location);
        }
        let count = most.min(waiting.len());
        for waiter in waiting.drain(..count) {
            waiter.notified.store(true, Ordering::Relaxed);
            waiter.woken.wake_one();
        }
    }

    fn waiting(&self) -> Waiting<'_> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type Waiting<'a> = std::sync::MutexGuard<'a, VecDeque<Arc<Waiter>>>;

impl Default for Condvar {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}
