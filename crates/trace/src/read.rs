//! Reading a trace: as its bytes come, or at once.

use std::ops::RangeInclusive;

use crate::gathered::Gathered;
use crate::jsonl::JsonlReader;
use crate::lane::{self, LaneReader, Step};
use crate::{Chunk, Closing, Definitions, Diagnostic, Events, Header, Limits, ReadError, Trace};

/// Reads a trace as its bytes come, `.lane` and `.jsonl` alike, by their content.
///
/// What a damaged file holds before the damage is read, and a diagnostic says so; see [`Reader::finish`].
///
/// ```
/// use laneway_trace::{Events, Limits, Piece, Reader};
/// # let pieces: [&[u8]; 1] = [b"{\"laneway\":1,\"header\":{}}\n"];
/// let mut reader = Reader::new(Limits::default());
/// let mut events = Events::default();
/// for piece in pieces {
///     reader.feed(piece)?;
///     while let Some(part) = reader.next_piece(&mut events)? {
///         // Show it.
///     }
/// }
/// reader.end();
/// while let Some(part) = reader.next_piece(&mut events)? {
///     // The last one is how the run ended.
/// }
/// let diagnostics = reader.finish().diagnostics;
/// # Ok::<(), laneway_trace::ReadError>(())
/// ```
#[derive(Debug)]
pub struct Reader {
    /// Bytes that came and were not read.
    bytes: Vec<u8>,
    /// How many of them were read after all.
    read: usize,
    /// How many bytes came.
    fed: u64,
    has_ended: bool,
    is_over: bool,
    without_events: bool,
    form: Form,
    gathered: Gathered,
}

#[derive(Debug)]
enum Form {
    /// Too little came to tell.
    Unknown,
    Lane(Box<LaneReader>),
    Jsonl(Box<JsonlReader>),
}

/// What a [`Reader`] reads, in this order: the head; definitions and events, those first that are named;
/// the closing, once and last.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// What is known of the run when it starts. The tables are empty.
    Head(Box<Header>),
    /// Rows to append to the tables.
    Definitions(Definitions),
    /// So many events were appended, at most 65,536.
    Events(usize),
    /// What is known of the run when it is over. A file without its end does not say it: then the ending
    /// is [unknown](crate::Ending::unknown).
    Closing(Closing),
}

/// What a [`Reader`] leaves when it is done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rest {
    /// What this version does not know.
    pub chunks: Vec<Chunk>,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reader {
    /// A reader that has read nothing.
    pub fn new(limits: Limits) -> Self {
        Self {
            bytes: Vec::new(),
            read: 0,
            fed: 0,
            has_ended: false,
            is_over: false,
            without_events: false,
            form: Form::Unknown,
            gathered: Gathered::new(limits),
        }
    }

    /// One that passes over the events of a `.lane` file without looking at them.
    fn without_events(limits: Limits) -> Self {
        Self {
            without_events: true,
            ..Self::new(limits)
        }
    }

    /// Takes more bytes of the file.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        self.fed += bytes.len() as u64;
        ReadError::check("bytes", self.fed, self.gathered.limits.file_bytes)?;
        self.bytes.drain(..self.read);
        self.read = 0;
        self.bytes.extend(bytes);
        Ok(())
    }

    /// Takes note that no more bytes come.
    pub fn end(&mut self) {
        self.has_ended = true;
    }

    /// Reads the next part; events are appended. `None` if more bytes are needed or, after [`Self::end`],
    /// if that was all.
    pub fn next_piece(&mut self, events: &mut Events) -> Result<Option<Piece>, ReadError> {
        loop {
            let bytes = &self.bytes[self.read..];
            let step = match &mut self.form {
                Form::Unknown => match sniff(bytes, self.has_ended)? {
                    Sniffed::Hungry => return Ok(None),
                    Sniffed::Lane => {
                        self.form = Form::Lane(Box::new(LaneReader::new(self.without_events)));
                        continue;
                    }
                    Sniffed::Jsonl => {
                        self.form = Form::Jsonl(Box::default());
                        continue;
                    }
                },
                Form::Lane(reader) => reader.step(bytes, &mut self.gathered, events)?,
                Form::Jsonl(reader) => reader.step(bytes, self.has_ended, &mut self.gathered, events)?,
            };
            match step {
                Step::Read(count, part) => {
                    self.read += count;
                    if part.is_some() {
                        return Ok(part);
                    }
                }
                Step::Hungry if self.has_ended && !self.is_over => {
                    if let Form::Lane(reader) = &mut self.form {
                        if reader.unpack_cut(bytes) {
                            continue;
                        }
                    }
                    self.is_over = true;
                    let closing = match &mut self.form {
                        Form::Lane(reader) => reader.end(bytes, &mut self.gathered)?,
                        Form::Jsonl(reader) => reader.end(&mut self.gathered)?,
                        Form::Unknown => None,
                    };
                    return Ok(closing.map(Piece::Closing));
                }
                Step::Hungry => return Ok(None),
            }
        }
    }

    /// How many events it has read.
    pub fn events(&self) -> u64 {
        self.gathered.events
    }

    /// What else was in the file, and what was wrong with it.
    pub fn finish(self) -> Rest {
        Rest {
            chunks: self.gathered.chunks,
            diagnostics: self.gathered.diagnostics,
        }
    }
}

/// Bytes that are read at a time, so that a reader does not hold the whole file a second time.
const PIECE_BYTES: usize = 1 << 16;

/// Reads a whole trace, `.lane` or `.jsonl` by its content. What a damaged `.lane` holds before the damage
/// is kept, and a diagnostic says so; of a `.jsonl`, which people edit, only a last line that is cut off is
/// left out, and any other wrong line is an error that names it.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<(Trace, Vec<Diagnostic>), ReadError> {
    read_with(Reader::new(limits.clone()), bytes)
}

/// Reads everything but the events, which are not touched in a `.lane` file. Its `events` is what the file
/// says, 0 if it has no end.
pub fn read_header(bytes: &[u8], limits: &Limits) -> Result<Header, ReadError> {
    let (trace, _) = read_with(Reader::without_events(limits.clone()), bytes)?;
    Ok(trace.header)
}

/// A part of a trace: everything but the events, and some of those.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Excerpt {
    /// The trace with some of its events.
    pub trace: Trace,
    /// Which row of the whole trace the first of them is.
    pub first_row: u64,
}

/// Reads everything but the events, and of the events all with times in this range and some more around
/// them, without touching the others. `None` if that cannot be, because the file has no index: it is small,
/// or has no end, or is a `.jsonl`; or because its index is not true. Then [`read`] reads it, and says what
/// is wrong.
pub fn read_between(
    bytes: &[u8],
    times_ns: &RangeInclusive<u64>,
    limits: &Limits,
) -> Result<Option<Excerpt>, ReadError> {
    ReadError::check("bytes", bytes.len() as u64, limits.file_bytes)?;
    match sniff(bytes, true)? {
        Sniffed::Lane => lane::excerpt(bytes, times_ns, limits),
        Sniffed::Jsonl | Sniffed::Hungry => Ok(None),
    }
}

fn read_with(mut reader: Reader, bytes: &[u8]) -> Result<(Trace, Vec<Diagnostic>), ReadError> {
    ReadError::check("bytes", bytes.len() as u64, reader.gathered.limits.file_bytes)?;
    let mut trace = Trace::default();
    for piece in bytes.chunks(PIECE_BYTES) {
        reader.feed(piece)?;
        trace.take(&mut reader)?;
    }
    trace.finish(reader)
}

impl Trace {
    /// Takes everything that the reader can read of what it was fed.
    pub fn take(&mut self, reader: &mut Reader) -> Result<(), ReadError> {
        while let Some(part) = reader.next_piece(&mut self.events)? {
            match part {
                Piece::Head(header) => self.header = *header,
                Piece::Definitions(more) => self.define(more),
                Piece::Events(_) => {}
                Piece::Closing(closing) => self.header.close(closing),
            }
        }
        Ok(())
    }

    /// Takes the rest, when the reader was fed everything; and what was wrong with the file.
    pub fn finish(mut self, mut reader: Reader) -> Result<(Self, Vec<Diagnostic>), ReadError> {
        reader.end();
        self.take(&mut reader)?;
        self.header.events = reader.events();
        let Rest { chunks, diagnostics } = reader.finish();
        self.chunks = chunks;
        Ok((self, diagnostics))
    }
}

enum Sniffed {
    /// More bytes are needed to tell.
    Hungry,
    Lane,
    Jsonl,
}

/// What kind of file begins with these bytes, and perhaps ends with them.
fn sniff(bytes: &[u8], is_all: bool) -> Result<Sniffed, ReadError> {
    /// The longest of the beginnings that are told apart.
    const ENOUGH: usize = lane::MAGIC.len();
    let foreign = |what: &str| Err(ReadError::Foreign(what.into()));
    match bytes {
        _ if !is_all && bytes.trim_ascii_start().len() < ENOUGH => Ok(Sniffed::Hungry),
        [] => foreign("it is empty"),
        _ if bytes.starts_with(&lane::MAGIC) => Ok(Sniffed::Lane),
        _ if lane::MAGIC.starts_with(bytes) => Err(ReadError::Truncated {
            at: bytes.len() as u64,
        }),
        // With its line ends changed, cut to seven bits, or read as text in Latin-1 or UTF-8.
        [0x89 | 0x09, b'L', b'A', b'N', b'E', ..]
        | [0xc2, 0x89, b'L', b'A', b'N', b'E', ..]
        | [0xef, 0xbf, 0xbd, b'L', b'A', b'N', b'E', ..]
        | [b'L', b'A', b'N', b'E', b'\r' | b'\n', ..] => foreign(
            "it was one, but it was changed on the way as if it were text; copy it again as a binary file",
        ),
        [0x1f, 0x8b, ..] => foreign("it is packed with gzip; unpack it first"),
        [b'P', b'K', 3, 4, ..] => foreign("it is a zip archive; unpack it first"),
        [0xef, 0xbb, 0xbf, ..] | [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            foreign("it begins with a byte order mark; save it as UTF-8 without one")
        }
        _ if bytes.trim_ascii_start().starts_with(b"{") => Ok(Sniffed::Jsonl),
        _ => foreign("it begins neither like a .lane nor like a .jsonl file"),
    }
}
