//! Locks between threads, as those of [`std::sync`] and of Python's `threading`.

mod held;
mod mutex;
mod semaphore;

pub use mutex::{Mutex, MutexGuard};
pub use semaphore::{NothingTaken, Permit, Semaphore};
