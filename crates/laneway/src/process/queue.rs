//! A first-in, first-out queue between processes over a real pipe, as Python's `multiprocessing.Queue`.
//!
//! What is in the pipe is in the queue. Two semaphores count the items and the free places, and whoever
//! waits, waits for one of them, holding nothing; two more let one process at a time write a frame, or
//! read one. A process that is killed just while it writes or reads a frame leaves the queue unusable,
//! as in Python.

use std::io::{self, Read, Write};
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::handoff::Shared;
use super::shared::{Page, SharedObject};
use super::system::{self, Semaphore};
use crate::Item;
use crate::queue::{Empty, Full, Patience};

/// A queue between processes. A clone is the same queue; so is what a child gets with its argument.
#[derive(Debug)]
pub struct Queue<T> {
    inner: Arc<Inner>,
    items: PhantomData<fn(T) -> T>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Inner {
    name: String,
    object: SharedObject,
    bounded: bool,
    page: Page<Content>,
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

/// An operation: how long it may wait, where it stands, and whether it was said that it waits.
struct Attempt {
    patience: Patience,
    location: &'static Location<'static>,
    waited: bool,
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            items: PhantomData,
        }
    }
}

impl<T: Item + Serialize + DeserializeOwned> Queue<T> {
    /// A queue that holds at most `capacity` items; any number for `None` or 0, as in Python. Items go
    /// through the pipe as JSON.
    ///
    /// # Panics
    /// The system has no room for another pipe or shared memory.
    pub fn new(name: impl AsRef<str>, capacity: Option<usize>) -> Self {
        let name = name.as_ref();
        let inner = Inner::new(name, capacity.filter(|&capacity| capacity > 0));
        let inner =
            inner.unwrap_or_else(|error| panic!("the queue `{name}` could not be made: {error}"));
        Self {
            inner: Arc::new(inner),
            items: PhantomData,
        }
    }

    /// Puts the item at the end of the queue, as soon as there is room.
    ///
    /// # Panics
    /// The item cannot be written as JSON.
    #[track_caller]
    pub fn put(&self, item: T) {
        // Without an end to the wait there is no refusal.
        let _ = self.put_with(item, Patience::Endless, Location::caller());
    }

    /// Puts the item at the end of the queue if there is room.
    ///
    /// # Errors
    /// The queue is full.
    ///
    /// # Panics
    /// As [`put`](Self::put).
    #[track_caller]
    pub fn try_put(&self, item: T) -> Result<(), Full<T>> {
        self.put_with(item, Patience::None, Location::caller())
    }

    /// Puts the item at the end of the queue, if there is room before the time is over.
    ///
    /// # Errors
    /// The queue was full all the time.
    ///
    /// # Panics
    /// As [`put`](Self::put).
    #[track_caller]
    pub fn put_timeout(&self, item: T, timeout: Duration) -> Result<(), Full<T>> {
        self.put_with(item, Patience::of(timeout), Location::caller())
    }

    /// Takes the oldest item, as soon as there is one.
    ///
    /// # Panics
    /// What comes out of the pipe is no item: another process broke it.
    #[track_caller]
    pub fn get(&self) -> T {
        let location = Location::caller();
        loop {
            if let Ok(item) = self.get_with(Patience::Endless, location) {
                return item;
            }
        }
    }

    /// Takes the oldest item if there is one.
    ///
    /// # Errors
    /// The queue is empty.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    #[track_caller]
    pub fn try_get(&self) -> Result<T, Empty> {
        self.get_with(Patience::None, Location::caller())
    }

    /// Takes the oldest item, if there is one before the time is over.
    ///
    /// # Errors
    /// The queue was empty all the time.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    #[track_caller]
    pub fn get_timeout(&self, timeout: Duration) -> Result<T, Empty> {
        self.get_with(Patience::of(timeout), Location::caller())
    }

    /// How many items are in it now. Another process may change that at once.
    pub fn len(&self) -> usize {
        self.inner.page.get().items.value()
    }

    /// True if there is none now.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn put_with(
        &self,
        item: T,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> Result<(), Full<T>> {
        let inner = &*self.inner;
        let frame = frame(&item).unwrap_or_else(|error| panic!("an item for `{}`: {error}", inner.name));
        let label = if inner.object.id().is_some() {
            item.label().value()
        } else {
            Value::NONE
        };
        let mut attempt = Attempt {
            patience,
            location,
            waited: false,
        };
        if inner.bounded && !inner.wait_for(&inner.page.get().places, &mut attempt, PUTTING) {
            return Err(Full(item));
        }
        // A place that is kept is kept: from here on the item goes in.
        attempt.patience = Patience::Endless;
        match inner.write(&frame, label, &mut attempt) {
            Ok(()) => Ok(()),
            Err(error) => panic!("the pipe of `{}` cannot be written: {error}", inner.name),
        }
    }

    fn get_with(&self, patience: Patience, location: &'static Location<'static>) -> Result<T, Empty> {
        let inner = &*self.inner;
        let mut attempt = Attempt {
            patience,
            location,
            waited: false,
        };
        if !inner.wait_for(&inner.page.get().items, &mut attempt, GETTING) {
            return Err(Empty);
        }
        let payload = inner.read(location);
        let item = payload.and_then(|payload| Ok(serde_json::from_slice(&payload)?));
        Ok(item.unwrap_or_else(|error| panic!("the pipe of `{}` cannot be read: {error}", inner.name)))
    }
}

/// How long writing a frame may take, before it is asked whether it waits for room in the pipe.
const WRITING: Duration = Duration::from_millis(10);

/// The kinds of event of an operation that may wait.
struct Kinds {
    wait: EventKind,
    wait_timed: EventKind,
    refuse: EventKind,
    timeout: EventKind,
}

const PUTTING: &Kinds = &Kinds {
    wait: EventKind::PUT_WAIT,
    wait_timed: EventKind::PUT_WAIT_TIMED,
    refuse: EventKind::PUT_REFUSE,
    timeout: EventKind::PUT_TIMEOUT,
};

const GETTING: &Kinds = &Kinds {
    wait: EventKind::GET_WAIT,
    wait_timed: EventKind::GET_WAIT_TIMED,
    refuse: EventKind::GET_REFUSE,
    timeout: EventKind::GET_TIMEOUT,
};

/// An item on its way: the length of its JSON, and the JSON. The sequence number of its put follows.
fn frame(item: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut frame = vec![0; 4];
    serde_json::to_writer(&mut frame, item)?;
    let length = u32::try_from(frame.len() - 4).map_err(|_| io::ErrorKind::InvalidInput)?;
    frame[..4].copy_from_slice(&length.to_ne_bytes());
    Ok(frame)
}

impl Inner {
    fn new(name: &str, capacity: Option<usize>) -> io::Result<Self> {
        let (read_end, write_end) = system::pipe()?;
        // A semaphore counts no further; nobody has that many items.
        let places = capacity.unwrap_or(0).min(i32::MAX as usize) as u32;
        // SAFETY: a zero sequence is valid, and the semaphores are made here; all may be shared.
        let page = unsafe {
            Page::new(|content: *mut Content| {
                Semaphore::init(&raw mut (*content).reader, 1)?;
                Semaphore::init(&raw mut (*content).writer, 1)?;
                Semaphore::init(&raw mut (*content).items, 0)?;
                Semaphore::init(&raw mut (*content).places, places)
            })?
        };
        Ok(Self {
            name: name.to_owned(),
            object: SharedObject::define(ObjectKind::Queue, name, capacity),
            bounded: capacity.is_some(),
            page,
            read_end: Shared(read_end),
            write_end: Shared(write_end),
        })
    }

    fn say(&self, kind: EventKind, value: Value, location: &'static Location<'static>) {
        if let Some(id) = self.object.id() {
            record(kind, id, 0, value, location);
        }
    }

    /// Takes one of the semaphore, as patience allows, and records a wait or a refusal.
    fn wait_for(&self, semaphore: &Semaphore, attempt: &mut Attempt, kinds: &Kinds) -> bool {
        if semaphore.try_wait() {
            return true;
        }
        attempt.waited = true;
        let say = |kind, value| self.say(kind, value, attempt.location);
        match attempt.patience {
            Patience::None => {
                say(kinds.refuse, Value::NONE);
                false
            }
            Patience::Endless => {
                say(kinds.wait, Value::NONE);
                semaphore.wait(None)
            }
            Patience::Until(deadline, timeout) => {
                say(kinds.wait_timed, Value::duration(timeout));
                let taken = semaphore.wait(deadline);
                if !taken {
                    say(kinds.timeout, Value::NONE);
                }
                taken
            }
        }
    }

    /// Writes a frame. Its number is drawn, and `put` recorded, when all of it is in the pipe but that
    /// number: what a reader takes has been put.
    fn write(&self, frame: &[u8], label: Value, attempt: &mut Attempt) -> io::Result<()> {
        let content = self.page.get();
        // Another process writes: that is over in no time, unless it waits for room itself. Once it was
        // said that this one waits, it sleeps like anybody who waits.
        let limit = |attempt: &Attempt| (!attempt.waited).then(|| Instant::now() + WRITING);
        while !content.writer.wait(limit(attempt)) {
            if !self.has_room()? {
                self.say_pipe_is_full(attempt);
            }
        }
        let announced = self.write_waiting(frame, attempt);
        let result = announced.and_then(|announced| {
            // Room for the rest, which nobody else can take: `PIPE_BUF` bytes or none.
            if !self.has_room()? {
                self.say_pipe_is_full(attempt);
                system::wait_for_room(&self.write_end.0, None)?;
            }
            let sequence = content.sequence.fetch_add(1, Ordering::Relaxed) + 1;
            if let Some(id) = self.object.id() {
                record(EventKind::PUT, id, sequence, label, attempt.location);
            }
            (&self.write_end.0).write_all(&sequence.to_ne_bytes())?;
            Ok(announced)
        });
        content.writer.post();
        if !result? {
            content.items.post();
        }
        Ok(())
    }

    /// Writes all the bytes, waiting for room as needed. True if the item had to be announced to a
    /// reader before: what does not fit into the pipe as a whole only goes in while it is read.
    fn write_waiting(&self, mut bytes: &[u8], attempt: &mut Attempt) -> io::Result<bool> {
        let mut announced = false;
        while !bytes.is_empty() {
            match (&self.write_end.0).write(bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if !announced {
                        self.page.get().items.post();
                        announced = true;
                    }
                    self.say_pipe_is_full(attempt);
                    system::wait_for_room(&self.write_end.0, None)?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
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
            let mut payload = vec![0; u32::from_ne_bytes(length) as usize];
            pipe.read_exact(&mut payload)?;
            pipe.read_exact(&mut put)?;
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

impl<T> Serialize for Queue<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.inner.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Queue<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            inner: Arc::new(Inner::deserialize(deserializer)?),
            items: PhantomData,
        })
    }
}
