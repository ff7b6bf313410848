//! The slow path: the first event of a thread, a full chunk, a new location, no more room.

use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::Location;

use laneway_trace::EventKind;

use super::Value;
use super::attach::{self, Session};
use super::hot::{Hot, epoch, hot};
use super::lost::Closing;
use super::value::cut;
use crate::session::{
    Chunk, Clock, Definition, LocationDefinition, PAGE_BYTES, RESERVE_EVENTS, RawEvent, RingHeader,
    TAG_TEXT, TextDefinition,
};

/// The capacity of a thread's first chunk: with header and reserve a file of 16 kB. Most threads of a
/// lesson need no more.
const FIRST_CHUNK_EVENTS: u32 = file_of_pages(4);
/// The capacity of a chunk beyond the budget, for the life of a thread and the ends of what was begun.
const LAST_CHUNK_EVENTS: u32 = file_of_pages(1);

/// The capacity of a chunk whose file takes this many pages.
const fn file_of_pages(pages: u32) -> u32 {
    (pages * PAGE_BYTES - size_of::<RingHeader>() as u32) / size_of::<RawEvent>() as u32 - RESERVE_EVENTS
}

/// Distinct texts a thread remembers; when there are more it starts over.
const TEXTS: usize = 4096;

/// What a thread has beside its [`Hot`] cell.
#[derive(Debug)]
enum State {
    /// Nothing was recorded yet.
    New,
    /// It records.
    Ring(Ring),
    /// Its last event was recorded.
    Ended,
}

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State::New) };
}

/// A thread's ring.
#[derive(Debug)]
struct Ring {
    /// The process it belongs to: not a forked child of it.
    epoch: u32,
    actor: u32,
    /// The chunk being written and its number; `None` if not even the first could be made.
    chunk: Option<Chunk>,
    number: u32,
    /// Set once there is no more room.
    closing: Option<Closing>,
    /// Keys of locations by the address of the location.
    locations: HashMap<usize, u32>,
    texts: HashMap<Box<str>, u32>,
}

impl Drop for Ring {
    fn drop(&mut self) {
        // The thread ends (or its forked copy starts anew): its chunk is about to be unmapped.
        hot(Hot::reset);
    }
}

/// Opens this thread's ring as that of the actor, in place of any that it had.
pub(super) fn open(session: &Session, actor: u32) {
    let _ = STATE.try_with(|state| {
        let mut state = state.borrow_mut();
        enter(&mut state, session, actor);
    });
}

fn enter(state: &mut State, session: &Session, actor: u32) {
    // First the old one goes, which clears the hot cell, then the new one fills it.
    *state = State::New;
    *state = State::Ring(Ring::new(session, actor));
}

/// The session, once this thread and its process are actors of it; `None` if nothing is recorded.
pub(super) fn ensure() -> Option<&'static Session> {
    with_ring(|_, _| ())?;
    attach::session()
}

/// Nothing of this thread is recorded any more.
pub(super) fn end() {
    let _ = STATE.try_with(|state| *state.borrow_mut() = State::Ended);
}

/// What [`record`](super::record) does when the hot path cannot.
#[cold]
#[inline(never)]
pub(super) fn record_slowly(
    kind: EventKind,
    object: u32,
    sequence: u32,
    value: Value,
    location: Option<&'static Location<'static>>,
) {
    let pushed = with_ring(|session, ring| {
        hot(|hot| {
            let event = RawEvent {
                time_ticks: session.control.clock().ticks(),
                value: value.bits,
                object,
                sequence,
                location: location.map_or(0, |location| ring.key(session, hot, location)),
                kind,
                tag: value.tag,
                unused: 0,
            };
            ring.push(session, hot, event);
        });
    });
    if let (None, Some(session)) = (pushed, attach::session()) {
        // After the thread's `end`, by a destructor; or while this thread was in here already.
        session.control.add_lost(1);
    }
}

/// The value for a text that is too long to lie in the event.
#[cold]
pub(super) fn define_text(text: &str) -> Value {
    let defined = with_ring(|session, ring| match ring.define_text(session, &cut(text)) {
        Some(id) => Value {
            tag: TAG_TEXT,
            bits: i64::from(id),
        },
        None => Value::LOST_TEXT,
    });
    defined.unwrap_or(Value::NONE)
}

/// Calls `with` with this thread's ring, made now if need be. `None` if nothing is recorded: no session,
/// or the thread is over.
fn with_ring<T>(with: impl FnOnce(&'static Session, &mut Ring) -> T) -> Option<T> {
    let session = attach::session()?;
    let state = STATE.try_with(|state| {
        let mut state = state.try_borrow_mut().ok()?;
        match &mut *state {
            State::Ring(ring) if ring.epoch == epoch() => {}
            // A thread that the library did not start, or a fork it did not make.
            State::New | State::Ring(_) => {
                let actor = attach::unknown_thread(session);
                enter(&mut state, session, actor);
                if let State::Ring(ring) = &mut *state {
                    hot(|hot| ring.push(session, hot, begin(session)));
                }
            }
            State::Ended => return None,
        }
        match &mut *state {
            State::Ring(ring) => Some(with(session, ring)),
            _ => None,
        }
    });
    // Thread-locals are gone when destructors of others still record.
    state.ok().flatten()
}

/// The first event of a thread that nobody announced.
fn begin(session: &Session) -> RawEvent {
    RawEvent {
        time_ticks: session.control.clock().ticks(),
        value: 0,
        object: 0,
        sequence: 0,
        location: 0,
        kind: EventKind::BEGIN,
        tag: Value::NONE.tag,
        unused: 0,
    }
}

impl Ring {
    fn new(session: &Session, actor: u32) -> Self {
        let mut ring = Self {
            epoch: epoch(),
            actor,
            chunk: None,
            number: 0,
            closing: None,
            locations: HashMap::new(),
            texts: HashMap::new(),
        };
        // Every thread can say that it was there, whatever the budget.
        let in_budget = session.control.take_room(FIRST_CHUNK_EVENTS);
        let capacity = if in_budget {
            FIRST_CHUNK_EVENTS
        } else {
            LAST_CHUNK_EVENTS
        };
        hot(|hot| ring.enter_chunk(session, hot, capacity));
        ring
    }

    /// Makes the next chunk, four times as large as the last one up to the session's size, if the budget
    /// has room for it.
    fn enter_next_chunk(&mut self, session: &Session, hot: &Hot) -> bool {
        let pages = 4 * self.chunk.as_ref().map_or(1, Chunk::pages);
        let capacity = file_of_pages(pages).min(session.control.chunk_events());
        session.control.take_room(capacity) && self.enter_chunk(session, hot, capacity)
    }

    /// Makes the next chunk and goes on in it. False if there is no room for it.
    fn enter_chunk(&mut self, session: &Session, hot: &Hot, capacity: u32) -> bool {
        let number = self.chunk.as_ref().map_or(0, |_| self.number + 1);
        let path = session.folder.ring(self.actor, number);
        let Ok(chunk) = Chunk::create(&path, self.actor, number, capacity) else {
            return false;
        };
        // Only the counter is read in the hot path; any other clock goes the slow way.
        let by_hot_path = session.control.clock() == Clock::Tsc && self.closing.is_none();
        let limit = if by_hot_path { u64::from(capacity) } else { 0 };
        hot.enter(chunk.header_mut(), limit);
        self.number = number;
        // Unmaps the one before, which `hot` has left.
        self.chunk = Some(chunk);
        true
    }

    /// True if the chunk has taken what it should, so that only its reserve is left.
    fn is_full(&self, hot: &Hot) -> bool {
        self.chunk
            .as_ref()
            .is_none_or(|chunk| hot.count() >= u64::from(chunk.capacity()))
    }

    /// True if there is room for one more event, be it in the reserve.
    fn has_room(&self, hot: &Hot) -> bool {
        self.chunk
            .as_ref()
            .is_some_and(|chunk| hot.count() < chunk.room())
    }

    fn push(&mut self, session: &Session, hot: &Hot, event: RawEvent) {
        if self.closing.is_none() && self.is_full(hot) && !self.enter_next_chunk(session, hot) {
            hot.close();
            let last = self.chunk.as_ref().and_then(Chunk::last_event);
            self.closing = Some(Closing::after(last.map(|event| event.kind)));
        }
        let kept = match &mut self.closing {
            None => true,
            // Past the budget only ends are kept, and there are no more of them than was begun.
            Some(closing) => {
                closing.keeps(event.kind, event.object)
                    && (self.has_room(hot) || self.enter_chunk(session, hot, LAST_CHUNK_EVENTS))
            }
        };
        if kept {
            // SAFETY: there is a chunk with room: it is not full, or was just seen to have some.
            unsafe { hot.append(event) };
        } else {
            self.lose(session, event.time_ticks);
        }
    }

    /// Counts an event that was not kept.
    fn lose(&self, session: &Session, time_ticks: u64) {
        use std::sync::atomic::Ordering::Relaxed;
        let Some(chunk) = &self.chunk else {
            return session.control.add_lost(1);
        };
        let header = chunk.header();
        // Nobody else writes these.
        let lost = header.lost.load(Relaxed);
        if lost == 0 {
            header.lost_since.store(time_ticks, Relaxed);
        }
        header.lost.store(lost + 1, Relaxed);
    }

    /// The key of a location; 0 if there is no room to define it.
    fn key(&mut self, session: &Session, hot: &Hot, location: &'static Location<'static>) -> u32 {
        if let Some(key) = hot.key(location) {
            return key;
        }
        let address = std::ptr::from_ref(location) as usize;
        let next = self.locations.len() as u32 + 1;
        let key = *self.locations.entry(address).or_insert(next);
        if key == next {
            let definition = Definition::Location(LocationDefinition {
                actor: self.actor,
                key,
                file: location.file().to_owned(),
                line: location.line(),
                column: location.column(),
            });
            if session.definitions.append(&definition).is_err() {
                self.locations.remove(&address);
                return 0;
            }
        }
        hot.remember(location, key);
        key
    }

    /// The id of a text; `None` if there is no room for it. Texts are paid from the budget, too, so that
    /// a run of long ones does not fill the disk.
    fn define_text(&mut self, session: &Session, text: &str) -> Option<u32> {
        if let Some(&id) = self.texts.get(text) {
            return Some(id);
        }
        let events = text.len().div_ceil(size_of::<RawEvent>()) as u32;
        if self.closing.is_some() || !session.control.take_room(events) {
            return None;
        }
        let id = session.control.take_text();
        let definition = Definition::Text(TextDefinition {
            id,
            text: text.to_owned(),
        });
        session.definitions.append(&definition).ok()?;
        if self.texts.len() >= TEXTS {
            self.texts.clear();
        }
        self.texts.insert(text.into(), id);
        Some(id)
    }
}
