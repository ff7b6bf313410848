//! Tasks that take turns on one thread, as Python's `asyncio`.
//!
//! A task is `async` code with a name. It has its thread to itself until it waits by `.await`; then the
//! next task that can go on has its turn, in the order in which they became able to. The picture shows a
//! lane for each task, and why it waits. Whatever blocks in a task blocks them all: [`to_thread`] hands
//! it over to a thread.
//!
//! Turns, timers and sockets are those of tokio's one-threaded runtime, the best kept one of Rust: it
//! has the one line of tasks that asyncio has, tasks need not be `Send`, and its sockets work in tasks,
//! too. What of another library a task waits for is recorded as a wait for input or output.
//!
//! A task waits for one thing at a time, like a coroutine of Python: to wait for several, start tasks and
//! [`gather`] them. In one task that looks at several futures by turns only the newest wait is shown.
//!
//! | here | `asyncio` |
//! | --- | --- |
//! | [`run`], [`spawn`], [`JoinHandle::cancel`] | `run`, `create_task`, `Task.cancel` |
//! | [`gather`], [`shield`], [`timeout`] | `gather`, `shield`, `wait_for` |
//! | [`sleep`], [`yield_now`] | `sleep`, `sleep(0)` |
//! | [`to_thread`], a [`pool::Future`](crate::pool::Future) and `.await` | `to_thread`, `run_in_executor` |
//! | [`Lock`], [`Semaphore`], [`Event`], [`Queue`] | the same |
//!
//! ```
//! use std::time::Duration;
//!
//! use laneway::task;
//!
//! let both = task::run("main", async {
//!     let tea = task::spawn("tea", async { task::sleep(Duration::from_millis(2)).await });
//!     let toast = task::spawn("toast", async { task::sleep(Duration::from_millis(1)).await });
//!     task::gather(vec![tea, toast]).await
//! });
//! assert!(both.iter().all(Result::is_ok));
//! ```

mod actor;
mod event;
mod event_loop;
mod handoff;
mod join;
mod last_turn;
mod life;
mod line;
mod lock;
mod queue;
mod semaphore;
mod time;
mod wait;

pub use event::Event;
pub use event_loop::{run, spawn};
pub use handoff::{Outcome, to_thread};
pub use join::{Join, JoinError, JoinHandle, gather, shield};
pub use lock::{Lock, LockGuard};
pub use queue::Queue;
pub use semaphore::{Permit, Semaphore};
pub use time::{Elapsed, sleep, timeout, yield_now};
