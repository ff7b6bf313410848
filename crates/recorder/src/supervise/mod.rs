//! Runs a program, watches it to its end, and leaves no process behind.
//!
//! Two processes of one thread each watch a run, so that either may be killed: the *guardian*, which is
//! the caller, and the *supervisor*, its child. Both are subreapers. The supervisor starts the program,
//! sees its processes come and go, and tells the guardian what it sees through a pipe. When the guardian
//! dies the supervisor kills all that it started; when the supervisor dies its descendants fall to the
//! guardian, which does the same and merges what was recorded until then.

mod plan;

#[cfg(target_os = "linux")]
mod family;
#[cfg(target_os = "linux")]
mod guardian;
#[cfg(target_os = "linux")]
mod kill;
mod observed;
#[cfg(target_os = "linux")]
mod place;
#[cfg(target_os = "linux")]
mod processes;
#[cfg(target_os = "linux")]
mod program;
#[cfg(target_os = "linux")]
mod signals;
#[cfg(target_os = "linux")]
mod supervisor;
#[cfg(target_os = "linux")]
mod watchdog;

pub(crate) use observed::{Ended, Observed};
pub use plan::{Plan, Progress, RecordError, Recording};

/// Records a program from its start to its end, and leaves no process of it behind, however it ends.
///
/// SIGINT, SIGTERM and SIGHUP end the run, not the caller: the trace of what was recorded comes back. The
/// run's standard output and error are the caller's.
///
/// # Errors
/// See [`RecordError`]. The caller must have one thread, because it forks; a program with several runs
/// `laneway record` instead.
#[cfg(target_os = "linux")]
pub fn record(plan: &Plan, progress: &mut dyn FnMut(Progress)) -> Result<Recording, RecordError> {
    let Some(program) = plan.program.first() else {
        return Err(RecordError::NothingToRun);
    };
    // The signals first: from here on nothing ends this process before the folder is deleted.
    let signals = guardian::hold_interrupts()?;
    let place = place::Place::make(plan)?;
    let seen = guardian::guard(plan, &place.folder, &signals, progress)?;
    for fact in &seen {
        if let Observed::NotStarted { os_error, message } = fact {
            return Err(plan::not_started(program, *os_error, message));
        }
    }
    crate::merge::merge(&place.folder, plan, &seen, progress)
        .map_err(|source| RecordError::Unreadable { source })
}

/// Recording needs what only Linux has: subreapers and pidfds.
#[cfg(not(target_os = "linux"))]
pub fn record(_plan: &Plan, _progress: &mut dyn FnMut(Progress)) -> Result<Recording, RecordError> {
    Err(RecordError::Unsupported)
}
