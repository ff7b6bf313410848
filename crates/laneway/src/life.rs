//! The life of a process's main thread: attach, run the code, put the house in order.

use std::panic::{self, AssertUnwindSafe, Location};
use std::sync::atomic::{AtomicBool, Ordering};

use laneway_recorder::client::{self, Value, record};
use laneway_trace::EventKind;

use crate::{child, pool, process, thread};

/// What the exit status says of a panic, as in `std`.
pub(crate) const PANIC_STATUS: i32 = 101;

/// Attaches this process: as the child that its parent defined, or as one that nobody announced.
pub(crate) fn attach(child: Option<client::Child>, location: &'static Location<'static>) {
    let attached = match child {
        Some(child) => client::attach_child(child, location),
        None => client::attach(location),
    };
    if let Err(error) = attached {
        client::tell(&error);
    }
}

/// True while the library has the main thread's life in hand.
static LIVES: AtomicBool = AtomicBool::new(false);

/// True if there is a house to put in order at the end: the code was started by [`live`].
pub(crate) fn has_house() -> bool {
    LIVES.load(Ordering::Relaxed)
}

/// The main thread's life after `begin`: the code, `code_end`, the order of the house, `end`.
pub(crate) fn live<T>(
    location: &'static Location<'static>,
    code: impl FnOnce() -> T,
) -> thread::Result<T> {
    LIVES.store(true, Ordering::Relaxed);
    let result = panic::catch_unwind(AssertUnwindSafe(code));
    finish(result.is_err(), location);
    result
}

/// Ends the main thread's life, but not the process.
pub(crate) fn finish(panicked: bool, location: &'static Location<'static>) {
    record(EventKind::CODE_END, 0, 0, Value::NONE, location);
    pool::close_all(location);
    thread::join_all(location);
    child::end_children(location);
    process::end_forkserver(location);
    client::end_thread(i64::from(panicked));
}
