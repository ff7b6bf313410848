//! A row of the system's tables that is read again and again.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use nix::errno::Errno;
use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// Descriptors that are left for everything else.
const SPARED: u64 = 200;
/// Descriptors that a thread takes whose files are kept open: two rows, and two files of what it records.
const OF_A_THREAD: u64 = 4;

/// For how many more threads files may be kept open: reading one again costs a tenth of opening it.
pub(super) struct Room {
    threads: u64,
}

impl Room {
    /// For none yet.
    pub fn none() -> Self {
        Self { threads: 0 }
    }

    /// Takes as many descriptors as this process may have, but for some.
    pub fn take() -> Self {
        let descriptors = getrlimit(Resource::RLIMIT_NOFILE).map_or(0, |(soft, hard)| {
            let raised = setrlimit(Resource::RLIMIT_NOFILE, hard, hard).is_ok();
            if raised { hard } else { soft }
        });
        Self {
            threads: descriptors.saturating_sub(SPARED) / OF_A_THREAD,
        }
    }

    /// True if there is room for one more.
    pub fn enter(&mut self) -> bool {
        let enters = self.threads > 0;
        self.threads -= u64::from(enters);
        enters
    }

    /// One of those leaves.
    pub fn leave(&mut self) {
        self.threads += 1;
    }
}

/// A file of `/proc`.
pub(super) struct Row {
    path: String,
    kept: Option<File>,
}

impl Row {
    pub fn new(path: String) -> Self {
        Self { path, kept: None }
    }

    /// What it says now; the file is kept open or not. An error that is [`is_gone`] says that whom it is
    /// about is no more.
    pub fn read<'a>(&mut self, keep: bool, buffer: &'a mut [u8]) -> io::Result<&'a [u8]> {
        let file = match self.kept.take() {
            Some(file) => file,
            None => File::open(&self.path)?,
        };
        let length = file.read_at(buffer, 0)?;
        self.kept = keep.then_some(file);
        Ok(&buffer[..length])
    }

    /// Closes it.
    pub fn close(&mut self) {
        self.kept = None;
    }
}

/// True for the error of reading about somebody who is no more.
pub(super) fn is_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound || error.raw_os_error() == Some(Errno::ESRCH as i32)
}
