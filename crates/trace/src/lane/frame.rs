//! Chunks as they stand in a file, and what they hold when it is inflated.

use std::io;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::varint::{self, Numbers};
use crate::crc::crc32;

/// Bytes of a chunk before its payload: the tag, the length of the payload when it is inflated, and its
/// length as it stands.
const HEAD: usize = 4 + 4 + 4;
/// Bytes of a chunk after its payload: a CRC-32 of everything before.
const TAIL: usize = 4;

/// No byte of deflated data stands for more than this many.
const MOST_INFLATION: u64 = 1032;

/// The level at which the deflated size stops falling on recorded runs.
const LEVEL: u32 = 6;

/// What is damaged.
pub(super) type Damage = &'static str;

/// A chunk as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    pub(super) tag: [u8; 4],
    pub(super) raw_length: u32,
    pub(super) stored: &'a [u8],
    bytes: &'a [u8],
    crc: u32,
}

impl<'a> Frame<'a> {
    /// The chunk at the front of these bytes; `None` if they end before it does.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Option<Self>, Damage> {
        let number = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
        let Some(&tag) = bytes.first_chunk() else {
            return Ok(None);
        };
        if !tag.iter().all(u8::is_ascii_graphic) {
            return Err("a chunk has a name that makes no sense");
        }
        let whole = || {
            let (raw_length, length) = (number(4)?, number(8)?);
            let end = HEAD.checked_add(length as usize)?;
            Some(Self {
                tag,
                raw_length,
                stored: bytes.get(HEAD..end)?,
                crc: number(end)?,
                bytes: &bytes[..end],
            })
        };
        Ok(whole())
    }

    /// Compares the checksum.
    pub(super) fn check(&self) -> Result<(), Damage> {
        if crc32(self.bytes) == self.crc {
            Ok(())
        } else {
            Err("a chunk is damaged: its checksum is wrong")
        }
    }

    /// Its length in the file.
    pub(super) fn length(&self) -> usize {
        self.bytes.len() + TAIL
    }
}

/// The beginning of a chunk that the file ends in, with as much of its payload as there is.
#[derive(Clone, Copy, Debug)]
pub(super) struct CutFrame<'a> {
    pub(super) tag: [u8; 4],
    raw_length: u32,
    length: u32,
    stored: &'a [u8],
}

impl<'a> CutFrame<'a> {
    /// The chunk at the front of these bytes; `None` if they end before its payload.
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        let number = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
        let length = number(8)?;
        let stored = &bytes[HEAD..];
        Some(Self {
            tag: *bytes.first_chunk()?,
            raw_length: number(4)?,
            length,
            stored: &stored[..stored.len().min(length as usize)],
        })
    }
}

/// Inflates payloads.
#[derive(Debug)]
pub(super) struct Inflater(Decompress);

impl Default for Inflater {
    fn default() -> Self {
        Self(Decompress::new(false))
    }
}

impl Inflater {
    /// Inflates the payload of a chunk into `payload`, if it is no longer than it may be.
    pub(super) fn inflate(
        &mut self,
        frame: &Frame<'_>,
        most_bytes: u64,
        payload: &mut Vec<u8>,
    ) -> Result<(), Damage> {
        let raw_length = u64::from(frame.raw_length);
        if raw_length > most_bytes || raw_length > frame.stored.len() as u64 * MOST_INFLATION + 64 {
            return Err("a chunk says that it is longer than it can be");
        }
        payload.clear();
        if frame.raw_length as usize == frame.stored.len() {
            payload.extend(frame.stored);
            return Ok(());
        }
        payload.reserve_exact(frame.raw_length as usize);
        self.0.reset(false);
        let status = self
            .0
            .decompress_vec(frame.stored, payload, FlushDecompress::Finish);
        let is_whole =
            payload.len() as u64 == raw_length && self.0.total_in() == frame.stored.len() as u64;
        match status {
            Ok(Status::StreamEnd) if is_whole => Ok(()),
            _ => Err("a chunk cannot be inflated"),
        }
    }
}

impl Inflater {
    /// Inflates as much of a payload as there is. There is no checksum for it.
    pub(super) fn inflate_cut(&mut self, frame: &CutFrame<'_>, most_bytes: u64, payload: &mut Vec<u8>) {
        payload.clear();
        if frame.raw_length == frame.length {
            payload.extend(frame.stored);
            return;
        }
        let most_bytes = most_bytes.min(frame.stored.len() as u64 * MOST_INFLATION + 64);
        payload.reserve_exact(most_bytes.min(u64::from(frame.raw_length)) as usize);
        self.0.reset(false);
        // What came out before an error is kept like what comes out before the end.
        let _ = self
            .0
            .decompress_vec(frame.stored, payload, FlushDecompress::Sync);
    }
}

/// Writes chunks, and knows where the next one begins.
#[derive(Debug)]
pub(super) struct FrameWriter<W> {
    out: W,
    pub(super) offset: u64,
    deflate: Compress,
}

impl<W: io::Write> FrameWriter<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            offset: 0,
            deflate: Compress::new(Compression::new(LEVEL), false),
        }
    }

    /// Writes bytes that are no chunk.
    pub(super) fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.offset += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// Writes a chunk, deflated where that makes it smaller.
    pub(super) fn write(&mut self, tag: [u8; 4], payload: &[u8]) -> io::Result<()> {
        let raw_length = length(payload)?;
        let mut deflated = Vec::with_capacity(payload.len());
        self.deflate.reset();
        let status = self
            .deflate
            .compress_vec(payload, &mut deflated, FlushCompress::Finish)?;
        // It does not end within its capacity where it would not be smaller.
        let smaller = status == Status::StreamEnd && deflated.len() < payload.len();
        self.write_stored(tag, raw_length, if smaller { &deflated } else { payload })
    }

    /// Writes a chunk as it is.
    pub(super) fn write_stored(
        &mut self,
        tag: [u8; 4],
        raw_length: u32,
        stored: &[u8],
    ) -> io::Result<()> {
        let mut chunk = Vec::with_capacity(HEAD + stored.len() + TAIL);
        chunk.extend(tag);
        chunk.extend(raw_length.to_le_bytes());
        chunk.extend(length(stored)?.to_le_bytes());
        chunk.extend(stored);
        chunk.extend(crc32(&chunk).to_le_bytes());
        self.write_bytes(&chunk)
    }

    /// Hands on what is written.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// What it writes to.
    pub(super) fn into_inner(self) -> W {
        self.out
    }
}

fn length(bytes: &[u8]) -> io::Result<u32> {
    let too_long = |_| {
        io::Error::new(
            io::ErrorKind::InvalidInput,
            "a part of the trace is longer than 4 GiB",
        )
    };
    u32::try_from(bytes.len()).map_err(too_long)
}

/// Appends a chunk to a pack: its tag, the length of its payload, and that.
pub(super) fn pack(out: &mut Vec<u8>, tag: [u8; 4], payload: &[u8]) {
    out.extend(tag);
    varint::put(out, payload.len() as u64);
    out.extend(payload);
}

/// The chunk at the front of a pack, and the rest; `None` if it makes no sense.
pub(super) fn unpack(pack: &[u8]) -> Option<([u8; 4], &[u8], &[u8])> {
    let mut numbers = Numbers::new(pack);
    let &tag = numbers.take(4)?.first_chunk()?;
    if !tag.iter().all(u8::is_ascii_graphic) {
        return None;
    }
    let length = numbers.next()?;
    let payload = numbers.take(length)?;
    Some((tag, payload, numbers.rest()))
}
