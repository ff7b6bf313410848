//! Waiting under a lock: for how long, for whom, and what is recorded of it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use laneway_recorder::client::Value;
use laneway_trace::EventKind;

use crate::system::Semaphore;

/// How long an operation may wait.
#[derive(Clone, Copy)]
pub(crate) enum Patience {
    None,
    Until(Option<Instant>, Duration),
    Endless,
}

impl Patience {
    pub(crate) fn of(timeout: Duration) -> Self {
        Self::Until(Instant::now().checked_add(timeout), timeout)
    }
}

/// What is recorded of a wait: an attempt without patience, the two ways to begin, and giving up.
pub(crate) struct Wait {
    refuse: EventKind,
    endless: EventKind,
    timed: EventKind,
    timeout: EventKind,
}

impl Wait {
    pub(crate) const PERMIT: Self = Self {
        refuse: EventKind::LOCK_REFUSE,
        endless: EventKind::LOCK_WAIT,
        timed: EventKind::LOCK_WAIT_TIMED,
        timeout: EventKind::LOCK_TIMEOUT,
    };
    pub(crate) const ROOM: Self = Self {
        refuse: EventKind::PUT_REFUSE,
        endless: EventKind::PUT_WAIT,
        timed: EventKind::PUT_WAIT_TIMED,
        timeout: EventKind::PUT_TIMEOUT,
    };
    pub(crate) const ITEM: Self = Self {
        refuse: EventKind::GET_REFUSE,
        endless: EventKind::GET_WAIT,
        timed: EventKind::GET_WAIT_TIMED,
        timeout: EventKind::GET_TIMEOUT,
    };
    pub(crate) const GATE: Self = Self {
        refuse: EventKind::GATE_REFUSE,
        endless: EventKind::GATE_WAIT,
        timed: EventKind::GATE_WAIT_TIMED,
        timeout: EventKind::GATE_TIMEOUT,
    };
}

/// Takes one of a semaphore, as patience allows, and says what is recorded of it unless there is one at once; false if
/// there was none for so long.
pub(crate) fn take_and_say(
    semaphore: &Semaphore,
    patience: Patience,
    wait: &Wait,
    say: impl Fn(EventKind, Value),
) -> bool {
    if semaphore.try_wait() {
        return true;
    }
    match patience {
        Patience::None => {
            say(wait.refuse, Value::NONE);
            false
        }
        Patience::Endless => {
            say(wait.endless, Value::NONE);
            semaphore.wait(None)
        }
        Patience::Until(deadline, timeout) => {
            say(wait.timed, Value::duration(timeout));
            let in_time = semaphore.wait(deadline);
            if !in_time {
                say(wait.timeout, Value::NONE);
            }
            in_time
        }
    }
}

/// Those who wait for what a mutex protects to change.
///
/// They are counted, because to wake nobody costs [`Condvar`] a system call, some 200 ns, all the same. The
/// count changes under the mutex, so whoever has changed something under it since sees who waited before.
#[derive(Debug, Default)]
pub(crate) struct Waiters {
    changed: Condvar,
    count: AtomicUsize,
}

impl Waiters {
    pub(crate) const fn new() -> Self {
        Self {
            changed: Condvar::new(),
            count: AtomicUsize::new(0),
        }
    }

    /// How many wait. To be called under the mutex, or after it.
    #[inline]
    pub(crate) fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    /// Wakes one of those who wait. To be called under the mutex, or after it.
    #[inline]
    pub(crate) fn wake_one(&self) {
        if self.count() > 0 {
            self.changed.notify_one();
        }
    }

    /// Wakes all who wait. To be called under the mutex, or after it.
    #[inline]
    pub(crate) fn wake_all(&self) {
        if self.count() > 0 {
            self.changed.notify_all();
        }
    }

    /// Waits while the condition holds and patience lasts; false if it still holds then.
    pub(crate) fn wait_while<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        patience: Patience,
        holds: impl Fn(&MutexGuard<'a, T>) -> bool,
    ) -> (MutexGuard<'a, T>, bool) {
        while holds(&guard) {
            let left = match patience {
                Patience::None => return (guard, false),
                Patience::Endless | Patience::Until(None, _) => None,
                Patience::Until(Some(deadline), _) => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return (guard, false);
                    }
                    Some(left)
                }
            };
            guard = self.wait(guard, left);
        }
        (guard, true)
    }

    /// As [`wait_while`](Self::wait_while); says what is recorded of it, unless there is nothing to wait for.
    #[inline]
    pub(crate) fn wait_and_say<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        patience: Patience,
        holds: impl Fn(&MutexGuard<'a, T>) -> bool,
        wait: &Wait,
        say: impl Fn(EventKind, Value),
    ) -> (MutexGuard<'a, T>, bool) {
        if !holds(&guard) {
            return (guard, true);
        }
        match patience {
            Patience::None => {
                say(wait.refuse, Value::NONE);
                return (guard, false);
            }
            Patience::Endless => say(wait.endless, Value::NONE),
            Patience::Until(_, timeout) => say(wait.timed, Value::duration(timeout)),
        }
        let (guard, in_time) = self.wait_while(guard, patience, holds);
        if !in_time {
            say(wait.timeout, Value::NONE);
        }
        (guard, in_time)
    }

    /// Waits once, no longer than this.
    fn wait<'a, T>(&self, guard: MutexGuard<'a, T>, left: Option<Duration>) -> MutexGuard<'a, T> {
        self.count.fetch_add(1, Ordering::Relaxed);
        let guard = match left {
            None => self.changed.wait(guard).unwrap_or_else(PoisonError::into_inner),
            Some(left) => {
                let waited = self.changed.wait_timeout(guard, left);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
        };
        self.count.fetch_sub(1, Ordering::Relaxed);
        guard
    }
}
