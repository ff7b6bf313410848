//! Writing a `.lane` file, as it comes.

use std::io;

use super::closing::{self, Entry};
use super::definitions::{put_actors, put_locations, put_objects, put_text_rows};
use super::frame::{FrameWriter, pack};
use super::predict::Predictor;
use super::{
    ACTORS, CLOSING, EVENTS, HEAD, LOCATIONS, MAGIC, OBJECTS, PACK, TAIL, TEXTS, VOCABULARY, block,
};
use crate::definitions::Rows;
use crate::write::{check_chunk, check_events, check_rows};
use crate::{Chunk, Closing, Definitions, Events, FORMAT_VERSION, Header, Tables};

/// Events in a block: what a page decodes between two frames. The format allows twice as many.
const BLOCK_EVENTS: usize = 32_768;

/// Bytes after which a chunk of texts is closed.
const TEXTS_BYTES: usize = 1 << 20;

/// The most bytes, not deflated, that are put into a pack: one deflated stream for all of them is smaller
/// than one for each, and as long as it is short nobody minds to inflate all for one.
const PACK_BYTES: usize = 64 << 10;

/// Writes a `.lane` file as the run goes on: the head first, then rows and events, rows before the events
/// that name them, and what is known at the end. [`write`](crate::write) does all of it for a whole trace.
///
/// A file that is not [closed](Self::close) reads all the same, as far as it was [flushed](Self::flush). A
/// small file becomes a single chunk. Pass a buffered writer or a file.
///
/// An error of kind [`InvalidInput`](io::ErrorKind::InvalidInput) says what a reader would not take as it
/// is; nothing of what it was said of is written.
#[derive(Debug)]
pub struct Writer<W> {
    frames: FrameWriter<W>,
    /// What times are multiples of.
    time_unit_ns: u64,
    tables: Tables,
    events: u64,
    last_ns: u64,
    predictor: Predictor,
    /// What is to be written, as a pack if it stays small.
    waiting: Vec<Waiting>,
    waiting_bytes: usize,
    index: Vec<Entry>,
}

/// A chunk that is to be written.
#[derive(Debug)]
struct Waiting {
    tag: [u8; 4],
    payload: Vec<u8>,
    /// Its offset is not known yet.
    entry: Entry,
}

impl<W: io::Write> Writer<W> {
    /// Starts a file with what is known when the run starts: the header without its tables, and without
    /// what [`Closing`] has.
    pub fn new(out: W, header: &Header) -> io::Result<Self> {
        let mut writer = Self {
            frames: FrameWriter::new(out),
            time_unit_ns: header.time_unit_ns.max(1),
            tables: Tables::default(),
            events: 0,
            last_ns: 0,
            predictor: Predictor::default(),
            waiting: Vec::new(),
            waiting_bytes: 0,
            index: Vec::new(),
        };
        let mut start = MAGIC.to_vec();
        start.extend(FORMAT_VERSION.to_le_bytes());
        writer.frames.write_bytes(&start)?;
        writer.chunk(HEAD, serde_json::to_vec(header)?, Entry::default())?;
        Ok(writer)
    }

    /// Appends rows to the tables.
    pub fn define(&mut self, more: &Definitions) -> io::Result<()> {
        self.define_rows(&more.rows())
    }

    pub(crate) fn define_rows(&mut self, more: &Rows<'_>) -> io::Result<()> {
        check_rows(&self.tables, more)?;
        let entry = Entry {
            defines: true,
            ..Entry::default()
        };
        if let Some(vocabulary) = more.vocabulary.filter(|vocabulary| !vocabulary.is_empty()) {
            self.chunk(VOCABULARY, serde_json::to_vec(vocabulary)?, entry)?;
        }
        if !more.actors.is_empty() {
            self.chunk(ACTORS, put_actors(more.actors), entry)?;
        }
        if !more.objects.is_empty() {
            self.chunk(OBJECTS, put_objects(more.objects), entry)?;
        }
        if !more.locations.is_empty() {
            self.chunk(LOCATIONS, put_locations(more.locations), entry)?;
        }
        let mut texts = more.texts;
        while !texts.is_empty() {
            let (now, later) = some_texts(texts);
            self.chunk(TEXTS, put_text_rows(now), entry)?;
            texts = later;
        }
        self.tables.grow(more);
        Ok(())
    }

    /// Appends events.
    pub fn push(&mut self, events: &Events) -> io::Result<()> {
        check_events(&self.tables, events, self.events, self.last_ns)?;
        self.predictor.grow(self.tables.actors, self.tables.objects);
        for start in (0..events.len()).step_by(BLOCK_EVENTS) {
            let end = events.len().min(start + BLOCK_EVENTS);
            let mut payload = Vec::new();
            block::encode(
                events,
                start..end,
                self.time_unit_ns,
                &mut self.predictor,
                &mut payload,
            );
            let entry = Entry {
                rows: (end - start) as u64,
                times_ns: (events.time_ns[start], events.time_ns[end - 1]),
                ..Entry::default()
            };
            self.chunk(EVENTS, payload, entry)?;
        }
        self.events += events.len() as u64;
        self.last_ns = events.time_ns.last().copied().unwrap_or(self.last_ns);
        Ok(())
    }

    /// Appends a chunk that this version does not know, as it stands.
    pub fn keep(&mut self, chunk: &Chunk) -> io::Result<()> {
        check_chunk(chunk)?;
        self.write_apart()?;
        self.frames
            .write_stored(chunk.tag, chunk.raw_length, &chunk.stored)
    }

    /// Writes everything that has been given so far, so that a reader finds it.
    pub fn flush(&mut self) -> io::Result<()> {
        if self.waiting.len() > 1 {
            let mut entry = Entry {
                offset: self.frames.offset,
                ..Entry::default()
            };
            for waiting in &self.waiting {
                entry.defines |= waiting.entry.defines;
                if waiting.entry.rows > 0 {
                    let (first_ns, last_ns) = waiting.entry.times_ns;
                    let first_ns = if entry.rows > 0 {
                        entry.times_ns.0
                    } else {
                        first_ns
                    };
                    entry.times_ns = (first_ns, last_ns);
                    entry.rows += waiting.entry.rows;
                }
            }
            self.index.push(entry);
            self.write_pack()?;
        } else {
            self.write_apart()?;
        }
        self.frames.flush()
    }

    /// How many bytes it has written: as much as a reader can find so far.
    pub fn written(&self) -> u64 {
        self.frames.offset
    }

    /// Ends the file with what is known when the run is over; counts the events itself.
    pub fn close(mut self, closing: Closing) -> io::Result<W> {
        let closing = Closing {
            events: self.events,
            ..closing
        };
        let nothing_is_written = self.frames.offset == MAGIC.len() as u64 + 4;
        if nothing_is_written {
            // One chunk for all, which needs no index.
            let payload = closing::put(&closing, &self.tables, &[])?;
            let entry = Entry::default();
            let tag = CLOSING;
            self.waiting.push(Waiting { tag, payload, entry });
            self.write_pack()?;
        } else {
            self.write_apart()?;
            let payload = closing::put(&closing, &self.tables, &self.index)?;
            let offset = self.frames.offset;
            self.frames.write(CLOSING, &payload)?;
            self.frames.write_stored(TAIL, 8, &offset.to_le_bytes())?;
        }
        self.frames.flush()?;
        Ok(self.frames.into_inner())
    }

    /// Takes a chunk that is to be written.
    fn chunk(&mut self, tag: [u8; 4], payload: Vec<u8>, entry: Entry) -> io::Result<()> {
        self.waiting_bytes += payload.len();
        self.waiting.push(Waiting { tag, payload, entry });
        if self.waiting_bytes > PACK_BYTES {
            self.write_apart()?;
        }
        Ok(())
    }

    /// Writes what waits, each chunk by itself.
    fn write_apart(&mut self) -> io::Result<()> {
        for Waiting { tag, payload, entry } in self.waiting.drain(..) {
            if entry.defines || entry.rows > 0 {
                self.index.push(Entry {
                    offset: self.frames.offset,
                    ..entry
                });
            }
            self.frames.write(tag, &payload)?;
        }
        self.waiting_bytes = 0;
        Ok(())
    }

    /// Writes what waits as one chunk.
    fn write_pack(&mut self) -> io::Result<()> {
        let mut payload = Vec::with_capacity(self.waiting_bytes);
        for waiting in self.waiting.drain(..) {
            pack(&mut payload, waiting.tag, &waiting.payload);
        }
        self.waiting_bytes = 0;
        self.frames.write(PACK, &payload)
    }
}

/// As many of these texts as go into a chunk, and the others.
fn some_texts(texts: &[String]) -> (&[String], &[String]) {
    let mut bytes = 0;
    let full = texts.iter().position(|text| {
        bytes += text.len();
        bytes >= TEXTS_BYTES
    });
    texts.split_at(full.map_or(texts.len(), |last| last + 1))
}
