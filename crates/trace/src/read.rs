//! Reading a trace from bytes in memory, at once or block by block.

use crate::jsonl::JsonlReader;
use crate::lane::{self, LaneReader};
use crate::tables::{WrongParent, wrong_parents};
use crate::{Chunk, Diagnostic, Events, Header, Limits, Place, ReadError, Trace, jsonl};

/// Reads a trace block by block, so that a page can show how far it is and stay alive meanwhile. Takes
/// `.lane` and `.jsonl` alike, by their content.
///
/// What a damaged file holds before the damage is read, and a diagnostic says so; see [`Reader::finish`].
#[derive(Debug)]
pub struct Reader<B> {
    bytes: B,
    form: Form,
    gathered: Gathered,
}

#[derive(Debug)]
enum Form {
    Lane(Box<LaneReader>),
    Jsonl(JsonlReader),
    /// Everything was read.
    Done,
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
        let content = bytes.as_ref();
        let (form, gathered) = match sniff(content, &limits)? {
            Sniffed::Lane => {
                let (reader, gathered) = LaneReader::new(content, limits)?;
                (Form::Lane(Box::new(reader)), gathered)
            }
            Sniffed::Jsonl => {
                let (reader, gathered) = JsonlReader::new(content, limits)?;
                (Form::Jsonl(reader), gathered)
            }
        };
        Ok(Self {
            bytes,
            form,
            gathered,
        })
    }

    /// The header. `events` is what the file promises; [`Reader::finish`] has how many there were.
    pub fn header(&self) -> &Header {
        &self.gathered.header
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let bytes_total = self.bytes.as_ref().len() as u64;
        let bytes = match &self.form {
            Form::Lane(reader) => reader.offset as u64,
            Form::Jsonl(reader) => reader.offset as u64,
            Form::Done => bytes_total,
        };
        Progress {
            bytes,
            bytes_total,
            events: self.gathered.events,
        }
    }

    /// Appends the next block of events, at most 65,536 of them, and says how many; `None` when there are
    /// no more.
    pub fn next_block(&mut self, events: &mut Events) -> Result<Option<usize>, ReadError> {
        let bytes = self.bytes.as_ref();
        let block = match &mut self.form {
            Form::Lane(reader) => reader.next_block(bytes, &mut self.gathered, events)?,
            Form::Jsonl(reader) => reader.next_block(bytes, &mut self.gathered, events)?,
            Form::Done => None,
        };
        if block.is_none() {
            self.form = Form::Done;
        }
        Ok(block)
    }

    /// Everything but the events. Called before the last block, it counts those that were read.
    pub fn finish(self) -> Rest {
        self.gathered.finish(matches!(self.form, Form::Done))
    }
}

/// Reads a whole trace, `.lane` or `.jsonl` by its content. What a damaged `.lane` holds before the damage
/// is kept, and a diagnostic says so; of a `.jsonl`, which people edit, only a last line that is cut off is
/// left out, and any other wrong line is an error that names it.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<(Trace, Vec<Diagnostic>), ReadError> {
    let mut reader = Reader::new(bytes, limits.clone())?;
    let mut events = Events::default();
    // The promise is believed as far as the file could hold it: no event takes less than a byte, nearly.
    events.reserve(reader.header().events.min(bytes.len() as u64) as usize);
    while reader.next_block(&mut events)?.is_some() {}
    let Rest {
        header,
        texts,
        chunks,
        diagnostics,
    } = reader.finish();
    Ok((
        Trace {
            header,
            texts,
            events,
            chunks,
        },
        diagnostics,
    ))
}

/// Reads the header alone: none of the events is touched. Its `events` is what the file promises.
pub fn read_header(bytes: &[u8], limits: &Limits) -> Result<Header, ReadError> {
    let mut header = match sniff(bytes, limits)? {
        Sniffed::Lane => lane::read_header(bytes, limits)?,
        Sniffed::Jsonl => jsonl::read_header(bytes, limits)?,
    };
    take_out_wrong_parents(&mut header);
    Ok(header)
}

enum Sniffed {
    Lane,
    Jsonl,
}

/// What kind of file these bytes are.
fn sniff(bytes: &[u8], limits: &Limits) -> Result<Sniffed, ReadError> {
    ReadError::check("bytes", bytes.len() as u64, limits.file_bytes)?;
    let foreign = |what: &str| Err(ReadError::Foreign(what.into()));
    match bytes {
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

/// What is read of a file beside its events, whatever its form.
#[derive(Debug)]
pub(crate) struct Gathered {
    pub(crate) limits: Limits,
    pub(crate) header: Header,
    pub(crate) texts: Vec<String>,
    text_bytes: u64,
    pub(crate) chunks: Vec<Chunk>,
    diagnostics: Vec<Diagnostic>,
    /// Something after the header could not be read.
    is_damaged: bool,
    /// Events read so far.
    pub(crate) events: u64,
    last_ns: u64,
    /// Events whose time was before that of the one before, and the first of them.
    fallen: u64,
    first_fallen: u64,
}

impl Gathered {
    pub(crate) fn new(header: Header, limits: Limits) -> Self {
        let mut gathered = Self {
            limits,
            header,
            texts: Vec::new(),
            text_bytes: 0,
            chunks: Vec::new(),
            diagnostics: Vec::new(),
            is_damaged: false,
            events: 0,
            last_ns: 0,
            fallen: 0,
            first_fallen: 0,
        };
        if let Some((what, count)) = take_out_wrong_parents(&mut gathered.header) {
            let kept = match count {
                1 => "it was taken to have none".to_owned(),
                _ => format!("it and {} more were taken to have none", count - 1),
            };
            gathered.diagnose(Place::Header, &what, &kept);
        }
        gathered
    }

    pub(crate) fn diagnose(&mut self, place: Place, what: &str, kept: &str) {
        self.diagnostics.push(Diagnostic {
            what: what.into(),
            place,
            kept: kept.into(),
        });
    }

    /// Takes note that something cannot be read, and no event after it is.
    pub(crate) fn damage(&mut self, place: Place, what: &str) {
        let kept = format!("{} of {} events were kept", self.events, self.header.events);
        self.diagnose(place, what, &kept);
        self.is_damaged = true;
    }

    /// Takes a text, the next of its table.
    pub(crate) fn take_text(&mut self, text: String) -> Result<(), ReadError> {
        self.text_bytes += text.len() as u64;
        ReadError::check("texts", self.texts.len() as u64 + 1, self.limits.texts)?;
        ReadError::check("bytes of texts", self.text_bytes, self.limits.text_bytes)?;
        self.texts.push(text);
        Ok(())
    }

    /// Takes note of the events from this row on, and sees to it that their times never fall.
    pub(crate) fn take_events(&mut self, events: &mut Events, row: usize) -> Result<(), ReadError> {
        for (offset, time_ns) in events.time_ns[row..].iter_mut().enumerate() {
            if *time_ns < self.last_ns {
                if self.fallen == 0 {
                    self.first_fallen = self.events + offset as u64;
                }
                self.fallen += 1;
                *time_ns = self.last_ns;
            }
            self.last_ns = *time_ns;
        }
        self.events += (events.len() - row) as u64;
        ReadError::check("events", self.events, self.limits.events)
    }

    fn finish(mut self, is_done: bool) -> Rest {
        if self.fallen > 0 {
            let what = format!("{} events are earlier than the event before them", self.fallen);
            self.diagnose(
                Place::Event(self.first_fallen),
                &what,
                "they were moved to its time",
            );
            self.header.times_corrected = self.header.times_corrected.saturating_add(self.fallen);
        }
        if is_done && self.header.events != self.events && !self.is_damaged {
            let what = format!(
                "the header promises {} events, and there are {}",
                self.header.events, self.events
            );
            self.diagnose(Place::Header, &what, "all there are were kept");
        }
        self.header.events = self.events;
        Rest {
            header: self.header,
            texts: self.texts,
            chunks: self.chunks,
            diagnostics: self.diagnostics,
        }
    }
}

/// Takes wrong parents out of a header; says what was wrong with the first one, and how many they were.
fn take_out_wrong_parents(header: &mut Header) -> Option<(String, usize)> {
    let wrong = wrong_parents(header);
    let first = wrong.first()?.describe(header);
    for row in &wrong {
        match *row {
            WrongParent::Actor(row) => header.actors[row].parent = None,
            WrongParent::Object(row) => header.objects[row].parent = None,
        }
    }
    Some((first, wrong.len()))
}
