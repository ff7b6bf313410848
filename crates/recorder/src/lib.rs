//! The hot path, the session folder, the supervisor and the merge into a trace.
//!
//! Two sides meet in the session folder (docs/ARCHITECTURE.md): [`client`], which the library calls in
//! the recorded processes, and [`supervise`], which runs a program, watches it and merges what it left.

pub mod client;
#[cfg(target_os = "linux")]
mod merge;
pub mod session;
pub mod supervise;
