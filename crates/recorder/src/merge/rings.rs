//! The events of each thread, as the trace wants them.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use laneway_trace::{Event, EventKind, Events, LocationId, TextId, Value};

use super::tables::Tables;
use super::time::Time;
use crate::session::{
    Chunk, Folder, RawEvent, SessionError, TAG_ACTOR, TAG_INLINE_TEXT, TAG_INT, TAG_NONE, TAG_TEXT,
};

/// What the rings of a session hold.
#[derive(Default)]
pub(super) struct Streams {
    /// One for each thread, in program order.
    pub events: Vec<Events>,
    /// Events that were not kept for lack of room.
    pub lost: u64,
    /// Chunks that could not be read, and why.
    pub unreadable: Vec<SessionError>,
}

/// Reads every chunk of the folder.
pub(super) fn read(
    folder: &Folder,
    tables: &mut Tables,
    time: &Time,
    mut told: impl FnMut(usize, usize),
) -> Result<Streams, SessionError> {
    let rings = folder.rings()?;
    let mut streams = Streams::default();
    let mut thread: Option<(u32, Thread)> = None;
    for (done, &(actor, chunk)) in rings.iter().enumerate() {
        told(done, rings.len());
        if thread.as_ref().is_none_or(|(of, _)| *of != actor) {
            streams
                .events
                .extend(thread.take().map(|(_, thread)| thread.events));
            thread = Some((actor, Thread::new(actor)));
        }
        match (Chunk::open(&folder.ring(actor, chunk)), &mut thread) {
            (Ok(Some(chunk)), Some((_, thread))) => {
                streams.lost += thread.append(&chunk, tables, time);
            }
            (Err(error), _) => streams.unreadable.push(error),
            // Its thread died while making it: nothing was in it.
            (Ok(_), _) => {}
        }
    }
    streams.events.extend(thread.map(|(_, thread)| thread.events));
    told(rings.len(), rings.len());
    Ok(streams)
}

/// A thread whose chunks are being read.
struct Thread {
    /// The session's id.
    actor: u32,
    events: Events,
    locations: HashMap<u32, Option<LocationId>>,
    texts: HashMap<u32, TextId>,
}

impl Thread {
    fn new(actor: u32) -> Self {
        Self {
            actor,
            events: Events::default(),
            locations: HashMap::new(),
            texts: HashMap::new(),
        }
    }

    /// Appends a chunk's events, and returns how many the thread lost.
    fn append(&mut self, chunk: &Chunk, tables: &mut Tables, time: &Time) -> u64 {
        let actor = tables.actor(self.actor);
        let header = chunk.header();
        let lost = header.lost.load(Ordering::Acquire);
        let lost_since = header.lost_since.load(Ordering::Relaxed);
        let mut told = lost == 0;
        let loss = Event {
            time_ns: time.ns(lost_since),
            actor,
            kind: EventKind::LOST,
            object: None,
            sequence: 0,
            value: Value::Int(i64::try_from(lost).unwrap_or(i64::MAX)),
            location: None,
        };
        for raw in chunk.events() {
            // What was kept after the loss are the ends for which room had been set aside.
            if !told && raw.time_ticks >= lost_since {
                self.events.push(loss);
                told = true;
            }
            let event = Event {
                time_ns: time.ns(raw.time_ticks),
                actor,
                kind: raw.kind,
                object: tables.object(raw.object),
                sequence: raw.sequence,
                value: self.value(raw, tables),
                location: self.location(raw.location, tables),
            };
            self.events.push(event);
        }
        if !told {
            self.events.push(loss);
        }
        lost
    }

    fn value(&mut self, raw: RawEvent, tables: &mut Tables) -> Value {
        let number = u32::try_from(raw.value).ok();
        match (raw.tag, number) {
            (TAG_NONE, _) => Value::None,
            (TAG_INT, _) => Value::Int(raw.value),
            (TAG_TEXT, Some(id)) => {
                Value::Text(*self.texts.entry(id).or_insert_with(|| tables.text(id)))
            }
            (TAG_ACTOR, Some(id)) => Value::Actor(tables.actor(id)),
            (TAG_INLINE_TEXT, _) => Value::Text(tables.intern(&inline_text(raw.value))),
            (tag, _) => Value::Other { tag, bits: raw.value },
        }
    }

    fn location(&mut self, key: u32, tables: &mut Tables) -> Option<LocationId> {
        if key == 0 {
            return None;
        }
        *self
            .locations
            .entry(key)
            .or_insert_with(|| tables.location(self.actor, key))
    }
}

/// The text of up to eight bytes that stands in the value itself.
fn inline_text(bits: i64) -> String {
    let bytes = bits.to_le_bytes();
    let end = bytes
        .iter()
        .rposition(|&byte| byte != 0)
        .map_or(0, |last| last + 1);
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_texts_end_where_the_zeros_begin() {
        let check =
            |bytes: [u8; 8], text: &str| assert_eq!(inline_text(i64::from_le_bytes(bytes)), text);
        check(*b"A\0\0\0\0\0\0\0", "A");
        check([0; 8], "");
        check(*b"12345678", "12345678");
        check([0xff, b'x', 0, 0, 0, 0, 0, 0], "\u{fffd}x");
    }
}
