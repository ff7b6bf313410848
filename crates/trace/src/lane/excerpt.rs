//! Beginning in the middle: the events of some times, found by the index.

use std::ops::RangeInclusive;

use super::closing::{self, Entry};
use super::frame::{Frame, Inflater};
use super::read::{LaneReader, Step};
use super::{CLOSING, MAGIC, TAIL};
use crate::gathered::Gathered;
use crate::{Closing, Events, Excerpt, Limits, Piece, ReadError, Tables, Trace, upgrade};

/// Where the first chunk begins.
const START: usize = MAGIC.len() + 4;
/// The length of the chunk that says where the closing chunk is.
const TAIL_LENGTH: usize = 4 + 4 + 4 + 8 + 4;

/// Reads the head, all rows, the closing, and the events in the chunks that have some of these times. `None`
/// if the file has no index, or one that is not true.
pub(crate) fn excerpt(
    bytes: &[u8],
    times_ns: &RangeInclusive<u64>,
    limits: &Limits,
) -> Result<Option<Excerpt>, ReadError> {
    let Some((closing, tables, index)) = index(bytes, limits)? else {
        return Ok(None);
    };
    let has_such_times = |entry: &Entry| {
        entry.rows > 0 && entry.times_ns.0 <= *times_ns.end() && entry.times_ns.1 >= *times_ns.start()
    };
    let mut reading = Reading {
        bytes,
        reader: LaneReader::default(),
        gathered: Gathered::new(limits.clone()),
        trace: Trace::default(),
    };
    if !reading.chunk(0)? {
        return Ok(None);
    }
    let starts_with_rows = index.first().is_some_and(|entry| entry.offset == START as u64);
    if !starts_with_rows && !reading.chunk(START as u64)? {
        return Ok(None);
    }
    let (mut first_row, mut row) = (None, 0_u64);
    for entry in &index {
        let is_wanted = has_such_times(entry);
        if is_wanted || entry.defines {
            let before = reading.trace.events.len();
            let is_true = reading.chunk(entry.offset)? && is_true(entry, &reading.trace.events, before);
            if !is_true {
                return Ok(None);
            }
            if is_wanted {
                first_row.get_or_insert(row);
            } else {
                reading.trace.events.truncate(before);
            }
        }
        row = row.saturating_add(entry.rows);
    }
    // An index that leaves something out, or has something twice, is not true either.
    if row != closing.events || reading.gathered.tables != tables {
        return Ok(None);
    }
    let mut trace = reading.trace;
    trace.header.close(closing);
    Ok(Some(Excerpt {
        first_row: first_row.unwrap_or(row),
        trace,
    }))
}

/// What the closing chunk says, if the end of the file says where they are.
fn index(bytes: &[u8], limits: &Limits) -> Result<Option<(Closing, Tables, Vec<Entry>)>, ReadError> {
    let whole = |at: usize, tag: [u8; 4]| {
        let frame = Frame::new(bytes.get(at..)?).ok()??;
        (frame.tag == tag && frame.check().is_ok()).then_some(frame)
    };
    let closing = || {
        let version = u32::from_le_bytes(*bytes.get(MAGIC.len()..)?.first_chunk()?);
        let tail = whole(bytes.len().checked_sub(TAIL_LENGTH)?, TAIL)?;
        let offset = u64::from_le_bytes(tail.stored.try_into().ok()?);
        let frame = whole(usize::try_from(offset).ok()?, CLOSING)?;
        let mut payload = Vec::new();
        Inflater::default()
            .inflate(&frame, limits.header_bytes, &mut payload)
            .ok()?;
        Some((version, payload))
    };
    let Some((version, payload)) = closing() else {
        return Ok(None);
    };
    upgrade::check_version(version)?;
    let mut gathered = Gathered::new(limits.clone());
    Ok(closing::take(version, &payload, &mut gathered).ok())
}

/// True if the events from this row on are those that the index promises.
fn is_true(entry: &Entry, events: &Events, row: usize) -> bool {
    let times_ns = &events.time_ns[row..];
    let ends = times_ns.first().copied().zip(times_ns.last().copied());
    times_ns.len() as u64 == entry.rows && ends.is_none_or(|ends| ends == entry.times_ns)
}

/// A file of which some chunks are read.
struct Reading<'a> {
    bytes: &'a [u8],
    reader: LaneReader,
    gathered: Gathered,
    trace: Trace,
}

impl Reading<'_> {
    /// Reads the chunk that begins here. False if it cannot be read, or is no place where one begins.
    fn chunk(&mut self, offset: u64) -> Result<bool, ReadError> {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let mut bytes = self.bytes.get(offset..).unwrap_or_default();
        loop {
            let events = &mut self.trace.events;
            match self.reader.step(bytes, &mut self.gathered, events)? {
                Step::Hungry => return Ok(false),
                Step::Read(count, piece) => {
                    bytes = &bytes[count..];
                    match piece {
                        Some(Piece::Head(header)) => self.trace.header = *header,
                        Some(Piece::Definitions(more)) => self.trace.define(more),
                        Some(Piece::Closing(_)) => return Ok(false),
                        Some(Piece::Events(_)) | None => {}
                    }
                }
            }
            if self.gathered.is_damaged {
                return Ok(false);
            }
            if self.reader.is_between_chunks() {
                return Ok(true);
            }
        }
    }
}
