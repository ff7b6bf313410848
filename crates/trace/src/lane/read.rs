//! Reading a `.lane` file.

use flate2::{Decompress, FlushDecompress, Status};

use super::block::{self, MOST_EVENT_BYTES, MOST_EVENTS};
use super::predict::Predictor;
use super::varint::Numbers;
use super::{CHUNK_HEAD, CHUNK_TAIL, DONE, EVENTS, MAGIC, MOST_INFLATION, TEXTS, crc};
use crate::read::Gathered;
use crate::{Chunk, Events, Limits, Place, ReadError, Tables, header_json, upgrade};

/// The most bytes of an inflated block: its events, a template for each of them, and its beginning.
const MOST_BLOCK_BYTES: u64 = (MOST_EVENTS * (MOST_EVENT_BYTES + 10) + 128) as u64;

/// The most bytes of the last chunk: two numbers.
const MOST_DONE_BYTES: u64 = 2 * 10;

/// How far a `.lane` file is read.
#[derive(Debug)]
pub(crate) struct LaneReader {
    version: u32,
    /// Where the next chunk begins.
    pub(crate) offset: usize,
    /// Something was damaged: there are no more blocks.
    is_damaged: bool,
    predictor: Predictor,
    inflate: Decompress,
    /// The inflated payload of a chunk.
    payload: Vec<u8>,
}

/// What a chunk was.
enum Step {
    /// A block with so many events.
    Block(usize),
    /// Something else; go on.
    Other,
    /// The last one.
    Done,
}

/// Why no more of the file can be read.
enum Stop {
    Error(ReadError),
    /// With what is damaged.
    Damage(&'static str),
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Error(error)
    }
}

/// The beginning of a file: its version, its header, and where the chunks begin.
struct Prologue<'a> {
    version: u32,
    header_json: &'a [u8],
    is_damaged: bool,
    end: usize,
}

/// Reads the beginning of a file.
fn prologue<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Prologue<'a>, ReadError> {
    let truncated = || ReadError::Truncated {
        at: bytes.len() as u64,
    };
    let number = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
    let start = MAGIC.len() + 8;
    let version = number(MAGIC.len()).ok_or_else(truncated)?;
    upgrade::check_version(version)?;
    let length = number(MAGIC.len() + 4).ok_or_else(truncated)?;
    ReadError::check("bytes of header", u64::from(length), limits.header_bytes)?;
    let end = start.saturating_add(length as usize);
    let header_json = bytes.get(start..end).ok_or_else(truncated)?;
    let expected = number(end).ok_or_else(truncated)?;
    let is_damaged = crc(&bytes[..end]) != expected;
    Ok(Prologue {
        version,
        header_json,
        is_damaged,
        end: end + 4,
    })
}

impl LaneReader {
    /// Reads the beginning of a file.
    pub(crate) fn new(bytes: &[u8], limits: Limits) -> Result<(Self, Gathered), ReadError> {
        let Prologue {
            version,
            header_json,
            is_damaged,
            end,
        } = prologue(bytes, &limits)?;
        let header = header_json::parse(version, header_json, &limits)?;
        let mut gathered = Gathered::new(header, limits);
        if is_damaged {
            let what = "the header was changed after it was written";
            gathered.diagnose(Place::Header, what, "it can be read and was taken as it is");
        }
        let predictor = Predictor::new(gathered.header.actors.len(), gathered.header.objects.len());
        let inflate = Decompress::new(false);
        Ok((
            Self {
                version,
                offset: end,
                is_damaged: false,
                predictor,
                inflate,
                payload: Vec::new(),
            },
            gathered,
        ))
    }

    /// Reads up to the next block of events.
    pub(crate) fn next_block(
        &mut self,
        bytes: &[u8],
        gathered: &mut Gathered,
        events: &mut Events,
    ) -> Result<Option<usize>, ReadError> {
        if self.is_damaged {
            return Ok(None);
        }
        let row = events.len();
        loop {
            let damage = match self.step(bytes, gathered, events) {
                Ok(Step::Block(count)) => return Ok(Some(count)),
                Ok(Step::Other) => continue,
                Ok(Step::Done) => return Ok(None),
                Err(Stop::Error(error)) => return Err(error),
                Err(Stop::Damage(what)) => what,
            };
            // What a damaged block holds before the damage was appended.
            let rest = events.len() - row;
            self.take_events(gathered, events, row)?;
            gathered.damage(Place::Byte(self.offset as u64), damage);
            self.is_damaged = true;
            return Ok((rest > 0).then_some(rest));
        }
    }

    /// Reads a chunk.
    fn step(
        &mut self,
        bytes: &[u8],
        gathered: &mut Gathered,
        events: &mut Events,
    ) -> Result<Step, Stop> {
        let chunk = RawChunk::new(bytes.get(self.offset..).unwrap_or_default())?;
        let step = match chunk.tag {
            TEXTS => {
                self.texts(&chunk, gathered)?;
                Step::Other
            }
            EVENTS => {
                self.inflate(&chunk, MOST_BLOCK_BYTES)?;
                let row = events.len();
                let tables = Tables::new(&gathered.header, gathered.texts.len());
                block::decode(&self.payload, &mut self.predictor, &tables, events)
                    .map_err(Stop::Damage)?;
                self.take_events(gathered, events, row)?;
                Step::Block(events.len() - row)
            }
            DONE => {
                self.inflate(&chunk, MOST_DONE_BYTES)?;
                let mut numbers = Numbers::new(&self.payload);
                let counts = (Some(gathered.events), Some(gathered.texts.len() as u64));
                if (numbers.next(), numbers.next()) != counts || !numbers.is_empty() {
                    let promise = "the file ends with other counts than it has events and texts";
                    return Err(Stop::Damage(promise));
                }
                if bytes.len() > self.offset + chunk.length() {
                    let place = Place::Byte((self.offset + chunk.length()) as u64);
                    gathered.diagnose(
                        place,
                        "something follows the end of the trace",
                        "it was left out",
                    );
                }
                Step::Done
            }
            tag => {
                let (raw_length, stored) = (chunk.raw_length, chunk.stored.to_vec());
                gathered.chunks.push(Chunk {
                    tag,
                    raw_length,
                    stored,
                });
                Step::Other
            }
        };
        self.offset += chunk.length();
        Ok(step)
    }

    /// Brings events to the current version and takes note of them.
    fn take_events(
        &self,
        gathered: &mut Gathered,
        events: &mut Events,
        row: usize,
    ) -> Result<(), ReadError> {
        upgrade::events(self.version, events, row);
        gathered.take_events(events, row)
    }

    /// Inflates the payload of a chunk into `self.payload`.
    fn inflate(&mut self, chunk: &RawChunk<'_>, most_bytes: u64) -> Result<(), Stop> {
        let raw_length = u64::from(chunk.raw_length);
        if raw_length > most_bytes || raw_length > chunk.stored.len() as u64 * MOST_INFLATION + 64 {
            return Err(Stop::Damage("a chunk says that it is longer than it can be"));
        }
        self.payload.clear();
        if chunk.raw_length as usize == chunk.stored.len() {
            self.payload.extend(chunk.stored);
            return Ok(());
        }
        self.payload.reserve_exact(chunk.raw_length as usize);
        self.inflate.reset(false);
        let status =
            self.inflate
                .decompress_vec(chunk.stored, &mut self.payload, FlushDecompress::Finish);
        let is_whole = self.payload.len() as u64 == raw_length
            && self.inflate.total_in() == chunk.stored.len() as u64;
        match status {
            Ok(Status::StreamEnd) if is_whole => Ok(()),
            _ => Err(Stop::Damage("a chunk cannot be inflated")),
        }
    }

    /// Reads a chunk of texts.
    fn texts(&mut self, chunk: &RawChunk<'_>, gathered: &mut Gathered) -> Result<(), Stop> {
        // Before it is inflated: its payload is the texts and, for each, a length of up to ten bytes.
        let limits = &gathered.limits;
        let most_bytes = limits
            .text_bytes
            .saturating_add(limits.texts.saturating_mul(10))
            .saturating_add(10);
        ReadError::check("bytes of texts", u64::from(chunk.raw_length), most_bytes)?;
        self.inflate(chunk, most_bytes)?;
        let damage = || Stop::Damage("a chunk of texts makes no sense");
        let mut numbers = Numbers::new(&self.payload);
        let count = numbers.next().ok_or_else(damage)?;
        ReadError::check(
            "texts",
            count.saturating_add(gathered.texts.len() as u64),
            limits.texts,
        )?;
        let mut lengths = numbers.clone();
        for _ in 0..count {
            numbers.next().ok_or_else(damage)?;
        }
        for _ in 0..count {
            let text = lengths
                .next()
                .and_then(|length| numbers.take(length))
                .ok_or_else(damage)?;
            let text = std::str::from_utf8(text).map_err(|_| Stop::Damage("a text is not UTF-8"))?;
            gathered.take_text(text.to_owned())?;
        }
        if numbers.is_empty() { Ok(()) } else { Err(damage()) }
    }
}

/// A chunk as it stands in the file.
struct RawChunk<'a> {
    tag: [u8; 4],
    raw_length: u32,
    stored: &'a [u8],
}

impl<'a> RawChunk<'a> {
    /// The chunk at the front of these bytes.
    fn new(bytes: &'a [u8]) -> Result<Self, Stop> {
        let cut = Stop::Damage("the file ends before its end");
        let number = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
        let (Some(&tag), Some(raw_length), Some(length)) = (bytes.first_chunk(), number(4), number(8))
        else {
            return Err(cut);
        };
        if !tag.iter().all(u8::is_ascii_graphic) {
            return Err(Stop::Damage("a chunk has a name that makes no sense"));
        }
        let end = CHUNK_HEAD.saturating_add(length as usize);
        let (Some(stored), Some(expected)) = (bytes.get(CHUNK_HEAD..end), number(end)) else {
            return Err(cut);
        };
        if crc(&bytes[..end]) != expected {
            return Err(Stop::Damage("a chunk is damaged: its checksum is wrong"));
        }
        Ok(Self {
            tag,
            raw_length,
            stored,
        })
    }

    fn length(&self) -> usize {
        CHUNK_HEAD + self.stored.len() + CHUNK_TAIL
    }
}

/// Reads the header alone.
pub(crate) fn read_header(bytes: &[u8], limits: &Limits) -> Result<crate::Header, ReadError> {
    let Prologue {
        version, header_json, ..
    } = prologue(bytes, limits)?;
    header_json::parse(version, header_json, limits)
}
