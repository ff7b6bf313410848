//! Locks between threads, as those of [`std::sync`] and of Python's `threading`.
//!
//! What is not there is `std`'s own: it waits for nobody, or, like [`Once`] and [`LazyLock`], only while
//! something is made for the first time.

mod barrier;
mod channel;
mod condition;
mod event;
mod held;
pub mod mpsc;
mod mutex;
mod reentrant_lock;
mod rwlock;
mod semaphore;

pub use std::sync::{
    Arc, LazyLock, LockResult, Once, OnceLock, OnceState, PoisonError, TryLockError, TryLockResult,
    Weak, atomic,
};

pub use barrier::{Barrier, BarrierWaitResult, BrokenBarrier};
pub use condition::{Condvar, WaitTimeoutResult};
pub use event::Event;
pub use mutex::{Mutex, MutexGuard};
pub use reentrant_lock::{ReentrantLock, ReentrantLockGuard};
pub use rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard};
pub use semaphore::{NothingTaken, Permit, Semaphore};
