//! Sockets, pipes and files that are read in three ways: blocking, again and again, or when they are ready.
//!
//! [`Watched`] wraps whatever has a descriptor: a `TcpStream`, a `UnixListener`, a pipe, a child's output. That a
//! thread waits for it is seen, and that it found nothing. A file on a disk is always ready, as the system sees it:
//! what it takes to read one is seen as running, or asleep.

use std::borrow::Cow;
use std::io::{self, ErrorKind, Read, Write};
use std::ops::{Deref, DerefMut};
use std::os::fd::{AsFd, BorrowedFd};
use std::panic::Location;
use std::time::{Duration, Instant};

use laneway_recorder::client::{Value, record, record_unplaced};
use laneway_trace::EventKind;

use crate::operation;
use crate::system::{self, Direction, Selector};

/// Something with a descriptor, and what it is called. Everything else of it is there as without.
///
/// ```
/// use std::io::{Read, Write};
/// use std::os::unix::net::UnixStream;
///
/// use laneway::io::Watched;
///
/// let (mut here, there) = UnixStream::pair()?;
/// here.write_all(b"hello")?;
/// here.shutdown(std::net::Shutdown::Write)?;
/// let mut text = String::new();
/// Watched::new("news", there).read_to_string(&mut text)?;
/// assert_eq!(text, "hello");
/// # std::io::Result::Ok(())
/// ```
#[derive(Debug)]
pub struct Watched<S> {
    name: Cow<'static, str>,
    inner: S,
}

impl<S> Watched<S> {
    /// Calls it that.
    pub fn new(name: impl Into<Cow<'static, str>>, inner: S) -> Self {
        let name = name.into();
        Self { name, inner }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Without the name.
    pub fn into_inner(self) -> S {
        self.inner
    }
}

impl<S: AsFd> Watched<S> {
    /// Does what takes something in, waiting for it if that blocks: `listener.input(|listener| listener.accept())`.
    ///
    /// # Errors
    /// As `act`; [`ErrorKind::WouldBlock`] is recorded as "found nothing".
    #[track_caller]
    pub fn input<T>(&self, act: impl FnOnce(&S) -> io::Result<T>) -> io::Result<T> {
        self.seen(Direction::In, Location::caller(), || act(&self.inner))
    }

    /// Does what gives something out, waiting for room if that blocks. What is larger than the room waits in the
    /// middle, which is seen from outside only.
    ///
    /// # Errors
    /// As [`input`](Self::input).
    #[track_caller]
    pub fn output<T>(&self, act: impl FnOnce(&S) -> io::Result<T>) -> io::Result<T> {
        self.seen(Direction::Out, Location::caller(), || act(&self.inner))
    }

    fn seen<T>(
        &self,
        direction: Direction,
        location: &'static Location<'static>,
        act: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        let begun = Begun::new(&self.name, self.inner.as_fd(), direction, location)?;
        begun.end(act())
    }
}

impl<S: AsFd + Read> Read for Watched<S> {
    #[track_caller]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let begun = Begun::new(&self.name, self.inner.as_fd(), Direction::In, Location::caller())?;
        begun.end(self.inner.read(buffer))
    }
}

impl<S: AsFd + Write> Write for Watched<S> {
    #[track_caller]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let begun = Begun::new(&self.name, self.inner.as_fd(), Direction::Out, Location::caller())?;
        begun.end(self.inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<S> Deref for Watched<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.inner
    }
}

impl<S> DerefMut for Watched<S> {
    fn deref_mut(&mut self) -> &mut S {
        &mut self.inner
    }
}

impl<S: AsFd> AsFd for Watched<S> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.inner.as_fd()
    }
}

/// What is to be recorded at the end of an operation.
enum Begun {
    /// Nothing: it need not wait, or nothing is recorded.
    Ready,
    /// That it found nothing, if it did.
    Tries(String, &'static Location<'static>),
    /// That it waits no longer.
    Waits(&'static Location<'static>),
}

impl Begun {
    /// To be called before the operation; records that it waits. Costs a call to the system if that is recorded.
    fn new(
        name: &str,
        fd: BorrowedFd<'_>,
        direction: Direction,
        location: &'static Location<'static>,
    ) -> io::Result<Self> {
        if !operation::begin_recorded() || system::is_ready(fd, direction)? {
            return Ok(Self::Ready);
        }
        let what = match direction {
            Direction::In => format!("read {name}"),
            Direction::Out => format!("write {name}"),
        };
        if system::is_nonblocking(fd)? {
            return Ok(Self::Tries(what, location));
        }
        say(EventKind::IO_WAIT, Value::text(&what), location);
        Ok(Self::Waits(location))
    }

    fn end<T>(self, result: io::Result<T>) -> io::Result<T> {
        match (self, &result) {
            (Self::Tries(what, location), Err(error)) if error.kind() == ErrorKind::WouldBlock => {
                say(EventKind::IO_REFUSE, Value::text(&what), location);
            }
            (Self::Waits(location), _) => say(EventKind::IO_DONE, Value::NONE, location),
            _ => {}
        }
        result
    }
}

fn say(kind: EventKind, value: Value, location: &'static Location<'static>) {
    // What calls `read` from within std, as `read_to_string` does, is no place in the program.
    if location.file().starts_with("/rustc/") {
        record_unplaced(kind, 0, 0, value);
    } else {
        record(kind, 0, 0, value, location);
    }
}

/// Waits for the first of several to have something to read, as `epoll` and Python's `selectors` do.
///
/// ```
/// use std::io::{Read, Write};
/// use std::os::unix::net::UnixStream;
///
/// use laneway::io::{Readiness, Watched};
///
/// let ((a, mut from_a), (b, _from_b)) = (UnixStream::pair()?, UnixStream::pair()?);
/// let (mut a, b) = (Watched::new("a", a), Watched::new("b", b));
/// let readiness = Readiness::new()?.add(&a, 0)?.add(&b, 1)?;
/// from_a.write_all(b"hello")?;
/// assert_eq!(readiness.wait(None)?, [0]);
/// assert_eq!(a.read(&mut [0; 10])?, 5);
/// # std::io::Result::Ok(())
/// ```
#[derive(Debug)]
pub struct Readiness {
    selector: Selector,
    names: String,
}

impl Readiness {
    /// Of nothing yet.
    ///
    /// # Errors
    /// The system has no room for another open file; it is not Linux.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            selector: Selector::new()?,
            names: String::new(),
        })
    }

    /// And of this, by which number it is told.
    ///
    /// # Errors
    /// The system refused: it is a file on a disk, which is always ready, or it is there already.
    pub fn add(mut self, source: &Watched<impl AsFd>, number: u64) -> io::Result<Self> {
        self.selector.add(source.as_fd(), number)?;
        if !self.names.is_empty() {
            self.names.push_str(", ");
        }
        self.names.push_str(source.name());
        Ok(self)
    }

    /// Waits until some have something to read, or their other end is gone, and tells their numbers; no longer than
    /// `timeout` if there is one, and then there may be none, which is recorded as "found nothing".
    ///
    /// # Errors
    /// The system refused.
    #[track_caller]
    pub fn wait(&self, timeout: Option<Duration>) -> io::Result<Vec<u64>> {
        let location = Location::caller();
        let is_recorded = operation::begin_recorded();
        // One that is too long has no end.
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let mut ready = self.selector.wait(Some(Instant::now()))?;
        if !ready.is_empty() {
            return Ok(ready);
        }
        let say = |kind, what: &str| {
            if is_recorded {
                say(kind, Value::text(what), location);
            }
        };
        let what = format!("read {}", self.names);
        if timeout != Some(Duration::ZERO) {
            say(EventKind::IO_WAIT, &what);
            ready = self.selector.wait(deadline)?;
        }
        if ready.is_empty() {
            say(EventKind::IO_REFUSE, &what);
        } else if is_recorded {
            record(EventKind::IO_DONE, 0, 0, Value::NONE, location);
        }
        Ok(ready)
    }
}
