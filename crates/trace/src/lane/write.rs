//! Writing a `.lane` file.

use std::io;

use flate2::{Compress, Compression, FlushCompress, Status};

use super::predict::Predictor;
use super::{CHUNK_HEAD, CHUNK_TAIL, DONE, EVENTS, MAGIC, TEXTS, block, crc, varint};
use crate::{Chunk, Events, Tables};

/// Events in a block: what a page decodes between two frames. The format allows twice as many.
const BLOCK_EVENTS: usize = 32_768;

/// Bytes after which a chunk of texts is closed.
const TEXTS_BYTES: usize = 1 << 20;

/// What goes into a file.
pub(crate) struct File<'a> {
    pub(crate) version: u32,
    pub(crate) header_json: &'a [u8],
    pub(crate) tables: Tables,
    pub(crate) texts: &'a [String],
    /// They point into their tables.
    pub(crate) events: &'a Events,
    pub(crate) chunks: &'a [Chunk],
}

/// Writes a file.
pub(crate) fn write_file(file: &File<'_>, out: &mut impl io::Write) -> io::Result<()> {
    let mut prologue = MAGIC.to_vec();
    prologue.extend(file.version.to_le_bytes());
    prologue.extend(length(file.header_json)?.to_le_bytes());
    prologue.extend(file.header_json);
    prologue.extend(crc(&prologue).to_le_bytes());
    out.write_all(&prologue)?;

    let mut chunks = ChunkWriter {
        out,
        deflate: Compress::new(Compression::new(LEVEL), false),
    };
    let mut texts = file.texts;
    while !texts.is_empty() {
        let (payload, rest) = some_texts(texts);
        chunks.write(TEXTS, &payload)?;
        texts = rest;
    }
    let mut predictor = Predictor::new(file.tables.actors, file.tables.objects);
    let mut payload = Vec::new();
    for start in (0..file.events.len()).step_by(BLOCK_EVENTS) {
        let end = file.events.len().min(start + BLOCK_EVENTS);
        payload.clear();
        block::encode(file.events, start..end, &mut predictor, &mut payload);
        chunks.write(EVENTS, &payload)?;
    }
    for Chunk {
        tag,
        raw_length,
        stored,
    } in file.chunks
    {
        chunks.write_stored(*tag, *raw_length, stored)?;
    }
    payload.clear();
    varint::put(&mut payload, file.events.len() as u64);
    varint::put(&mut payload, file.texts.len() as u64);
    chunks.write(DONE, &payload)
}

/// The payload of a chunk with as many of these texts as go into one, and the others.
fn some_texts(texts: &[String]) -> (Vec<u8>, &[String]) {
    let mut bytes = 0;
    let full = texts.iter().position(|text| {
        bytes += text.len();
        bytes >= TEXTS_BYTES
    });
    let (now, later) = texts.split_at(full.map_or(texts.len(), |last| last + 1));
    let mut payload = Vec::with_capacity(bytes + now.len() + 10);
    varint::put(&mut payload, now.len() as u64);
    for text in now {
        varint::put(&mut payload, text.len() as u64);
    }
    for text in now {
        payload.extend(text.as_bytes());
    }
    (payload, later)
}

/// The level at which the deflated size stops falling on recorded runs.
const LEVEL: u32 = 6;

struct ChunkWriter<'a, W> {
    out: &'a mut W,
    deflate: Compress,
}

impl<W: io::Write> ChunkWriter<'_, W> {
    /// Writes a chunk, deflated where that makes it smaller.
    fn write(&mut self, tag: [u8; 4], payload: &[u8]) -> io::Result<()> {
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
    fn write_stored(&mut self, tag: [u8; 4], raw_length: u32, stored: &[u8]) -> io::Result<()> {
        let mut chunk = Vec::with_capacity(CHUNK_HEAD + stored.len() + CHUNK_TAIL);
        chunk.extend(tag);
        chunk.extend(raw_length.to_le_bytes());
        chunk.extend(length(stored)?.to_le_bytes());
        chunk.extend(stored);
        chunk.extend(crc(&chunk).to_le_bytes());
        self.out.write_all(&chunk)
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
