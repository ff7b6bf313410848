//! Writing a trace.

use std::io;

use crate::lane::{File, write_file};
use crate::{FORMAT_VERSION, Header, Tables, Trace};

/// Writes a trace as a `.lane` file of the current version, whose header counts the events that the trace
/// has. Pass a buffered writer or a file: it is called once for each block.
///
/// An error of kind [`InvalidInput`](io::ErrorKind::InvalidInput) says which event names something that is
/// not in its table.
pub fn write(trace: &Trace, out: &mut impl io::Write) -> io::Result<()> {
    let tables = check_ids(trace)?;
    let header_json = serde_json::to_vec(&*counted(trace))?;
    let file = File {
        version: FORMAT_VERSION,
        header_json: &header_json,
        tables,
        texts: &trace.texts,
        events: &trace.events,
        chunks: &trace.chunks,
    };
    write_file(&file, out)
}

/// The bytes that [`write`] writes, and its errors.
pub fn to_bytes(trace: &Trace) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write(trace, &mut bytes)?;
    Ok(bytes)
}

/// Refuses a trace that a reader would take for damaged.
pub(crate) fn check_ids(trace: &Trace) -> io::Result<Tables> {
    let tables = Tables::new(&trace.header, trace.texts.len());
    let missing = |row| Some((row, tables.missing(&trace.events, row)?));
    match (0..trace.events.len()).find_map(missing) {
        None => Ok(tables),
        Some((row, missing)) => {
            let message = format!("event {row} names {missing}");
            Err(io::Error::new(io::ErrorKind::InvalidInput, message))
        }
    }
}

/// The header with the number of events that there are.
pub(crate) fn counted(trace: &Trace) -> std::borrow::Cow<'_, Header> {
    use std::borrow::Cow;
    let events = trace.events.len() as u64;
    if trace.header.events == events {
        Cow::Borrowed(&trace.header)
    } else {
        Cow::Owned(Header {
            events,
            ..trace.header.clone()
        })
    }
}
