//! Pools of workers with futures, as Python's `concurrent.futures`.
//!
//! | here | `concurrent.futures` |
//! | --- | --- |
//! | [`ThreadPool`], [`ProcessPool`] | `ThreadPoolExecutor`, `ProcessPoolExecutor` |
//! | [`Future`] | `Future` |
//! | [`Error::Cancelled`], [`Error::Broken`] | `CancelledError`, `BrokenProcessPool` |
//! | [`wait`], [`ReturnWhen`], [`Waited`] | `wait`, `return_when`, the named tuple that it gives |
//! | [`as_completed`] | `as_completed` |
//!
//! What differs from CPython: a result is handed over, not shared, so asking for it takes the future, and
//! a callback has a clone. Workers are started with their pool, not on demand. A pool that is dropped is shut
//! down as at the end of a `with`, unless that was done before; one that is not is shut down when the code
//! of [`run`](crate::run()) is over, as Python does at exit. A task of a pool of processes is a function without
//! captures, whose argument and result go through JSON; only workers that are free have one, so that all others can be
//! called off; and if a worker dies, the others are killed at once (CPython terminates them).

mod at_exit;
mod error;
mod future;
mod map;
mod processes;
mod slot;
mod threads;
mod waiting;

pub(crate) use at_exit::{close_all, forget_all};
pub use error::{Error, Refused};
pub use future::Future;
pub use map::Map;
pub use processes::ProcessPool;
pub use threads::ThreadPool;
pub use waiting::{AsCompleted, ReturnWhen, Waited, as_completed, wait};
