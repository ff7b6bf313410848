//! Runs a program, watches it to its end, and leaves no process behind.
//!
//! Two processes of one thread each watch a run, so that either may be killed: the *guardian*, which is
//! the caller, and the *supervisor*, its child. Both are subreapers. The supervisor starts the program,
//! sees its processes come and go, and tells the guardian what it sees through a pipe. When the guardian
//! dies the supervisor kills all that it started; when the supervisor dies its descendants fall to the
//! guardian, which does the same and merges what was recorded until then.

mod plan;

pub use plan::{Plan, Progress, RecordError, Recording};
