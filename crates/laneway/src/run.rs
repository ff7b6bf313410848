//! The life of a program's process: attach, run the code, put the house in order.

use std::fmt::Display;
use std::panic::{self, AssertUnwindSafe, Location};
use std::process::ExitCode;

use laneway_recorder::client::{self, Value, record};
use laneway_trace::EventKind;

use crate::{panics, process, thread};

/// What the exit status says of a panic, as in `std`.
pub(crate) const PANIC_STATUS: i32 = 101;

/// What a program's code may return, and the exit status that it makes.
pub trait Outcome {
    /// Says what went wrong, if anything did, on the standard error, and gives the exit status.
    fn status(self) -> ExitCode;
}

impl Outcome for () {
    fn status(self) -> ExitCode {
        ExitCode::SUCCESS
    }
}

impl Outcome for ExitCode {
    fn status(self) -> ExitCode {
        self
    }
}

impl<T: Outcome, E: Display> Outcome for Result<T, E> {
    fn status(self) -> ExitCode {
        match self {
            Ok(outcome) => outcome.status(),
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::FAILURE
            }
        }
    }
}

/// Runs a program's code as its main thread; to be called first thing in `main`, once.
///
/// A process that was started with [`process::StartMethod::Spawn`] turns into the child here, and never
/// comes to `code`. Any other attaches to the session, if there is one, and runs `code`. Then it does what
/// Python does at exit: waits for the threads that are no daemons, ends the child processes that are
/// daemons with SIGTERM, waits for the other ones. A panic in `code` is status 101, with all that done.
///
/// A session that cannot be used is told on the standard error, and the program runs unrecorded.
#[track_caller]
pub fn run<T: Outcome>(code: impl FnOnce() -> T) -> ExitCode {
    let location = Location::caller();
    process::become_spawned_child();
    attach(None, location);
    match live(location, code) {
        Ok(outcome) => outcome.status(),
        Err(_) => ExitCode::from(PANIC_STATUS as u8),
    }
}

/// Attaches this process: as the child that its parent defined, or as one that nobody announced.
pub(crate) fn attach(child: Option<client::Child>, location: &'static Location<'static>) {
    let attached = match child {
        Some(child) => client::attach_child(child, location),
        None => client::attach(location),
    };
    match attached {
        Ok(true) => panics::record_panics(),
        Ok(false) => {}
        Err(error) => eprintln!("laneway: this run is not recorded: {error}"),
    }
}

/// The main thread's life after `begin`: the code, `code_end`, the order of the house, `end`.
pub(crate) fn live<T>(
    location: &'static Location<'static>,
    code: impl FnOnce() -> T,
) -> thread::Result<T> {
    let result = panic::catch_unwind(AssertUnwindSafe(code));
    finish(result.is_err(), location);
    result
}

/// Ends the main thread's life, but not the process.
pub(crate) fn finish(panicked: bool, location: &'static Location<'static>) {
    record(EventKind::CODE_END, 0, 0, Value::NONE, location);
    thread::join_all(location);
    process::end_children(location);
    client::end_thread(i64::from(panicked));
}
