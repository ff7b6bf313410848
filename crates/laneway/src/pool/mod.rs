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
//! What differs from CPython:
//!
//! - A result is handed over, not shared: asking for it takes the future, and a callback has a clone.
//! - Workers are started with their pool, not on demand.
//! - A pool that is dropped is shut down as at the end of a `with`, unless that was done before. One that is there
//!   when the code of [`run`](crate::run()) is over is shut down then, as Python does at exit.
//! - A task of a pool of processes is a function without captures; argument and result go through JSON. Only a worker
//!   that is free is given one, so that all others can be called off.
//! - If a worker process dies, the others are killed at once, where CPython asks them to end.
//!
//! ```
//! use laneway::pool::ThreadPool;
//!
//! laneway::run(|| {
//!     let pool = ThreadPool::new("pool", 2);
//!     let answer = pool.submit("answer", || 6 * 7);
//!     answer.add_done_callback("tell", |outcome| laneway::println!("it is {outcome:?}"));
//!     assert_eq!(answer.result().unwrap(), 42);
//!     let squares = pool.map("square", |number| number * number, 1..4);
//!     assert_eq!(squares.map(Result::unwrap).collect::<Vec<_>>(), [1, 4, 9]);
//! });
//! ```

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
pub(crate) use slot::Slot;
pub use threads::ThreadPool;
pub use waiting::{AsCompleted, ReturnWhen, Waited, as_completed, wait};
