//! Processes, as Python's `multiprocessing`: real ones, by fork, by starting the program anew, or by a server
//! that forks.
//!
//! Programs are started by [`Command`], which is `std`'s: who runs them is seen from outside.

mod event;
mod feeder;
mod file_cell;
mod forkserver;
mod frames;
mod handoff;
mod image;
mod lock;
mod manager;
mod messages;
mod order;
mod pipe;
mod queue;
mod reentrant_lock;
mod semaphore;
mod shared;
mod start;
mod value;

use std::panic::Location;
use std::sync::{Mutex, PoisonError};

pub use std::process::{
    Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitCode, ExitStatus, Output, Stdio,
    Termination, abort,
};

pub use crate::child::Process;
pub use event::Event;
pub use file_cell::FileCell;
pub(crate) use forkserver::end as end_forkserver;
pub(crate) use handoff::Shared;
pub(crate) use image::{Image, ImageFile};
pub use lock::{Lock, LockGuard};
pub use manager::{Dict, List, ManagedValue, Manager};
pub use messages::Messages;
pub use pipe::{Connection, pipe};
pub use queue::Queue;
pub use reentrant_lock::{ReentrantLock, ReentrantLockGuard};
pub use semaphore::{Permit, Semaphore};
pub(crate) use shared::SharedObject;
pub(crate) use start::become_spawned_child;
pub use start::{Builder, StartMethod};
pub use value::{Array, Value};

/// What the parent called this process; none for the first one.
static NAME: Mutex<Option<String>> = Mutex::new(None);

/// This process: what it may know of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    name: String,
}

impl Current {
    /// What its parent called it; `main` for the first process.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        id()
    }
}

/// The process that asks.
pub fn current() -> Current {
    let name = NAME.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Current {
        name: name.unwrap_or_else(|| "main".to_owned()),
    }
}

fn set_name(name: &str) {
    *NAME.lock().unwrap_or_else(PoisonError::into_inner) = Some(name.to_owned());
}

/// The id of this process.
pub fn id() -> u32 {
    std::process::id()
}

/// The id of this process's parent now: another one once the parent is dead.
pub fn parent_id() -> u32 {
    std::os::unix::process::parent_id()
}

/// The id of the session of this process: the id of the process that began it, which may be dead. 0 if that one is not
/// in this process's namespace of ids, as in a container that was entered from outside.
pub fn session_id() -> u32 {
    crate::system::session_id()
}

/// Ends this process with that status, of which the system keeps the lowest 8 bits. Destructors do not run.
///
/// In a program that [`run`](crate::run()) runs, and in a child process, the main thread puts the house in order
/// first, as the end of the code does. Otherwise the process ends at once, as with [`std::process::exit`].
#[track_caller]
pub fn exit(status: i32) -> ! {
    if !crate::life::has_house() {
        std::process::exit(status);
    }
    if crate::thread::is_main() {
        crate::life::finish(false, Location::caller());
    }
    crate::system::leave(status)
}
