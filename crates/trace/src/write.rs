//! Writing a trace, and what may not be written.

use std::io;

use crate::definitions::Rows;
use crate::lane::{Writer, is_unknown_tag};
use crate::tables::wrong_parents;
use crate::{Chunk, Events, Tables, Trace};

/// Writes a trace as a `.lane` file of the current version, which counts the events that the trace has. Pass
/// a buffered writer or a file: it is called once for each chunk.
///
/// An error of kind [`InvalidInput`](io::ErrorKind::InvalidInput) says what in the trace a reader would not
/// take as it is: an event that names something that is not in its table or is earlier than the one before
/// it, a parent or an unknown chunk that cannot be.
pub fn write(trace: &Trace, out: &mut impl io::Write) -> io::Result<()> {
    let mut writer = Writer::new(out, &trace.header)?;
    writer.define_rows(&trace.rows())?;
    writer.push(&trace.events)?;
    for chunk in &trace.chunks {
        writer.keep(chunk)?;
    }
    writer.close(trace.header.closing())?;
    Ok(())
}

/// The bytes that [`write`] writes, and its errors.
pub fn to_bytes(trace: &Trace) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write(trace, &mut bytes)?;
    Ok(bytes)
}

/// Refuses a trace that a reader would take for damaged.
pub(crate) fn check(trace: &Trace) -> io::Result<()> {
    let rows = trace.rows();
    let mut tables = Tables::default();
    check_rows(&tables, &rows)?;
    tables.grow(&rows);
    check_events(&tables, &trace.events, 0, 0)?;
    trace.chunks.iter().try_for_each(check_chunk)
}

/// Refuses rows, to be appended to these tables, with a parent that cannot be.
pub(crate) fn check_rows(tables: &Tables, more: &Rows<'_>) -> io::Result<()> {
    match wrong_parents(tables, more).first() {
        None => Ok(()),
        Some(wrong) => refuse(wrong.to_string()),
    }
}

/// Refuses events, the first of them in this row, that name what is not there or are before the last time.
pub(crate) fn check_events(
    tables: &Tables,
    events: &Events,
    first: u64,
    last_ns: u64,
) -> io::Result<()> {
    let mut last_ns = last_ns;
    for (row, &time_ns) in events.time_ns.iter().enumerate() {
        let number = first + row as u64;
        if let Some(missing) = tables.missing(events, row) {
            return refuse(format!("event {number} names {missing}"));
        }
        if time_ns < last_ns {
            return refuse(format!("event {number} is earlier than the event before it"));
        }
        last_ns = time_ns;
    }
    Ok(())
}

/// Refuses a chunk that a reader would take for another.
pub(crate) fn check_chunk(chunk: &Chunk) -> io::Result<()> {
    if is_unknown_tag(chunk.tag) {
        return Ok(());
    }
    let tag = chunk.tag.escape_ascii();
    refuse(format!("no unknown part of a trace is called `{tag}`"))
}

fn refuse(message: String) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::InvalidInput, message))
}
