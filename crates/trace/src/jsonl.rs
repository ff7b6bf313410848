//! The same content as lines of JSON, for people and scripts. Converts both ways without loss.

use std::io;

use crate::{Diagnostic, Limits, ReadError, Trace};

/// Writes a trace as lines of JSON: the header first, then a line for each event. Pass a buffered writer.
pub fn to_jsonl(trace: &Trace, out: &mut impl io::Write) -> io::Result<()> {
    todo!()
}

/// Reads what [`to_jsonl`] wrote.
pub fn from_jsonl(bytes: &[u8], limits: &Limits) -> Result<(Trace, Vec<Diagnostic>), ReadError> {
    todo!()
}
