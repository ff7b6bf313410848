//! Locks between threads, as those of [`std::sync`].

mod held;
mod mutex;

pub use mutex::{Mutex, MutexGuard};
