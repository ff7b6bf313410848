//! Frames in a pipe, which is what a queue between processes is made of.
//!
//! What is in the pipe is in the queue, and a frame is from its first byte on: one that is larger than the
//! pipe goes in while it is read, and until then its putter waits with an item that is in the queue. Two
//! semaphores count the items and the free places, and whoever
//! waits, waits for one of them, holding nothing; two more let one process at a time write a frame, or
//! read one. A process that is killed just while it writes or reads a frame leaves the queue unusable,
//! as in Python.

use std::cell::Cell;
use std::ffi::CStr;
use std::io::{self, Read, Write};
use std::panic::Location;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};
use serde::{Deserialize, Serialize};

use super::handoff::Shared;
use super::shared::{self, SharedObject, SharedPage};
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

/// An operation: how long it may wait, where it stands, and whether it was said that it waits.
struct Attempt {
    patience: Patience,
    location: &'static Location<'static>,
    waited: bool,
}

impl Attempt {
    fn new(patience: Patience, location: &'static Location<'static>) -> Self {
        Self {
            patience,
            location,
            waited: false,
        }
    }
}

/// How long writing a frame may take, before it is asked whether it waits for room in the pipe.
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
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_recorded(&self) -> bool {
        self.object.id().is_some()
    }

    /// How many frames are in it now.
    pub(super) fn len(&self) -> usize {
        self.page.get().items.value()
    }

    /// Puts a frame with this content; false if there was no room for as long as patience lasted.
    pub(super) fn put(
        &self,
        content: &[u8],
        label: Value,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> io::Result<bool> {
        let mut attempt = Attempt::new(patience, location);
        if self.bounded && !self.wait_for(&self.page.get().places, &mut attempt, &Wait::ROOM) {
            return Ok(false);
        }
        // A place that is kept is kept: from here on the frame goes in.
        attempt.patience = Patience::Endless;
        self.write(content, label, &mut attempt)?;
        Ok(true)
    }

    /// Takes the oldest frame; `None` if there was none for as long as patience lasted.
    pub(super) fn get(
        &self,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> io::Result<Option<Vec<u8>>> {
        let mut attempt = Attempt::new(patience, location);
        if !self.wait_for(&self.page.get().items, &mut attempt, &Wait::ITEM) {
            return Ok(None);
        }
        self.read(location).map(Some)
    }

    fn say(&self, kind: EventKind, value: Value, location: &'static Location<'static>) {
        if let Some(id) = self.object.id() {
            record(kind, id, 0, value, location);
        }
    }

    /// Takes one of the semaphore, as patience allows, and records a wait or a refusal.
    fn wait_for(&self, semaphore: &Semaphore, attempt: &mut Attempt, wait: &Wait) -> bool {
        let location = attempt.location;
        let waited = Cell::new(false);
        let taken = take_and_say(semaphore, attempt.patience, wait, |kind, value| {
            waited.set(true);
            self.say(kind, value, location);
        });
        attempt.waited |= waited.get();
        taken
    }

    /// Writes a frame with this content, waiting for room as needed. Its number is drawn, and `put`
    /// recorded, once there is room for its beginning, which nobody else can take then.
    fn write(&self, content: &[u8], label: Value, attempt: &mut Attempt) -> io::Result<()> {
        let length = u32::try_from(content.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        let page = self.page.get();
        // Another process writes: that is over in no time, unless it waits for room itself. Once it was
        // said that this one waits, it sleeps like anybody who waits.
        let limit = |attempt: &Attempt| (!attempt.waited).then(|| Instant::now() + WRITING);
        while !page.writer.wait(limit(attempt)) {
            if !self.has_room()? {
                self.say_pipe_is_full(attempt);
            }
        }
        let announced = self.wait_until_room(attempt).and_then(|()| {
            let sequence = page.sequence.fetch_add(1, Ordering::Relaxed) + 1;
            if let Some(id) = self.object.id() {
                record(EventKind::PUT, id, sequence, label, attempt.location);
            }
            let head = [length.to_ne_bytes(), sequence.to_ne_bytes()].concat();
            self.write_bytes(&[&head, content].concat(), attempt.location)
        });
        page.writer.post();
        if !announced? {
            page.items.post();
        }
        Ok(())
    }

    /// Waits until the pipe takes the beginning of a frame: it has room for `PIPE_BUF` bytes or for none.
    fn wait_until_room(&self, attempt: &mut Attempt) -> io::Result<()> {
        if !self.has_room()? {
            self.say_pipe_is_full(attempt);
            system::wait_for_room(&self.write_end.0, None)?;
        }
        Ok(())
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

    fn say_pipe_is_full(&self, attempt: &mut Attempt) {
        if !attempt.waited {
            attempt.waited = true;
            self.say(EventKind::PUT_WAIT, Value::NONE, attempt.location);
        }
    }

    /// Reads the frame that was promised, and records `get`.
    fn read(&self, location: &'static Location<'static>) -> io::Result<Vec<u8>> {
        let content = self.page.get();
        content.reader.wait(None);
        let mut pipe = &self.read_end.0;
        let mut read = || {
            let (mut length, mut put) = ([0; 4], [0; 4]);
            pipe.read_exact(&mut length)?;
            pipe.read_exact(&mut put)?;
            let mut payload = vec![0; u32::from_ne_bytes(length) as usize];
            pipe.read_exact(&mut payload)?;
            let sequence = content.sequence.fetch_add(1, Ordering::Relaxed) + 1;
            if let Some(id) = self.object.id() {
                let put = i64::from(u32::from_ne_bytes(put));
                record(EventKind::GET, id, sequence, Value::int(put), location);
            }
            Ok(payload)
        };
        let payload = read();
        content.reader.post();
        if self.bounded {
            content.places.post();
        }
        payload
    }
}
