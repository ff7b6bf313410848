//! Messages between processes that something carries which the program chooses: a file, a socket, a broker.

use std::ffi::CStr;
use std::io;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::shared::{self, SharedObject, SharedPage};
use crate::failure::fail;
use crate::system::Semaphore;
use crate::{Item, operation};

/// Messages on their way between processes, first in, first out. How they get there is the program's affair: it writes
/// a line of text, and reads it. A clone is the same object; so is what a child gets with its argument.
///
/// A line is the number of the put and the message as JSON, without an end of line. One process at a time writes, so
/// that the order of the puts is the order on the way; one that is killed just then leaves the others waiting, as with
/// a [`Queue`](super::Queue). One process reads.
///
/// ```
/// use laneway::process::Messages;
///
/// let (news, mut lines) = (Messages::queue("news"), Vec::new());
/// news.put(&"hello".to_owned(), |line| {
///     lines.push(line.to_owned());
///     Ok(())
/// })?;
/// assert_eq!(news.try_get(|| Ok(lines.pop()))?, Some("hello".to_owned()));
/// assert_eq!(news.try_get(|| Ok(lines.pop()))?, None);
/// # std::io::Result::Ok(())
/// ```
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Messages<T> {
    inner: Arc<Inner>,
    #[serde(skip)]
    messages: PhantomData<fn(T) -> T>,
}

impl<T> Clone for Messages<T> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            messages: PhantomData,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Inner {
    object: SharedObject,
    page: SharedPage<Content>,
}

#[derive(Debug)]
struct Content {
    /// Taken to write a message.
    writer: Semaphore,
    sequence: AtomicU32,
}

impl shared::Content for Content {
    const MEMORY: &'static CStr = c"laneway-messages";
}

impl Content {
    fn next(&self) -> u32 {
        self.sequence.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
    }
}

/// Lets the next process write, also after a panic.
struct Writing<'a>(&'a Semaphore);

impl<'a> Writing<'a> {
    fn begin(writer: &'a Semaphore) -> Self {
        writer.wait(None);
        Self(writer)
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        self.0.post();
    }
}

impl<T> Messages<T> {
    /// Those in a pipe.
    ///
    /// # Panics
    /// The system has no room for shared memory or another open file; so below.
    #[track_caller]
    pub fn pipe(name: impl AsRef<str>) -> Self {
        Self::new(ObjectKind::PIPE, name.as_ref(), Location::caller())
    }

    /// Those in a connection between two sockets.
    #[track_caller]
    pub fn socket(name: impl AsRef<str>) -> Self {
        Self::new(ObjectKind::SOCKET, name.as_ref(), Location::caller())
    }

    /// Those in a queue, whatever it is made of.
    #[track_caller]
    pub fn queue(name: impl AsRef<str>) -> Self {
        Self::new(ObjectKind::QUEUE, name.as_ref(), Location::caller())
    }

    /// Those in a topic of a broker that one consumer has not read yet.
    #[track_caller]
    pub fn topic(name: impl AsRef<str>) -> Self {
        Self::new(ObjectKind::TOPIC, name.as_ref(), Location::caller())
    }

    fn new(kind: ObjectKind, name: &str, location: &'static Location<'static>) -> Self {
        // SAFETY: a zero sequence is valid, and the semaphore is made here; both may be shared.
        let page = unsafe {
            SharedPage::new(|content: *mut Content| Semaphore::init(&raw mut (*content).writer, 1))
        };
        let page = match page {
            Ok(page) => page,
            Err(error) => fail(&format!("making the {kind} `{name}`"), error, location),
        };
        let object = SharedObject::define(kind, name, None);
        let inner = Arc::new(Inner { object, page });
        let messages = PhantomData;
        Self { inner, messages }
    }

    /// What lets others go on is said before it does.
    fn say(&self, kind: EventKind, sequence: u32, value: Value, location: &'static Location<'static>) {
        if let Some(id) = self.inner.object.id() {
            record(kind, id, sequence, value, location);
        }
    }
}

impl<T: Item + Serialize> Messages<T> {
    /// Sends a message by what writes a line. One that cannot be written has been recorded as put, and the failure
    /// after it: whether anybody will have it is not known.
    ///
    /// # Errors
    /// As `write`; the message cannot be written as JSON.
    #[track_caller]
    pub fn put(&self, message: &T, write: impl FnOnce(&str) -> io::Result<()>) -> io::Result<()> {
        self.put_here(message, write, Location::caller())
    }

    /// As [`put`](Self::put), where writing waits until somebody outside of the run, who is called this, says that he
    /// has the message.
    ///
    /// # Errors
    /// As [`put`](Self::put).
    #[track_caller]
    pub fn put_confirmed(
        &self,
        message: &T,
        whose: &str,
        write: impl FnOnce(&str) -> io::Result<()>,
    ) -> io::Result<()> {
        let location = Location::caller();
        let write = |line: &str| {
            let say = |kind, value| {
                if operation::begin_recorded() {
                    record(kind, 0, 0, value, location);
                }
            };
            say(EventKind::IO_WAIT, Value::text(&format!("read {whose}")));
            let written = write(line);
            say(EventKind::IO_DONE, Value::NONE);
            written
        };
        self.put_here(message, write, location)
    }

    fn put_here(
        &self,
        message: &T,
        write: impl FnOnce(&str) -> io::Result<()>,
        location: &'static Location<'static>,
    ) -> io::Result<()> {
        let is_recorded = self.inner.object.begin().is_some();
        let json = serde_json::to_string(message)?;
        let content = self.inner.page.get();
        let _writing = Writing::begin(&content.writer);
        let put = content.next();
        self.say(EventKind::PUT, put, message.label().value(), location);
        write(&format!("{put} {json}")).inspect_err(|error| {
            if is_recorded {
                let words = Value::text(&format!("sending a message: {error}"));
                record(EventKind::FAILURE, 0, 0, words, location);
            }
        })
    }
}

impl<T: DeserializeOwned> Messages<T> {
    /// Takes the next message if there is one, by what reads a line if there is one.
    ///
    /// # Errors
    /// As `read`; what it read is no such line.
    #[track_caller]
    pub fn try_get(&self, read: impl FnOnce() -> io::Result<Option<String>>) -> io::Result<Option<T>> {
        let location = Location::caller();
        self.inner.object.begin();
        let Some(line) = read()? else {
            self.say(EventKind::GET_REFUSE, 0, Value::NONE, location);
            return Ok(None);
        };
        self.take(&line, location).map(Some)
    }

    /// Takes the next message, as soon as there is one: by what reads a line if there is one, and, where there is
    /// none, by what waits for it.
    ///
    /// # Errors
    /// As `read` and `wait`; what they read is no such line.
    #[track_caller]
    pub fn get<S>(
        &self,
        source: &mut S,
        read: impl FnOnce(&mut S) -> io::Result<Option<String>>,
        wait: impl FnOnce(&mut S) -> io::Result<String>,
    ) -> io::Result<T> {
        let location = Location::caller();
        self.inner.object.begin();
        if let Some(line) = read(source)? {
            return self.take(&line, location);
        }
        self.say(EventKind::GET_WAIT, 0, Value::NONE, location);
        match wait(source) {
            Ok(line) => self.take(&line, location),
            Err(error) => {
                self.say(EventKind::GET_CLOSED, 0, Value::NONE, location);
                Err(error)
            }
        }
    }

    fn take(&self, line: &str, location: &'static Location<'static>) -> io::Result<T> {
        let (put, json) = line
            .trim_end()
            .split_once(' ')
            .ok_or(io::ErrorKind::InvalidData)?;
        let put: u32 = put.parse().map_err(|_| io::ErrorKind::InvalidData)?;
        let message = serde_json::from_str(json)?;
        let sequence = self.inner.page.get().next();
        self.say(EventKind::GET, sequence, Value::int(put.into()), location);
        Ok(message)
    }
}
