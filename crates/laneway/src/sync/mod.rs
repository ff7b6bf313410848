//! Locks between threads, as those of [`std::sync`] and of Python's `threading`.

mod barrier;
mod condition;
mod event;
mod held;
mod mutex;
mod reentrant_lock;
mod rwlock;
mod semaphore;

pub use barrier::{Barrier, BarrierWaitResult, BrokenBarrier};
pub use condition::{Condvar, WaitTimeoutResult};
pub use event::Event;
pub use mutex::{Mutex, MutexGuard};
pub use reentrant_lock::{ReentrantLock, ReentrantLockGuard};
pub use rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard};
pub use semaphore::{NothingTaken, Permit, Semaphore};
