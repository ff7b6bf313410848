//! From a plan to a recording.

use crate::supervise::{Plan, Progress, RecordError, Recording};

/// Records a program from its start to its end, and leaves no process of it behind, however it ends.
///
/// SIGINT, SIGTERM and SIGHUP end the run, not the caller: the trace of what was recorded comes back. One
/// that comes while the trace is being made ends that, with what was read by then. The run's standard
/// output and error are the caller's.
///
/// # Errors
/// See [`RecordError`]. The caller must have one thread, because it forks; a program with several runs
/// `laneway record` instead.
#[cfg(target_os = "linux")]
pub fn record(plan: &Plan, progress: &mut dyn FnMut(Progress)) -> Result<Recording, RecordError> {
    let mut ran = crate::supervise::run(plan, progress)?;
    let signals = &ran.signals;
    let mut listener = crate::merge::Listener {
        told: progress,
        has_enough: &mut || signals.next().is_some(),
    };
    Ok(crate::merge::merge(
        &mut ran.folder,
        plan,
        &ran.seen,
        &mut listener,
    ))
}

/// Recording needs what only Linux has: subreapers and pidfds.
#[cfg(not(target_os = "linux"))]
pub fn record(_plan: &Plan, _progress: &mut dyn FnMut(Progress)) -> Result<Recording, RecordError> {
    Err(RecordError::Unsupported)
}
