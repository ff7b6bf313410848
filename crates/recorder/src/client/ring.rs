//! A thread's ring: where its events go when a chunk is full, and the keys and ids that it has defined.

use std::collections::{HashMap, VecDeque};
use std::panic::Location;

use laneway_trace::EventKind;

use super::definitions::Definitions;
use super::gap::Gap;
use super::hot::{Hot, epoch, hot};
use super::process::Session;
use crate::session::{
    Cause, Chunk, Clock, Definition, FIRST_EVENTS, FirstFile, Head, Keep, LocationDefinition, RawEvent,
    TextDefinition, What, events_in,
};

/// The pages of a thread's second file; each next one is four times as large, up to the session's size.
const SECOND_FILE_PAGES: u32 = 16;
/// Distinct texts a thread remembers; when there are more it starts over.
const TEXTS: usize = 4096;

/// A place in the source of which only the words are known, as of a panic.
#[derive(Clone, Copy, Debug)]
pub struct SourcePosition<'a> {
    /// The file as the compiler names it.
    pub file: &'a str,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
}

/// A thread's ring.
#[derive(Debug)]
pub(super) struct Ring {
    /// The process it belongs to: not a forked child of it.
    epoch: u32,
    actor: u32,
    /// Its files; or why there are none.
    files: Result<Files, Cause>,
    /// Keys of locations by the address of the location.
    locations: HashMap<usize, u32>,
    /// Keys of places by their words.
    positions: HashMap<(Box<str>, u32, u32), u32>,
    texts: HashMap<Box<str>, u32>,
    definitions: Definitions,
}

impl Drop for Ring {
    fn drop(&mut self) {
        // The thread ends (or its forked copy starts anew): its chunk is about to be unmapped.
        hot(Hot::reset);
    }
}

impl Ring {
    /// Makes a ring for this thread. Every thread can say that it was there, whatever the budget.
    pub(super) fn new(session: &Session, actor: u32) -> Self {
        let in_budget = session.control.take_room(FIRST_EVENTS) == FIRST_EVENTS;
        Self {
            epoch: epoch(),
            actor,
            files: hot(|hot| Files::create(session, hot, actor, in_budget)),
            locations: HashMap::new(),
            positions: HashMap::new(),
            texts: HashMap::new(),
            definitions: Definitions::default(),
        }
    }

    /// True if it was made in this epoch.
    pub(super) fn is_of(&self, epoch: u32) -> bool {
        self.epoch == epoch
    }

    /// Whose it is.
    pub(super) fn actor(&self) -> u32 {
        self.actor
    }

    /// Appends an event, in a new chunk if need be.
    pub(super) fn push(&mut self, session: &Session, hot: &Hot, event: RawEvent) {
        match &mut self.files {
            Ok(files) => {
                if hot.count() >= u64::from(files.current.capacity()) {
                    files.go_on(session, hot, self.actor);
                }
                // SAFETY: there is a chunk, and it is not full.
                unsafe { hot.append(event) };
            }
            Err(cause) => session.control.add_loss(What::Events, *cause, 1),
        }
    }

    /// The key of a location; 0 if it cannot be defined.
    pub(super) fn key(
        &mut self,
        session: &Session,
        hot: &Hot,
        location: &'static Location<'static>,
    ) -> u32 {
        if let Some(key) = hot.key(location) {
            return key;
        }
        let address = std::ptr::from_ref(location) as usize;
        let next = self.next_key();
        let key = *self.locations.entry(address).or_insert(next);
        if key == next {
            let position = SourcePosition {
                file: location.file(),
                line: location.line(),
                column: location.column(),
            };
            if !self.define_position(session, position, key) {
                self.locations.remove(&address);
                return 0;
            }
        }
        hot.remember(location, key);
        key
    }

    /// The key of a place; 0 if it cannot be defined.
    pub(super) fn key_of_position(&mut self, session: &Session, position: SourcePosition<'_>) -> u32 {
        let words = (Box::from(position.file), position.line, position.column);
        if let Some(&key) = self.positions.get(&words) {
            return key;
        }
        let key = self.next_key();
        if !self.define_position(session, position, key) {
            return 0;
        }
        self.positions.insert(words, key);
        key
    }

    fn next_key(&self) -> u32 {
        (self.locations.len() + self.positions.len()) as u32 + 1
    }

    /// Defines a location of this thread; false if that cannot be.
    fn define_position(&mut self, session: &Session, position: SourcePosition<'_>, key: u32) -> bool {
        let location = LocationDefinition {
            actor: self.actor,
            key,
            file: position.file.to_owned(),
            line: position.line,
            column: position.column,
        };
        self.define(session, &Definition::Location(location))
    }

    /// Appends the definition of an object, a text or a place; false if that cannot be.
    pub(super) fn define(&mut self, session: &Session, definition: &Definition) -> bool {
        self.definitions.append(session, self.actor, definition)
    }

    /// The id of a text; `None` if there is no room for it. Texts have a budget, too, so that a run of
    /// long ones does not fill the disk.
    pub(super) fn define_text(&mut self, session: &Session, text: &str) -> Option<u32> {
        if let Some(&id) = self.texts.get(text) {
            return Some(id);
        }
        if !session.control.take_text_room(text.len()) {
            session.control.add_loss(What::Definitions, Cause::Budget, 1);
            return None;
        }
        let id = session.control.take_text();
        let text = text.to_owned();
        if self.texts.len() >= TEXTS {
            self.texts.clear();
        }
        self.texts.insert(text.as_str().into(), id);
        let defined = self.define(session, &Definition::Text(TextDefinition { id, text }));
        defined.then_some(id)
    }
}

/// The files of a ring.
#[derive(Debug)]
struct Files {
    head: Head,
    /// The chunk that is being written, and its number.
    current: Chunk,
    number: u32,
    /// Files made.
    made: u32,
    /// The chunk for when there is no more room.
    spare: Option<Chunk>,
    /// Chunks that may be used again when there is no more room, the oldest first.
    reusable: VecDeque<Chunk>,
    /// Why there is no more room, once there is none.
    full: Option<Cause>,
    /// What stands before the spare chunk: the last event, and the turn of a task that it is in.
    before_spare: (Option<EventKind>, Option<RawEvent>),
    gap: Option<Gap>,
}

impl Files {
    fn create(session: &Session, hot: &Hot, actor: u32, in_budget: bool) -> Result<Self, Cause> {
        let path = session.folder.ring(actor, 0);
        let FirstFile { head, spare, first } =
            FirstFile::create(&path, actor, in_budget).map_err(|error| Cause::of(&error))?;
        let (current, spare, full) = match first {
            Some(first) => (first, Some(spare), None),
            None => (spare, None, Some(Cause::Budget)),
        };
        current.renew(0);
        let files = Self {
            head,
            current,
            number: 0,
            made: 1,
            spare,
            reusable: VecDeque::new(),
            full,
            before_spare: (None, None),
            gap: None,
        };
        files.enter(session, hot);
        Ok(files)
    }

    /// Publishes the current chunk, and gives it to the hot path.
    fn enter(&self, session: &Session, hot: &Hot) {
        self.head.enter(&self.current);
        // Only the counter is read in the hot path; any other clock goes the slow way.
        let by_hot_path = session.control.clock() == Clock::Tsc;
        let limit = if by_hot_path {
            u64::from(self.current.capacity())
        } else {
            0
        };
        hot.enter(self.current.header_mut(), limit);
    }

    /// The current chunk is full: goes on in a new one, or in the spare one, or in the oldest.
    fn go_on(&mut self, session: &Session, hot: &Hot, actor: u32) {
        let keep = session.control.keep();
        let new = match self.full {
            None => self.next_chunk(session, actor),
            Some(cause) => Err(cause),
        };
        let (chunk, may_be_reused) = match (new, self.spare.take()) {
            (Ok(chunk), spare) => {
                self.spare = spare;
                (chunk, keep == Keep::Last)
            }
            (Err(cause), Some(spare)) => {
                let last = self.current.events().next_back();
                self.full = Some(cause);
                self.before_spare = (last.map(|event| event.kind), self.turn());
                (spare, keep == Keep::Last)
            }
            (Err(cause), None) => return self.reuse(session, hot, cause),
        };
        let before = std::mem::replace(&mut self.current, chunk);
        if may_be_reused {
            self.reusable.push_back(before);
        }
        self.number += 1;
        self.current.renew(self.number);
        self.enter(session, hot);
    }

    /// The turn of a task that the current chunk ends in.
    fn turn(&self) -> Option<RawEvent> {
        let is_turn = |event: &RawEvent| matches!(event.kind, EventKind::RESUME | EventKind::SUSPEND);
        let last = self.current.events().rev().find(is_turn);
        last.filter(|event| event.kind == EventKind::RESUME)
    }

    /// Makes the next chunk, four times as large as the last one up to the session's size, if the budget
    /// has room for it.
    fn next_chunk(&mut self, session: &Session, actor: u32) -> Result<Chunk, Cause> {
        let pages = SECOND_FILE_PAGES << (2 * (self.made - 1)).min(8);
        let most = events_in(pages).min(session.control.chunk_events());
        let capacity = session.control.take_room(most);
        if capacity == 0 {
            return Err(Cause::Budget);
        }
        let path = session.folder.ring(actor, self.made);
        let chunk = Chunk::create(&path, actor, self.made + 1, capacity);
        let chunk = chunk.map_err(|error| Cause::of(&error))?;
        self.made += 1;
        Ok(chunk)
    }

    /// Discards the oldest chunk that may be used again, and goes on in it.
    fn reuse(&mut self, session: &Session, hot: &Hot, cause: Cause) {
        let (last, turn) = match session.control.keep() {
            Keep::First => self.before_spare,
            Keep::Last => (None, None),
        };
        if let Some(oldest) = self.reusable.pop_front() {
            let full = std::mem::replace(&mut self.current, oldest);
            self.reusable.push_back(full);
        }
        let oldest = &self.current;
        let gap = self.gap.get_or_insert_with(|| Gap::after(last, turn, cause));
        oldest.events().for_each(|event| gap.discard(event));
        self.head.discard(oldest, &gap.sum());
        self.number += 1;
        oldest.renew(self.number);
        self.enter(session, hot);
    }
}
