//! The events of each thread, as the trace wants them.

use std::collections::BTreeMap;

use laneway_trace::{ActorId, Event, EventKind, Events, Limits, LocationId, Value};

use super::Listener;
use super::by_id::ById;
use super::tables::Tables;
use super::time::Time;
use crate::session::{
    Cause, FIRST_EVENTS, Folder, RawEvent, RingReader, SPARE_EVENTS, SessionError, Settings,
    TABLE_EVENTS, TAG_ACTOR, TAG_INLINE_TEXT, TAG_INT, TAG_NONE, TAG_TEXT,
};

/// What the rings of a session hold.
#[derive(Default)]
pub(super) struct Streams {
    /// One for each thread, in program order.
    pub events: Vec<Events>,
    /// Events that were not kept, by why.
    pub lost: BTreeMap<Cause, u64>,
    /// Chunks that are gone, or not whole.
    pub missing: u64,
    /// Threads that said that they record, and of which there is nothing.
    pub silent: u64,
    /// Files that could not be read, and why: the first of them.
    pub unreadable: Vec<SessionError>,
    /// How many could not.
    pub unreadable_files: u64,
    /// True if there was more than the run may keep: not all of it was read.
    pub over_budget: bool,
    /// True if somebody had enough of it before all was read.
    pub stopped: bool,
}

/// The most reasons for an unreadable file that are told.
const REASONS: usize = 3;

/// Reads every ring of the folder, and no more of them than the run may keep.
pub(super) fn read(
    folder: &Folder,
    settings: &Settings,
    tables: &mut Tables,
    time: &Time,
    listener: &mut Listener<'_>,
) -> Streams {
    let mut streams = Streams::default();
    let rings = folder.rings().unwrap_or_else(|error| {
        streams.unreadable(error);
        BTreeMap::new()
    });
    let mut left = most_events(settings, rings.len());
    let total = rings.len();
    for (done, (actor, files)) in rings.iter().enumerate() {
        if !listener.hears(done, total) {
            streams.stopped = true;
            break;
        }
        let mut reader = RingReader::open(folder, *actor, files, settings.chunk_events);
        streams.missing += if reader.is_empty() { 0 } else { reader.missing };
        let Some(dense) = tables.actor(*actor).filter(|_| !reader.is_empty()) else {
            reader
                .unreadable
                .drain(..)
                .for_each(|error| streams.unreadable(error));
            continue;
        };
        let mut thread = Thread::new(*actor, dense);
        reader.for_each(|raw| {
            if left > 0 {
                left -= 1;
                thread.push(raw, tables, time, &mut streams.lost);
            } else {
                streams.over_budget = true;
            }
            left > 0
        });
        reader
            .unreadable
            .drain(..)
            .for_each(|error| streams.unreadable(error));
        if !thread.events.is_empty() {
            tables.has_spoken(*actor);
            streams.events.push(thread.events);
        }
    }
    streams.silent = tables.silent_threads();
    listener.hears(total, total);
    streams
}

/// The most events that a run of these settings can leave in so many rings.
fn most_events(settings: &Settings, rings: usize) -> u64 {
    let beyond_the_budget = u64::from(FIRST_EVENTS + SPARE_EVENTS) + TABLE_EVENTS as u64;
    let most = settings.events + rings as u64 * beyond_the_budget;
    // What the supervisor saw comes on top.
    most.min(Limits::default().events / 4 * 3)
}

impl Streams {
    fn unreadable(&mut self, error: SessionError) {
        self.unreadable_files += 1;
        if self.unreadable.len() < REASONS {
            self.unreadable.push(error);
        }
    }
}

/// A thread whose ring is being read.
struct Thread {
    /// The session's id, and that of the trace.
    actor: u32,
    dense: ActorId,
    events: Events,
    locations: ById<Option<LocationId>>,
}

impl Thread {
    fn new(actor: u32, dense: ActorId) -> Self {
        Self {
            actor,
            dense,
            events: Events::default(),
            locations: ById::new(),
        }
    }

    fn push(
        &mut self,
        raw: RawEvent,
        tables: &mut Tables,
        time: &Time,
        lost: &mut BTreeMap<Cause, u64>,
    ) {
        let is_loss = raw.kind == EventKind::LOST;
        if is_loss {
            let count = lost.entry(Cause::from_number(raw.object)).or_default();
            *count = count.saturating_add(u64::try_from(raw.value).unwrap_or(0));
        }
        let event = Event {
            time_ns: time.ns(raw.time_ticks),
            actor: self.dense,
            kind: raw.kind,
            object: tables.object(if is_loss { 0 } else { raw.object }),
            sequence: raw.sequence,
            value: Self::value(raw, tables),
            location: self.location(raw.location, tables),
        };
        self.events.push(event);
    }

    fn value(raw: RawEvent, tables: &mut Tables) -> Value {
        let number = u32::try_from(raw.value).ok();
        match (raw.tag, number) {
            (TAG_NONE, _) => Value::None,
            (TAG_INT, _) => Value::Int(raw.value),
            (TAG_TEXT, Some(id)) => tables.text(id).map_or(Value::None, Value::Text),
            (TAG_ACTOR, Some(id)) => tables.actor(id).map_or(Value::None, Value::Actor),
            (TAG_INLINE_TEXT, _) => {
                let text = tables.intern(inline_text(raw.value));
                text.map_or(Value::None, Value::Text)
            }
            (tag, _) => Value::Other { tag, bits: raw.value },
        }
    }

    fn location(&mut self, key: u32, tables: &mut Tables) -> Option<LocationId> {
        if key == 0 {
            return None;
        }
        if let Some(&known) = self.locations.get(key) {
            return known;
        }
        let location = tables.location(self.actor, key);
        self.locations.insert(key, location);
        location
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
