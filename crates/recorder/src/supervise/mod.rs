//! Runs a program, watches it to its end, and leaves no process behind.
//!
//! Two processes of one thread each watch a run, so that either may be killed: the *guardian*, which is
//! the caller, and the *supervisor*, its child. Both are subreapers. The supervisor starts the program,
//! sees its processes come and go, and tells the guardian what it sees through a pipe. When the guardian
//! dies the supervisor kills all that it started; when the supervisor dies its descendants fall to the
//! guardian, which does the same and merges what was recorded until then.

mod plan;

#[cfg(target_os = "linux")]
mod guardian;
#[cfg(target_os = "linux")]
mod kill;
mod observed;
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
    use crate::session::Folder;

    let Some(program) = plan.program.first() else {
        return Err(RecordError::NothingToRun);
    };
    let place = session_place(plan)?;
    let folder = Folder::new(place.path());
    let signals = guardian::hold_interrupts()?;
    let seen = guardian::guard(plan, &folder, &signals, progress)?;
    for fact in &seen {
        if let Observed::NotStarted { os_error, message } = fact {
            return Err(plan::not_started(program, *os_error, message));
        }
    }
    crate::merge::merge(&folder, plan, &seen, progress)
        .map_err(|source| RecordError::Unreadable { source })
}

/// Makes the session folder. It is deleted when the value is dropped.
#[cfg(target_os = "linux")]
fn session_place(plan: &Plan) -> Result<tempfile::TempDir, RecordError> {
    use crate::session::{Folder, SessionError, Settings};

    let settings = Settings::default();
    let chunks = plan.events.div_ceil(u64::from(settings.chunk_events));
    let settings = Settings {
        chunks: u32::try_from(chunks).unwrap_or(u32::MAX),
        ..settings
    };
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(std::path::PathBuf::from);
    let parent = runtime
        .filter(|path| path.is_dir())
        .unwrap_or_else(std::env::temp_dir);
    let place = tempfile::Builder::new()
        .prefix("laneway-")
        .tempdir_in(&parent)
        .map_err(|source| SessionError::File { path: parent, source });
    place
        .and_then(|place| Folder::new(place.path()).create(&settings).map(|_| place))
        .map_err(|source| RecordError::Folder { source })
}

/// Recording needs what only Linux has: subreapers and pidfds.
#[cfg(not(target_os = "linux"))]
pub fn record(_plan: &Plan, _progress: &mut dyn FnMut(Progress)) -> Result<Recording, RecordError> {
    Err(RecordError::Unsupported)
}
