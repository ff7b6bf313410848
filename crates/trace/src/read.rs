//! Reading a trace from bytes in memory, at once or block by block.

use crate::{Chunk, Diagnostic, Events, Header, Limits, ReadError, Trace};

/// Reads a trace block by block, so that a page can show how far it is and stay alive meanwhile. Takes
/// `.lane` and `.jsonl` alike, by their content.
#[derive(Debug)]
pub struct Reader<B> {
    bytes: B,
}

/// How far a [`Reader`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that were read.
    pub bytes: u64,
    /// Bytes of the file.
    pub bytes_total: u64,
    /// Events that were read.
    pub events: u64,
}

/// What a [`Reader`] leaves beside the events.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rest {
    /// The header; `events` is the number of events that were read.
    pub header: Header,
    /// The texts.
    pub texts: Vec<String>,
    /// What this version does not know.
    pub chunks: Vec<Chunk>,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl<B: AsRef<[u8]>> Reader<B> {
    /// Reads the header.
    pub fn new(bytes: B, limits: Limits) -> Result<Self, ReadError> {
        todo!()
    }

    /// The header. `events` is what the file promises, until the last block is read.
    pub fn header(&self) -> &Header {
        todo!()
    }

    /// The texts that the events read so far refer to.
    pub fn texts(&self) -> &[String] {
        todo!()
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        todo!()
    }

    /// Appends the next block of events, at most 65,536 of them, and says how many; `None` when there are
    /// no more.
    pub fn next_block(&mut self, events: &mut Events) -> Result<Option<usize>, ReadError> {
        todo!()
    }

    /// Everything but the events.
    pub fn finish(self) -> Rest {
        todo!()
    }
}

/// Reads a whole trace, `.lane` or `.jsonl` by its content. What a damaged file holds before the damage
/// is kept, and a diagnostic says so.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<(Trace, Vec<Diagnostic>), ReadError> {
    todo!()
}

/// Reads the header alone: none of the events is touched.
pub fn read_header(bytes: &[u8], limits: &Limits) -> Result<Header, ReadError> {
    todo!()
}
