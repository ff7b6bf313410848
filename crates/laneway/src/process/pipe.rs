//! A pipe between two processes, as Python's `multiprocessing.Pipe`.

use std::io::{self, ErrorKind, Read};
use std::marker::PhantomData;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::panic::Location;
use std::sync::Arc;
use std::time::{Duration, Instant};

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::handoff::Shared;
use super::shared::{Sequence, SharedObject, SharedPage};
use crate::Item;
use crate::failure::fail;
use crate::system::{self, Direction};
use crate::waiting::Patience;

/// The two ends of a pipe over which messages go both ways, as JSON: Python's `Pipe()`. Each way is a channel of its
/// own in the picture: `name →`, from the first end to the second, and `name ←`.
///
/// A message is in the pipe as soon as its first byte is. One for which there is no room goes in while it is read, and
/// until then its sender waits.
///
/// # Panics
/// The system has no room for another socket or shared memory.
#[track_caller]
pub fn pipe<T>(name: impl AsRef<str>) -> (Connection<T>, Connection<T>) {
    let (name, location) = (name.as_ref(), Location::caller());
    match ends(name) {
        Ok(ends) => ends,
        Err(error) => fail(&format!("making the pipe `{name}`"), error, location),
    }
}

fn ends<T>(name: &str) -> io::Result<(Connection<T>, Connection<T>)> {
    let (first, second) = UnixStream::pair()?;
    let there = [Way::new(&format!("{name} →"))?, Way::new(&format!("{name} ←"))?];
    let back = [there[1].another()?, there[0].another()?];
    let connection = |socket: UnixStream, ways: [Way; 2]| {
        let [out, back] = ways;
        let socket = Shared(OwnedFd::from(socket).into());
        let ends = Arc::new(Ends { socket, out, back });
        let messages = PhantomData;
        Connection { ends, messages }
    };
    Ok((connection(first, there), connection(second, back)))
}

/// An end of a pipe. A clone is the same end; so is what a child gets with its argument.
///
/// As in Python, an end is for one process and one thread at a time: two that send at once through the same end mix up
/// their messages. The other end is told that nothing more comes when the last copy of this one is gone, also the one
/// that a forked child has without knowing.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Connection<T> {
    ends: Arc<Ends>,
    #[serde(skip)]
    messages: PhantomData<fn(T) -> T>,
}

impl<T> Clone for Connection<T> {
    fn clone(&self) -> Self {
        Self {
            ends: Arc::clone(&self.ends),
            messages: PhantomData,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Ends {
    socket: Shared,
    out: Way,
    back: Way,
}

/// One of the two ways.
#[derive(Debug, Serialize, Deserialize)]
struct Way {
    name: String,
    object: SharedObject,
    sequence: SharedPage<Sequence>,
}

impl Way {
    fn new(name: &str) -> io::Result<Self> {
        Ok(Self {
            name: name.to_owned(),
            object: SharedObject::define(ObjectKind::CHANNEL, name, None),
            sequence: Sequence::page()?,
        })
    }

    fn another(&self) -> io::Result<Self> {
        Ok(Self {
            name: self.name.clone(),
            object: self.object,
            sequence: self.sequence.another()?,
        })
    }

    fn say(&self, kind: EventKind, sequence: u32, value: Value, location: &'static Location<'static>) {
        if let Some(id) = self.object.id() {
            record(kind, id, sequence, value, location);
        }
    }
}

/// The bytes before a message: its length, and the number of its put.
const HEAD_BYTES: usize = 8;

impl<T: Item + Serialize + DeserializeOwned> Connection<T> {
    /// Sends a message.
    ///
    /// # Errors
    /// The other end is gone everywhere: [`ErrorKind::BrokenPipe`], as Python's `BrokenPipeError`. The message cannot
    /// be written as JSON.
    #[track_caller]
    pub fn send(&self, message: &T) -> io::Result<()> {
        self.ends
            .send(&serde_json::to_vec(message)?, message, Location::caller())
    }

    /// Takes the next message, as soon as there is one.
    ///
    /// # Errors
    /// The other end is gone everywhere, and all was taken: [`ErrorKind::UnexpectedEof`], as Python's `EOFError`. It
    /// was killed in the middle of a message, or sent something else.
    #[track_caller]
    pub fn recv(&self) -> io::Result<T> {
        let message = self.ends.receive(Location::caller())?;
        Ok(serde_json::from_slice(&message)?)
    }

    /// True if there is a message, or the other end is gone; waits for that, but no longer than this.
    ///
    /// # Errors
    /// The system refused.
    #[track_caller]
    pub fn poll(&self, timeout: Duration) -> io::Result<bool> {
        self.ends.poll(Patience::of(timeout), Location::caller())
    }
}

impl Ends {
    fn send(
        &self,
        message: &[u8],
        item: &impl Item,
        location: &'static Location<'static>,
    ) -> io::Result<()> {
        let Self { socket, out, .. } = self;
        let is_recorded = out.object.begin().is_some();
        let length = u32::try_from(message.len()).map_err(|_| ErrorKind::InvalidInput)?;
        // If nobody can take it, it is in nothing.
        if system::is_hung_up(socket.0.as_fd())? {
            out.say(EventKind::PUT_CLOSED, 0, Value::NONE, location);
            return Err(ErrorKind::BrokenPipe.into());
        }
        let put = out.sequence.get().next();
        if is_recorded {
            out.say(EventKind::PUT, put, item.label().value(), location);
        }
        let head = [length.to_ne_bytes(), put.to_ne_bytes()].concat();
        let mut bytes = &[&head, message].concat()[..];
        let mut waits = false;
        while !bytes.is_empty() {
            // A blocking write would not say that it waits.
            match system::send_now(socket.0.as_fd(), bytes) {
                Ok(sent) => bytes = &bytes[sent..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    if !std::mem::replace(&mut waits, true) {
                        out.say(EventKind::FLUSH_WAIT, 0, Value::NONE, location);
                    }
                    system::wait_for_room(&socket.0, None)?;
                }
                Err(error) => {
                    if waits {
                        out.say(EventKind::PUT_CLOSED, 0, Value::NONE, location);
                    }
                    return Err(error);
                }
            }
        }
        if waits {
            out.say(EventKind::FLUSH, 0, Value::NONE, location);
        }
        Ok(())
    }

    fn receive(&self, location: &'static Location<'static>) -> io::Result<Vec<u8>> {
        self.back.object.begin();
        let mut waits = false;
        let mut head = [0; HEAD_BYTES];
        let read = self.read(&mut head, &mut waits, location).and_then(|()| {
            let [l0, l1, l2, l3, p0, p1, p2, p3] = head;
            let length = u32::from_ne_bytes([l0, l1, l2, l3]);
            let mut message = vec![0; length as usize];
            self.read(&mut message, &mut waits, location)?;
            Ok((u32::from_ne_bytes([p0, p1, p2, p3]), message))
        });
        let back = &self.back;
        match read {
            Ok((put, message)) => {
                let sequence = back.sequence.get().next();
                back.say(EventKind::GET, sequence, Value::int(put.into()), location);
                Ok(message)
            }
            Err(error) => {
                back.say(EventKind::GET_CLOSED, 0, Value::NONE, location);
                Err(error)
            }
        }
    }

    /// Reads so many bytes, and says once that it waits for them.
    fn read(
        &self,
        mut bytes: &mut [u8],
        waits: &mut bool,
        location: &'static Location<'static>,
    ) -> io::Result<()> {
        let (mut socket, fd) = (&self.socket.0, self.socket.0.as_fd());
        while !bytes.is_empty() {
            if !*waits && !system::is_ready(fd, Direction::In)? {
                *waits = true;
                self.back.say(EventKind::GET_WAIT, 0, Value::NONE, location);
            }
            match socket.read(bytes) {
                // Who dies while something for it is in the socket resets the connection.
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(count) => bytes = &mut std::mem::take(&mut bytes)[count..],
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::ConnectionReset => {
                    return Err(ErrorKind::UnexpectedEof.into());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn poll(&self, patience: Patience, location: &'static Location<'static>) -> io::Result<bool> {
        // Of no object: it ends whatever others do.
        let is_recorded = self.back.object.begin().is_some();
        let fd = self.socket.0.as_fd();
        if system::is_ready(fd, Direction::In)? {
            return Ok(true);
        }
        let deadline = match patience {
            Patience::Until(deadline, _) => deadline,
            Patience::None | Patience::Endless => None,
        };
        let say = |kind, value| {
            if is_recorded {
                record(kind, 0, 0, value, location);
            }
        };
        let is_over = deadline.is_some_and(|deadline| deadline <= Instant::now());
        let what = Value::text(&format!("read {}", self.back.name));
        if !is_over {
            say(EventKind::IO_WAIT, what);
        }
        let is_ready = !is_over && system::wait_until_ready(fd, deadline)?;
        if is_ready {
            say(EventKind::IO_DONE, Value::NONE);
        } else {
            say(EventKind::IO_REFUSE, what);
        }
        Ok(is_ready)
    }
}
