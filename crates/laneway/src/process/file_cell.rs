//! A number in a file that processes share without a lock around its use.

use std::io;
use std::os::unix::fs::FileExt;
use std::panic::Location;
use std::sync::{Arc, Mutex, PoisonError};

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};
use serde::{Deserialize, Serialize};

use super::handoff::Shared;
use super::shared::{Sequence, SharedObject, SharedPage};
use crate::failure::fail;
use crate::system;

/// A number in a real file, which processes share. [`get`](Self::get) reads the file and
/// [`set`](Self::set) writes it: two steps, and what happens between them is up to the program. A clone is the
/// same file; so is what a child gets with its argument.
///
/// The file lies in the temporary folder without a name, so that nothing is left of it however the
/// program ends.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileCell {
    inner: Arc<Inner>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Inner {
    name: String,
    object: SharedObject,
    file: Shared,
    /// The sequence.
    page: SharedPage<Sequence>,
    /// Locked for one read or write, for the threads of this process as the file's lock is for others:
    /// the value and its place in the sequence belong together.
    #[serde(skip)]
    threads: Mutex<()>,
}

/// The longest number with its sign and an end of line.
const MOST_BYTES: usize = 21;

impl FileCell {
    /// A file with this number in it; recorded as a write, which it is.
    ///
    /// # Panics
    /// The system has no room for another file.
    #[track_caller]
    pub fn new(name: impl AsRef<str>, value: i64) -> Self {
        let name = name.as_ref();
        match Inner::new(name) {
            Ok(inner) => {
                let cell = Self {
                    inner: Arc::new(inner),
                };
                cell.set(value);
                cell
            }
            Err(error) => fail(&format!("making the file `{name}`"), error, Location::caller()),
        }
    }

    /// Reads the number.
    ///
    /// # Panics
    /// The file cannot be read.
    #[track_caller]
    pub fn get(&self) -> i64 {
        self.inner.step(EventKind::READ, Location::caller(), Inner::read)
    }

    /// Writes the number.
    ///
    /// # Panics
    /// The file cannot be written: the disk is full.
    #[track_caller]
    pub fn set(&self, value: i64) {
        self.inner.step(EventKind::WRITE, Location::caller(), |inner| {
            inner.write(value).map(|()| value)
        });
    }
}

impl Inner {
    fn new(name: &str) -> io::Result<Self> {
        Ok(Self {
            name: name.to_owned(),
            file: Shared(tempfile::tempfile()?),
            page: Sequence::page()?,
            object: SharedObject::define(ObjectKind::FILE, name, None),
            threads: Mutex::new(()),
        })
    }

    /// Reads or writes, and records that in the order in which it happened.
    #[track_caller]
    fn step(
        &self,
        kind: EventKind,
        location: &'static Location<'static>,
        act: impl FnOnce(&Self) -> io::Result<i64>,
    ) -> i64 {
        let id = self.object.begin();
        let _threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        let result = system::lock_file(&self.file.0, true).and_then(|()| {
            // Before the act: if this process is killed after it, a number is missing, and nobody expects that the
            // next read sees what was recorded last.
            let sequence = self.page.get().next();
            let value = act(self);
            if let (Ok(value), Some(id)) = (&value, id) {
                record(kind, id, sequence, Value::int(*value), location);
            }
            system::lock_file(&self.file.0, false)?;
            value
        });
        match result {
            Ok(value) => value,
            Err(error) => {
                let call = format!("using the file `{}`", self.name);
                fail(&call, error, location)
            }
        }
    }

    fn read(&self) -> io::Result<i64> {
        let mut bytes = [0; MOST_BYTES];
        let length = self.file.0.read_at(&mut bytes, 0)?;
        let text = std::str::from_utf8(&bytes[..length]).map_err(|_| io::ErrorKind::InvalidData)?;
        Ok(text.trim_end().parse().map_err(|_| io::ErrorKind::InvalidData)?)
    }

    fn write(&self, value: i64) -> io::Result<()> {
        let text = format!("{value}\n");
        self.file.0.write_all_at(text.as_bytes(), 0)?;
        self.file.0.set_len(text.len() as u64)
    }
}
