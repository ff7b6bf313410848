//! What becomes of pools that are there when the program's code ends: as in Python, they are shut down, and
//! what was submitted is done.

use std::panic::Location;
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};

/// A pool, whatever its workers are.
pub(super) trait Close: Send + Sync {
    /// Says that no more tasks will come, unless that was said before.
    fn close(&self, location: &'static Location<'static>);
}

/// The pools of this process.
static POOLS: Mutex<Vec<Weak<dyn Close>>> = Mutex::new(Vec::new());

fn pools() -> MutexGuard<'static, Vec<Weak<dyn Close>>> {
    POOLS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Remembers a pool for as long as it is there.
pub(super) fn remember(pool: Weak<dyn Close>) {
    let mut pools = pools();
    pools.retain(|other| other.strong_count() > 0);
    pools.push(pool);
}

/// Shuts down all that are there; their threads are waited for as all are.
pub(crate) fn close_all(location: &'static Location<'static>) {
    let all = std::mem::take(&mut *pools());
    for pool in all.iter().filter_map(Weak::upgrade) {
        pool.close(location);
    }
}

/// In a forked child: the pools of its parent are not its own.
pub(crate) fn forget_all() {
    pools().clear();
}
