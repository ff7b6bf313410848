//! Waiting under a lock: for how long, for whom, and what is recorded of it.

mod waiters;

use std::time::{Duration, Instant};

use laneway_recorder::client::Value;
use laneway_trace::EventKind;

use crate::system::Semaphore;

use primitives::{AtomicUsize, Condvar, MutexGuard};
pub(crate) use waiters::Waiters;

/// What waiting is made of.
mod primitives {
    pub(super) use std::sync::atomic::{AtomicUsize, Ordering};
    pub(super) use std::sync::{Condvar, MutexGuard};
}

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

impl Waiters {
    pub(crate) const fn new() -> Self {
        Self {
            changed: Condvar::new(),
            count: AtomicUsize::new(0),
        }
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
}
