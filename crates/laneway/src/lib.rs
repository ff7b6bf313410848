//! Threads, processes, tasks, locks, queues, cells and pools that can be recorded.
//!
//! The names and meanings are those of `std` and of Python's modules, so that a program written with
//! this library reads like any other. When it runs in a session (the environment variable
//! `LANEWAY_SESSION`, set by `laneway record`) everything it does is recorded, with the place in the
//! source; without one an operation costs one branch more than what it wraps.
//!
//! | module | mirrors |
//! | --- | --- |
//! | [`thread`] | `std::thread`, with daemons as in Python's `threading` |
//! | [`process`] | `std::process`, and `multiprocessing`: processes, what they share (locks, semaphore, event, queue, pipe, numbers in memory, number in a file, messages that something else carries), and managers |
//! | [`sync`] | `std::sync`, and the semaphore, the event and the re-entrant lock of `threading` |
//! | [`queue`] | `queue.Queue`, `LifoQueue` and `PriorityQueue` |
//! | [`cell`] | a variable that is shared without a lock |
//! | [`io`] | sockets, pipes and files: blocking, tried again and again, by readiness as in `selectors` |
//! | [`gil`] | CPython's interpreter lock |
//! | [`task`] | `asyncio`: tasks that take turns on one thread |
//! | [`pool`] | `concurrent.futures`: pools of threads and of processes, futures, waiting for many |
//!
//! A program of `std` is recorded when it says `use laneway::{thread, sync, process, println}` in place of `std`.
//! Its end is as with `std`: threads that still run are cut off. In [`run()`] it is as with Python.
//!
//! An object is defined in the session when it is first used; its copy in a forked child is another one. A
//! guard gives its lock back at the end of a scope, which is no place in the text: that event has no
//! location. Calls to the system that fail are recorded, with the limit that was hit.
//!
//! ```
//! use laneway::{process, sync, thread};
//!
//! fn main() -> std::process::ExitCode {
//!     laneway::run(|| {
//!         let tickets = std::sync::Arc::new(sync::Mutex::named("tickets", 3));
//!         let buyer = thread::Builder::new().name("buyer").spawn({
//!             let tickets = tickets.clone();
//!             move || *tickets.lock().unwrap() -= 1
//!         });
//!         buyer.unwrap().join().unwrap();
//!         laneway::println!("process {} has {} left", process::id(), tickets.lock().unwrap());
//!     })
//! }
//! ```

// The program of the README compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

// And what is said of other libraries does, or does not.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/OTHER-LIBRARIES.md")]
struct OtherLibraries;

#[cfg(not(unix))]
compile_error!("the library needs a Unix system: fork, pipes and shared mappings");

pub mod cell;
mod child;
mod failure;
pub mod gil;
pub mod io;
mod item;
mod life;
mod object;
mod operation;
mod output;
pub mod pool;
pub mod process;
pub mod queue;
mod run;
mod span;
pub mod sync;
#[cfg_attr(not(target_os = "linux"), path = "system_elsewhere.rs")]
mod system;
pub mod task;
pub mod thread;
mod waiting;

pub use item::{Item, Label};
pub use output::sleep;
#[doc(hidden)]
pub use output::{Stream, note, print_line, print_text};
pub use run::{Outcome, run};
pub use span::{Span, span};
