//! A program's `main`.

use std::fmt::Display;
use std::panic::Location;
use std::process::ExitCode;

use crate::life::{PANIC_STATUS, attach, live};
use crate::process;

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
