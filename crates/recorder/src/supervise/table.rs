//! A row of the system's tables that is read again and again.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use nix::errno::Errno;
use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// Descriptors that are left for everything else: without them not even a folder could be read.
const SPARED: u64 = 40;
/// Descriptors that a thread takes whose files are kept open: two rows, and two files of what it records.
pub(super) const OF_A_THREAD: u64 = 4;
/// Descriptors that a handle on a process takes.
pub(super) const OF_A_PROCESS: u64 = 1;

/// How many more descriptors may be kept open: reading a file again costs a tenth of opening it, and a
/// handle on a process tells at once of its end.
pub(super) struct Room {
    descriptors: u64,
}

impl Room {
    /// For none yet.
    pub fn none() -> Self {
        Self { descriptors: 0 }
    }

    /// Takes as many descriptors as this process may have, but for some.
    pub fn take() -> Self {
        let descriptors = getrlimit(Resource::RLIMIT_NOFILE).map_or(0, |(soft, hard)| {
            let raised = setrlimit(Resource::RLIMIT_NOFILE, hard, hard).is_ok();
            if raised { hard } else { soft }
        });
        Self {
            descriptors: descriptors.saturating_sub(SPARED),
        }
    }

    /// True if there is room for so many more, which is taken then.
    pub fn enter(&mut self, count: u64) -> bool {
        let left = self.descriptors.checked_sub(count);
        self.descriptors = left.unwrap_or(self.descriptors);
        left.is_some()
    }

    /// So many are closed.
    pub fn leave(&mut self, count: u64) {
        self.descriptors += count;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_takes_more_descriptors_than_there_are() {
        let mut room = Room { descriptors: 5 };
        assert!(room.enter(OF_A_THREAD));
        assert!(!room.enter(OF_A_THREAD));
        assert!(room.enter(OF_A_PROCESS));
        assert!(!room.enter(OF_A_PROCESS));
        room.leave(OF_A_PROCESS);
        assert!(room.enter(OF_A_PROCESS));
        assert!(!Room::none().enter(OF_A_PROCESS));
    }
}
