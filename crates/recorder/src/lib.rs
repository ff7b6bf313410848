//! The hot path, the session folder, the supervisor and the merge into a trace.
//!
//! Two sides meet in the session folder (docs/ARCHITECTURE.md): [`client`], which the library calls in
//! the recorded processes, and [`record()`], which has a program run and watched ([`supervise`]) and merges
//! what it left.

pub mod client;
#[cfg(target_os = "linux")]
mod merge;
mod record;
pub mod session;
pub mod supervise;

pub use record::record;
