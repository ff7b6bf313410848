//! Writing a trace.

use std::borrow::Cow;
use std::io;

use crate::lane::{File, is_unknown_tag, write_file};
use crate::tables::wrong_parents;
use crate::{FORMAT_VERSION, Header, Tables, Trace};

/// Writes a trace as a `.lane` file of the current version, whose header counts the events that the trace
/// has. Pass a buffered writer or a file: it is called once for each block.
///
/// An error of kind [`InvalidInput`](io::ErrorKind::InvalidInput) says what in the trace a reader would not
/// take as it is: an event that names something that is not in its table or is earlier than the one before
/// it, a parent or an unknown chunk that cannot be.
pub fn write(trace: &Trace, out: &mut impl io::Write) -> io::Result<()> {
    let tables = check(trace)?;
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
pub(crate) fn check(trace: &Trace) -> io::Result<Tables> {
    match mistake(trace) {
        None => Ok(Tables::new(&trace.header, trace.texts.len())),
        Some(message) => Err(io::Error::new(io::ErrorKind::InvalidInput, message)),
    }
}

/// The first thing in a trace that cannot be.
fn mistake(trace: &Trace) -> Option<String> {
    if let Some(wrong) = wrong_parents(&trace.header).first() {
        return Some(wrong.describe(&trace.header));
    }
    if let Some(chunk) = trace.chunks.iter().find(|chunk| !is_unknown_tag(chunk.tag)) {
        let tag = chunk.tag.escape_ascii();
        return Some(format!("no unknown part of a trace is called `{tag}`"));
    }
    let tables = Tables::new(&trace.header, trace.texts.len());
    let events = &trace.events;
    let missing = |row| Some(format!("event {row} names {}", tables.missing(events, row)?));
    if let Some(missing) = (0..events.len()).find_map(missing) {
        return Some(missing);
    }
    let fallen = events.time_ns.windows(2).position(|pair| pair[1] < pair[0])?;
    Some(format!(
        "event {} is earlier than the event before it",
        fallen + 1
    ))
}

/// The header with the number of events that there are.
pub(crate) fn counted(trace: &Trace) -> Cow<'_, Header> {
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
