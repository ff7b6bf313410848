//! Reading a `.lane` file, a chunk at a time.

use super::block::{self, MOST_EVENT_BYTES, MOST_EVENTS};
use super::closing;
use super::columns::Wrong;
use super::definitions::{take_actors, take_locations, take_objects, take_text_rows};
use super::frame::{CutFrame, Damage, Frame, Inflater, unpack};
use super::predict::Predictor;
use super::{
    ACTORS, CLOSING, EVENTS, HEAD, LOCATIONS, MAGIC, MOST_PACK_BYTES, OBJECTS, PACK, TAIL, TEXTS,
    VOCABULARY,
};
use crate::gathered::Gathered;
use crate::{Chunk, Closing, Definitions, Events, Piece, Position, ReadError, header_json, upgrade};

/// The most bytes of an inflated block: its events, a template for each of them, and its beginning.
const MOST_BLOCK_BYTES: u64 = (MOST_EVENTS * (MOST_EVENT_BYTES + 10) + 128) as u64;

/// How far a `.lane` file is read.
#[derive(Debug, Default)]
pub(crate) struct LaneReader {
    /// `None` before the beginning was read.
    version: Option<u32>,
    /// Where the next chunk begins.
    offset: u64,
    state: State,
    /// True if events are passed over.
    without_events: bool,
    predictor: Predictor,
    inflater: Inflater,
    /// The inflated payload of a chunk.
    payload: Vec<u8>,
    /// A pack, and how far it is read.
    pack: Vec<u8>,
    unpacked: usize,
    /// The file ends in this pack.
    is_cut: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// The head.
    #[default]
    Head,
    /// Anything but the head.
    Middle,
    /// The end was read.
    Closed,
    /// Something was damaged: nothing more is read.
    Damaged,
    /// Something follows the end: nothing more is read.
    Over,
}

/// What a step came to.
pub(crate) enum Step {
    /// The bytes end before the chunk does.
    Hungry,
    /// Bytes were read, and perhaps they were a part.
    Read(usize, Option<Piece>),
}

/// Why no more of the file can be read.
enum Stop {
    Error(ReadError),
    Damage(Damage),
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Error(error)
    }
}

impl From<Damage> for Stop {
    fn from(damage: Damage) -> Self {
        Self::Damage(damage)
    }
}

/// What is said of rows that make no sense.
fn in_rows(wrong: Wrong) -> Stop {
    match wrong {
        Wrong::Error(error) => Stop::Error(error),
        Wrong::Damage => Stop::Damage("a chunk of definitions makes no sense"),
    }
}

impl LaneReader {
    pub(crate) fn new(without_events: bool) -> Self {
        Self {
            without_events,
            ..Self::default()
        }
    }

    /// Reads a part from the front of these bytes. Events are appended.
    pub(crate) fn step(
        &mut self,
        bytes: &[u8],
        gathered: &mut Gathered,
        events: &mut Events,
    ) -> Result<Step, ReadError> {
        if self.version.is_none() {
            return self.start(bytes);
        }
        let row = events.len();
        let at = self.offset;
        let damage = match self.chunk(bytes, gathered, events) {
            Ok(step) => return Ok(step),
            Err(Stop::Error(error)) => return Err(error),
            Err(Stop::Damage(damage)) => damage,
        };
        if self.state == State::Head {
            return Err(ReadError::Header(damage.into()));
        }
        // What a damaged block holds before the damage was appended.
        let rest = events.len() - row;
        self.take_events(gathered, events, row)?;
        gathered.damage(Position::Byte(at), damage);
        self.state = State::Damaged;
        Ok(Step::Read(bytes.len(), (rest > 0).then_some(Piece::Events(rest))))
    }

    /// True if no chunk of a pack is left.
    pub(super) fn is_between_chunks(&self) -> bool {
        self.unpacked >= self.pack.len()
    }

    /// Takes note that the file ends with these bytes. What the run's end is, if the file does not say it.
    pub(crate) fn end(
        &mut self,
        bytes: &[u8],
        gathered: &mut Gathered,
    ) -> Result<Option<Closing>, ReadError> {
        let truncated = self.offset + bytes.len() as u64;
        match self.state {
            State::Head => return Err(ReadError::Truncated { at: truncated }),
            State::Closed => {
                if !bytes.is_empty() {
                    self.something_follows(gathered);
                }
                return Ok(None);
            }
            State::Over => return Ok(None),
            State::Middle => {
                gathered.damage(Position::Byte(self.offset), "the file ends before its end");
            }
            State::Damaged => {}
        }
        self.state = State::Closed;
        Ok(Some(gathered.close_unknown()))
    }

    /// Reads what there is of a pack in which the file ends: a small file is one. True if there is one.
    pub(crate) fn unpack_cut(&mut self, bytes: &[u8]) -> bool {
        let is_open = matches!(self.state, State::Head | State::Middle);
        let cut = CutFrame::new(bytes).filter(|cut| is_open && !self.is_cut && cut.tag == PACK);
        let Some(cut) = cut else {
            return false;
        };
        self.is_cut = true;
        self.inflater.inflate_cut(&cut, MOST_PACK_BYTES, &mut self.pack);
        self.unpacked = 0;
        true
    }

    /// Reads the beginning: the magic bytes and the version.
    fn start(&mut self, bytes: &[u8]) -> Result<Step, ReadError> {
        let Some(&version) = bytes.get(MAGIC.len()..).and_then(|rest| rest.first_chunk()) else {
            return Ok(Step::Hungry);
        };
        let version = u32::from_le_bytes(version);
        upgrade::check_version(version)?;
        self.version = Some(version);
        self.offset = MAGIC.len() as u64 + 4;
        Ok(Step::Read(self.offset as usize, None))
    }

    /// Reads a chunk, or one of a pack.
    fn chunk(
        &mut self,
        bytes: &[u8],
        gathered: &mut Gathered,
        events: &mut Events,
    ) -> Result<Step, Stop> {
        if self.unpacked < self.pack.len() {
            let part = self.packed(gathered, events)?;
            return Ok(Step::Read(0, part));
        }
        match self.state {
            _ if bytes.is_empty() => return Ok(Step::Hungry),
            State::Damaged | State::Over => return Ok(Step::Read(bytes.len(), None)),
            State::Closed => return Ok(self.after_the_end(bytes, gathered)),
            State::Head | State::Middle => {}
        }
        let Some(frame) = Frame::new(bytes)? else {
            return Ok(Step::Hungry);
        };
        let is_passed_over = frame.tag == EVENTS && self.without_events;
        if !is_passed_over {
            frame.check()?;
        }
        let part = match frame.tag {
            _ if is_passed_over => None,
            TAIL => return Err("the tail stands before the end".into()),
            PACK => {
                self.inflater.inflate(&frame, MOST_PACK_BYTES, &mut self.pack)?;
                self.unpacked = 0;
                None
            }
            tag if is_known(tag) => {
                self.check_length(&frame, gathered)?;
                let mut payload = std::mem::take(&mut self.payload);
                let most_bytes = u64::from(frame.raw_length);
                self.inflater.inflate(&frame, most_bytes, &mut payload)?;
                let part = self.payload(tag, &payload, gathered, events);
                self.payload = payload;
                part?
            }
            tag => {
                self.keep(tag, frame.raw_length, frame.stored, gathered)?;
                None
            }
        };
        self.offset += frame.length() as u64;
        Ok(Step::Read(frame.length(), part))
    }

    /// Reads the tail. Nothing else may follow the closing chunk.
    fn after_the_end(&mut self, bytes: &[u8], gathered: &mut Gathered) -> Step {
        match Frame::new(bytes) {
            Ok(None) => Step::Hungry,
            Ok(Some(frame)) if frame.tag == TAIL && frame.check().is_ok() => {
                self.offset += frame.length() as u64;
                Step::Read(frame.length(), None)
            }
            _ => {
                self.something_follows(gathered);
                Step::Read(bytes.len(), None)
            }
        }
    }

    /// Reads the next chunk of the pack.
    fn packed(&mut self, gathered: &mut Gathered, events: &mut Events) -> Result<Option<Piece>, Stop> {
        let pack = std::mem::take(&mut self.pack);
        let Some((tag, payload, rest)) = unpack(&pack[self.unpacked..]) else {
            return match self.is_cut {
                true => Ok(None),
                false => Err("a pack of chunks makes no sense".into()),
            };
        };
        let part = match tag {
            EVENTS if self.without_events => None,
            PACK | TAIL => return Err("a pack holds what it may not".into()),
            tag if is_known(tag) => self.payload(tag, payload, gathered, events)?,
            tag => {
                self.keep(tag, payload.len() as u32, payload, gathered)?;
                None
            }
        };
        self.unpacked = pack.len() - rest.len();
        self.pack = pack;
        Ok(part)
    }

    /// Refuses a payload that is too long, before it is inflated.
    fn check_length(&self, frame: &Frame<'_>, gathered: &Gathered) -> Result<(), Stop> {
        let raw_length = u64::from(frame.raw_length);
        let limits = &gathered.limits;
        match frame.tag {
            EVENTS if raw_length > MOST_BLOCK_BYTES => {
                return Err("a chunk says that it is longer than it can be".into());
            }
            EVENTS => {}
            TEXTS => {
                // The texts and, for each, a length of up to ten bytes.
                let most = limits.text_bytes.saturating_add(limits.texts.saturating_mul(10));
                ReadError::check("bytes of texts", raw_length, most.saturating_add(10))?;
            }
            _ => ReadError::check("bytes of header", raw_length, limits.header_bytes)?,
        }
        Ok(())
    }

    /// Reads the payload of a chunk that this version knows.
    fn payload(
        &mut self,
        tag: [u8; 4],
        payload: &[u8],
        gathered: &mut Gathered,
        events: &mut Events,
    ) -> Result<Option<Piece>, Stop> {
        let version = self.version.unwrap_or_default();
        match (self.state, tag) {
            (State::Head, HEAD) => {
                let header = header_json::parse_head(version, payload, gathered)?;
                self.state = State::Middle;
                return Ok(Some(Piece::Head(Box::new(header))));
            }
            (State::Middle, HEAD) => return Err("a file has a second head".into()),
            (State::Middle, _) => {}
            (State::Head, _) => return Err("it does not begin with its head".into()),
            (State::Closed | State::Damaged | State::Over, _) => {
                return Err("a pack goes on after the end".into());
            }
        }
        match tag {
            EVENTS => self.events(payload, gathered, events).map(Some),
            CLOSING => self.closing(payload, gathered).map(Some),
            TEXTS => self.define(payload, gathered, |payload, gathered| {
                let texts = take_text_rows(payload, gathered)?;
                Ok(Definitions {
                    texts,
                    ..Definitions::default()
                })
            }),
            VOCABULARY => self.define(payload, gathered, |payload, gathered| {
                let vocabulary = header_json::parse_vocabulary(payload, gathered)?;
                Ok(Definitions {
                    vocabulary,
                    ..Definitions::default()
                })
            }),
            tag => self.define(payload, gathered, |payload, gathered| {
                gathered.spend(payload.len() as u64)?;
                let mut more = Definitions::default();
                match tag {
                    ACTORS => more.actors = take_actors(payload, gathered)?,
                    OBJECTS => more.objects = take_objects(payload, gathered)?,
                    LOCATIONS => more.locations = take_locations(payload, gathered)?,
                    _ => {}
                }
                Ok(more)
            }),
        }
    }

    fn define(
        &self,
        payload: &[u8],
        gathered: &mut Gathered,
        take: impl FnOnce(&[u8], &mut Gathered) -> Result<Definitions, Wrong>,
    ) -> Result<Option<Piece>, Stop> {
        let mut more = take(payload, gathered).map_err(in_rows)?;
        gathered.define(&mut more)?;
        Ok(Some(Piece::Definitions(more)))
    }

    fn events(
        &mut self,
        payload: &[u8],
        gathered: &mut Gathered,
        events: &mut Events,
    ) -> Result<Piece, Stop> {
        let row = events.len();
        self.predictor
            .grow(gathered.tables.actors, gathered.tables.objects);
        block::decode(payload, &mut self.predictor, &gathered.tables, events)?;
        self.take_events(gathered, events, row)?;
        Ok(Piece::Events(events.len() - row))
    }

    /// Brings events to the current version and takes note of them.
    fn take_events(
        &self,
        gathered: &mut Gathered,
        events: &mut Events,
        row: usize,
    ) -> Result<(), ReadError> {
        upgrade::events(self.version.unwrap_or_default(), events, row);
        gathered.take_events(events, row)
    }

    fn closing(&mut self, payload: &[u8], gathered: &mut Gathered) -> Result<Piece, Stop> {
        let version = self.version.unwrap_or_default();
        let taken = closing::take(version, payload, gathered);
        let (closing, tables, _) = taken.map_err(|wrong| match wrong {
            Wrong::Error(error) => Stop::Error(error),
            Wrong::Damage => Stop::Damage("the closing chunk makes no sense"),
        })?;
        if self.without_events {
            gathered.events = closing.events;
        }
        if (closing.events, tables) != (gathered.events, gathered.tables) {
            return Err("the file ends with other counts than it has events and definitions".into());
        }
        self.state = State::Closed;
        Ok(Piece::Closing(gathered.close(closing)))
    }

    /// Keeps a chunk that this version does not know.
    fn keep(
        &self,
        tag: [u8; 4],
        raw_length: u32,
        stored: &[u8],
        gathered: &mut Gathered,
    ) -> Result<(), Stop> {
        if self.state == State::Head {
            return Err("it does not begin with its head".into());
        }
        gathered.chunks.push(Chunk {
            tag,
            raw_length,
            stored: stored.to_vec(),
        });
        Ok(())
    }

    fn something_follows(&mut self, gathered: &mut Gathered) {
        let position = Position::Byte(self.offset);
        gathered.diagnose(
            position,
            "something follows the end of the trace",
            "it was left out",
        );
        self.state = State::Over;
    }
}

/// True for a chunk that this version knows.
fn is_known(tag: [u8; 4]) -> bool {
    !super::is_unknown_tag(tag)
}
