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
#[cfg(target_os = "linux")]
mod newcomers;
#[cfg(target_os = "linux")]
mod observe;
mod observed;
#[cfg(target_os = "linux")]
mod owned_folder;
#[cfg(target_os = "linux")]
mod pace;
#[cfg(target_os = "linux")]
mod pidfd;
#[cfg(target_os = "linux")]
mod processes;
#[cfg(target_os = "linux")]
mod program;
#[cfg(target_os = "linux")]
mod registry;
#[cfg(target_os = "linux")]
mod sample;
#[cfg(target_os = "linux")]
mod signals;
#[cfg(target_os = "linux")]
mod supervisor;
#[cfg(target_os = "linux")]
mod table;
#[cfg(target_os = "linux")]
mod terminal;
#[cfg(target_os = "linux")]
mod thread;
#[cfg(target_os = "linux")]
mod watchdog;

pub(crate) use observed::{Ended, Observed, State};
#[cfg(target_os = "linux")]
pub(crate) use owned_folder::OwnedFolder;
pub use plan::{MOST_EVENTS, Plan, Progress, RecordError, Recording};

/// What is there when a run is over and nothing of it is left: where it was recorded, what was seen, and
/// the signals that still are held back.
#[cfg(target_os = "linux")]
pub(crate) struct Ran {
    pub folder: OwnedFolder,
    pub seen: Vec<Observed>,
    pub signals: signals::Signals,
}

/// Has the plan's program run and watched, from its start to its end.
#[cfg(target_os = "linux")]
pub(crate) fn run(plan: &Plan, progress: &mut dyn FnMut(Progress)) -> Result<Ran, RecordError> {
    let Some(program) = plan.program.first() else {
        return Err(RecordError::NothingToRun);
    };
    // The signals first: from here on nothing ends this process before the folder is deleted.
    let signals = guardian::hold_interrupts()?;
    let folder = OwnedFolder::make(plan)?;
    let seen = guardian::guard(plan, &folder.folder, &signals, progress)?;
    // Who interrupted the run has not interrupted what comes after it.
    while signals.next().is_some() {}
    for fact in &seen {
        if let Observed::NotStarted { os_error, message } = fact {
            return Err(plan::not_started(program, *os_error, message));
        }
    }
    Ok(Ran {
        folder,
        seen,
        signals,
    })
}
