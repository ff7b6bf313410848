//! Those who wait for what a mutex protects to change.
//!
//! `tests/loom.rs` compiles this file with loom's primitives in place of std's, and tries it in every order.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use super::Patience;
use super::primitives::{AtomicUsize, Condvar, MutexGuard, Ordering};

/// Those who wait for what a mutex protects to change.
///
/// They are counted, because to wake nobody costs [`Condvar`] a system call, some 200 ns, all the same. The
/// count changes under the mutex, so whoever has changed something under it since sees who waited before.
#[derive(Debug, Default)]
pub(crate) struct Waiters {
    pub(super) changed: Condvar,
    pub(super) count: AtomicUsize,
}

impl Waiters {
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
