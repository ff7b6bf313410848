//! Writing a trace.

use std::io;

use crate::Trace;

/// Writes a trace as a `.lane` file of the current version. Pass a buffered writer: it is called a few
/// times for each block.
pub fn write(trace: &Trace, out: &mut impl io::Write) -> io::Result<()> {
    todo!()
}

/// The bytes that [`write`] writes.
pub fn to_bytes(trace: &Trace) -> Vec<u8> {
    todo!()
}
