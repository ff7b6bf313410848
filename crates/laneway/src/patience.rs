//! How long an operation may wait, and waiting for that long.

use std::sync::{Condvar, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

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

/// Waits while the condition holds and patience lasts; false if it still holds then.
pub(crate) fn wait_while<'a, T>(
    condvar: &Condvar,
    mut guard: MutexGuard<'a, T>,
    patience: Patience,
    holds: impl Fn(&MutexGuard<'a, T>) -> bool,
) -> (MutexGuard<'a, T>, bool) {
    while holds(&guard) {
        guard = match patience {
            Patience::None => return (guard, false),
            Patience::Endless | Patience::Until(None, _) => {
                condvar.wait(guard).unwrap_or_else(PoisonError::into_inner)
            }
            Patience::Until(Some(deadline), _) => {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return (guard, false);
                }
                condvar
                    .wait_timeout(guard, left)
                    .unwrap_or_else(PoisonError::into_inner)
                    .0
            }
        };
    }
    (guard, true)
}
