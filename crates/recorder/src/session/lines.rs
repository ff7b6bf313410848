//! Lines of text that a thread writes into mapped memory: its definitions, once it has many.
//!
//! A file is 16 bytes of header, and room for lines. What is committed is whole lines, so that who is killed in
//! the middle of one leaves no part of it.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering, fence};

use memmap2::MmapRaw;

use super::ring::make_and_map;

/// What the file begins with.
#[repr(C)]
struct Header {
    /// By which to tell the file; 0 in one whose thread was killed while it made it.
    magic: u64,
    /// Bytes behind the header that are whole lines. Written by its thread alone, with release.
    committed: AtomicU64,
}

pub(super) const HEADER_BYTES: usize = size_of::<Header>();
const MAGIC: u64 = u64::from_ne_bytes(*b"LANEWAYL");
const _: () = assert!(HEADER_BYTES == 16);

/// A mapped file of lines, for the thread that writes it.
#[derive(Debug)]
pub(crate) struct Lines {
    map: MmapRaw,
    /// Bytes that are committed.
    length: usize,
}

impl Lines {
    /// Makes a file of this size, with all its room taken from the disk.
    ///
    /// # Errors
    /// What the system says; no file is left behind then.
    pub fn create(path: &Path, bytes: usize) -> io::Result<Self> {
        assert!(bytes >= HEADER_BYTES);
        let map = make_and_map(path, bytes)?;
        let header = Header {
            magic: MAGIC,
            committed: AtomicU64::new(0),
        };
        // SAFETY: the map has room for it by the assertion, is page-aligned and writable.
        unsafe { map.as_mut_ptr().cast::<Header>().write(header) };
        Ok(Self { map, length: 0 })
    }

    /// Appends a line, which ends with a line feed; false if there is no room for it. Costs a copy of its bytes.
    pub fn append(&mut self, line: &[u8]) -> bool {
        let end = HEADER_BYTES + self.length;
        if line.len() > self.map.len() - end {
            return false;
        }
        // SAFETY: there is so much room behind the end, as was just seen. Nobody else writes into the file, and
        // nobody reads bytes that are not committed. `create` put a header there.
        let header = unsafe {
            let base = self.map.as_mut_ptr();
            base.add(end).copy_from_nonoverlapping(line.as_ptr(), line.len());
            &*base.cast_const().cast::<Header>()
        };
        self.length += line.len();
        header.committed.store(self.length as u64, Ordering::Release);
        true
    }
}

/// How many bytes behind the header are whole lines, as the file says; `None` if it is none of these. There are none
/// in one whose thread was killed while it made it: it has no size yet, or no magic number.
pub(super) fn committed(file: &File) -> io::Result<Option<u64>> {
    let mut header = [0; HEADER_BYTES];
    match file.read_exact_at(&mut header, 0) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Some(0)),
        Err(error) => return Err(error),
    }
    // What was committed before the header was read is read after it.
    fence(Ordering::Acquire);
    let number = |at: usize| u64::from_ne_bytes(std::array::from_fn(|byte| header[at + byte]));
    Ok(match number(0) {
        0 => Some(0),
        MAGIC => Some(number(8)),
        _ => None,
    })
}
