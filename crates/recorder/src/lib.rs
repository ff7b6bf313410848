//! The hot path, the session folder, the supervisor and the merge into a trace.
