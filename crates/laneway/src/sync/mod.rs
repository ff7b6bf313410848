//! Locks between threads, as those of [`std::sync`] and of Python's `threading`.

mod held;
mod mutex;
mod rwlock;
mod semaphore;

pub use mutex::{Mutex, MutexGuard};
pub use rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard};
pub use semaphore::{NothingTaken, Permit, Semaphore};
