//! Frames in a pipe, which is what a queue between processes is made of.
//!
//! What is in the pipe is in the queue, and a frame is from its first byte on. Two semaphores count the items and the
//! free places, and whoever waits, waits for one of them, holding nothing; two more let one process at a time write a
//! frame, or read one. A process that is killed just while it writes or reads a frame leaves the queue unusable, as
//! in Python.
//!
//! Who puts never waits for the pipe: what it has no room for is handed to a [`feeder`](super::feeder).

use std::cell::Cell;
use std::ffi::CStr;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};
use serde::{Deserialize, Serialize};

use super::feeder::Feeder;
use super::handoff::Shared;
use super::shared::{self, SharedObject, SharedPage};
use crate::item::Label;
use crate::system::{self, Semaphore};
use crate::waiting::{Patience, Wait, take_and_say};

/// A pipe of frames, first in, first out.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Frames {
    name: String,
    object: SharedObject,
    bounded: bool,
    page: SharedPage<Content>,
    read_end: Shared,
    write_end: Shared,
    #[serde(skip)]
    pub(super) feeder: Feeder,
}

#[derive(Debug)]
struct Content {
    /// Taken to read a frame, and to write one.
    reader: Semaphore,
    writer: Semaphore,
    /// Frames to read.
    items: Semaphore,
    /// Places left, if there is a bound.
    places: Semaphore,
    sequence: AtomicU32,
}

impl shared::Content for Content {
    const MEMORY: &'static CStr = c"laneway-queue";
}

/// An item on its way into the pipe.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) content: Vec<u8>,
    /// How it looks in the picture; anything if nothing is recorded.
    pub(super) label: Label<'static>,
    /// Where it was put.
    pub(super) location: &'static Location<'static>,
}

/// The bytes before a frame: its length, and its number.
const HEAD_BYTES: usize = 8;
/// A pipe takes so many bytes at once, or none.
const PIPE_BUF_BYTES: usize = 4096;

/// How long writing or reading a frame may take, before it is said that somebody waits for it.
const WRITING: Duration = Duration::from_millis(10);

impl Frames {
    /// An empty pipe that takes at most `capacity` frames; any number for `None`.
    pub(super) fn new(name: &str, capacity: Option<usize>) -> io::Result<Self> {
        let (read_end, write_end) = system::pipe()?;
        // A semaphore counts no further; nobody has that many items.
        let places = capacity.unwrap_or(0).min(i32::MAX as usize) as u32;
        // SAFETY: a zero sequence is valid, and the semaphores are made here; all may be shared.
        let page = unsafe {
            SharedPage::new(|content: *mut Content| {
                Semaphore::init(&raw mut (*content).reader, 1)?;
                Semaphore::init(&raw mut (*content).writer, 1)?;
                Semaphore::init(&raw mut (*content).items, 0)?;
                Semaphore::init(&raw mut (*content).places, places)
            })?
        };
        Ok(Self {
            name: name.to_owned(),
            object: SharedObject::define(ObjectKind::QUEUE, name, capacity),
            bounded: capacity.is_some(),
            page,
            read_end: Shared(read_end),
            write_end: Shared(write_end),
            feeder: Feeder::default(),
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// A put begins: whether it is recorded.
    pub(super) fn begin_put(&self) -> bool {
        self.object.begin().is_some()
    }

    /// How many frames are in it now.
    pub(super) fn len(&self) -> usize {
        self.page.get().items.value()
    }

    /// Puts a frame; false if there was no place for as long as patience lasted.
    pub(super) fn put(self: &Arc<Self>, frame: Frame, patience: Patience) -> io::Result<bool> {
        let say = |kind, value| self.say(kind, value, frame.location);
        if self.bounded && !take_and_say(&self.page.get().places, patience, &Wait::ROOM, say) {
            return Ok(false);
        }
        // A place that is kept is kept: from here on the frame goes in.
        self.feeder.put(self, frame)?;
        Ok(true)
    }

    /// Takes the oldest frame; `None` if there was none for as long as patience lasted.
    pub(super) fn get(
        &self,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> io::Result<Option<Vec<u8>>> {
        self.object.begin();
        let waits = Cell::new(false);
        let say = |kind, value| {
            waits.set(true);
            self.say(kind, value, location);
        };
        if !take_and_say(&self.page.get().items, patience, &Wait::ITEM, say) {
            return Ok(None);
        }
        // Where it was not said before, say so if it waits all the same.
        let say_wait = || {
            if !waits.replace(true) {
                self.say(EventKind::GET_WAIT, Value::NONE, location);
            }
        };
        self.read(say_wait, location).map(Some)
    }

    fn say(&self, kind: EventKind, value: Value, location: &'static Location<'static>) {
        if let Some(id) = self.object.id() {
            record(kind, id, 0, value, location);
        }
    }

    /// Writes a frame that the pipe has room for, if nobody else writes; gives it back otherwise.
    pub(super) fn write_at_once(&self, frame: Frame) -> io::Result<Result<(), Frame>> {
        let page = self.page.get();
        // Another process that writes is done in no time, unless it waits for room itself.
        let fits = HEAD_BYTES + frame.content.len() <= PIPE_BUF_BYTES;
        if !fits || !page.writer.wait(Some(Instant::now() + WRITING)) {
            return Ok(Err(frame));
        }
        let written = match self.has_room() {
            Ok(true) => self.write_with_number(&frame).map(|_| Ok(())),
            Ok(false) => Ok(Err(frame)),
            Err(error) => Err(error),
        };
        page.writer.post();
        if matches!(written, Ok(Ok(()))) {
            page.items.post();
        }
        written
    }

    /// Writes a frame, waiting for room as needed.
    pub(super) fn write(&self, frame: &Frame) -> io::Result<()> {
        let page = self.page.get();
        let mut waited = false;
        let mut say_wait = || {
            if !std::mem::replace(&mut waited, true) {
                self.say(EventKind::PUT_WAIT, Value::NONE, frame.location);
            }
        };
        // Once it was said that this one waits, it sleeps like anybody who waits.
        if !page.writer.wait(Some(Instant::now() + WRITING)) {
            say_wait();
            page.writer.wait(None);
        }
        let written = self.has_room().and_then(|has_room| {
            // The pipe has room for `PIPE_BUF` bytes or for none, and nobody else can take it.
            if !has_room {
                say_wait();
                system::wait_for_room(&self.write_end.0, None)?;
            }
            self.write_with_number(frame)
        });
        page.writer.post();
        if !written? {
            page.items.post();
        }
        Ok(())
    }

    /// Draws the frame's number, records `put`, and writes the frame. True if it had to be announced before all was
    /// written. To be called by the writer, once there is room for the frame's beginning.
    fn write_with_number(&self, frame: &Frame) -> io::Result<bool> {
        let length = u32::try_from(frame.content.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        let sequence = self.page.get().sequence.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(id) = self.object.id() {
            let label = frame.label.value();
            record(EventKind::PUT, id, sequence, label, frame.location);
        }
        let head = [length.to_ne_bytes(), sequence.to_ne_bytes()].concat();
        self.write_bytes(&[&head, &*frame.content].concat(), frame.location)
    }

    /// Writes the bytes of a frame that is in the queue. True if the item had to be announced to a reader
    /// before all was written: what does not fit into the pipe as a whole only goes in while it is read.
    fn write_bytes(&self, mut bytes: &[u8], location: &'static Location<'static>) -> io::Result<bool> {
        let mut announced = false;
        while !bytes.is_empty() {
            match (&self.write_end.0).write(bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if !announced {
                        announced = true;
                        self.say(EventKind::FLUSH_WAIT, Value::NONE, location);
                        self.page.get().items.post();
                    }
                    system::wait_for_room(&self.write_end.0, None)?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if announced {
            self.say(EventKind::FLUSH, Value::NONE, location);
        }
        Ok(announced)
    }

    fn has_room(&self) -> io::Result<bool> {
        system::wait_for_room(&self.write_end.0, Some(Instant::now()))
    }

    /// Reads the frame that was promised, and records `get`. It is there, but for one who is killed while it writes or
    /// reads: whoever waits then says so.
    fn read(&self, say_wait: impl Fn(), location: &'static Location<'static>) -> io::Result<Vec<u8>> {
        let page = self.page.get();
        if !page.reader.wait(Some(Instant::now() + WRITING)) {
            say_wait();
            page.reader.wait(None);
        }
        let read = || {
            let mut head = [0; HEAD_BYTES];
            self.read_bytes(&mut head, &say_wait)?;
            let [l0, l1, l2, l3, p0, p1, p2, p3] = head;
            let mut content = vec![0; u32::from_ne_bytes([l0, l1, l2, l3]) as usize];
            self.read_bytes(&mut content, &say_wait)?;
            let sequence = page.sequence.fetch_add(1, Ordering::Relaxed) + 1;
            if let Some(id) = self.object.id() {
                let put = Value::int(u32::from_ne_bytes([p0, p1, p2, p3]).into());
                record(EventKind::GET, id, sequence, put, location);
            }
            Ok(content)
        };
        let content = read();
        page.reader.post();
        if self.bounded {
            page.places.post();
        }
        content
    }

    /// Reads so many bytes, which are on their way.
    fn read_bytes(&self, mut bytes: &mut [u8], say_wait: impl Fn()) -> io::Result<()> {
        let mut pipe = &self.read_end.0;
        while !bytes.is_empty() {
            if !system::wait_until_ready(pipe.as_fd(), Some(Instant::now() + WRITING))? {
                say_wait();
            }
            match pipe.read(bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => bytes = &mut std::mem::take(&mut bytes)[count..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
