//! Reading a trace from lines of JSON.

use std::collections::HashMap;

use super::line::{First, Line, Text, Word};
use crate::read::Gathered;
use crate::{
    ActorId, Chunk, Diagnostic, Event, Events, FORMAT_VERSION, Header, Limits, LocationId, ObjectId,
    Place, ReadError, Tables, TextId, Trace, Value, header_json, upgrade,
};

/// Lines in what [`Reader`](crate::Reader) calls a block: a few milliseconds.
const BLOCK_LINES: usize = 8_192;

/// How far a `.jsonl` file is read.
#[derive(Debug)]
pub(crate) struct JsonlReader {
    /// Where the next line begins, and its number from 1.
    pub(crate) offset: usize,
    number: u64,
    /// The first text of each content.
    texts: HashMap<String, u32>,
}

/// Reads what [`to_jsonl`](crate::to_jsonl) wrote. An error names the line; only a last line that is cut
/// off is left out, and a diagnostic says so.
pub fn from_jsonl(bytes: &[u8], limits: &Limits) -> Result<(Trace, Vec<Diagnostic>), ReadError> {
    crate::read(bytes, limits)
}

/// Reads the header alone.
pub(crate) fn read_header(bytes: &[u8], limits: &Limits) -> Result<Header, ReadError> {
    Ok(JsonlReader::new(bytes, limits.clone())?.1.header)
}

impl JsonlReader {
    /// Reads the first line.
    pub(crate) fn new(bytes: &[u8], limits: Limits) -> Result<(Self, Gathered), ReadError> {
        let mut reader = Self {
            offset: 0,
            number: 1,
            texts: HashMap::new(),
        };
        let (line, is_whole) = reader.line(bytes).unwrap_or_default();
        header_json::check_size(line, &limits)?;
        let first: First = match serde_json::from_slice(line) {
            Ok(first) => first,
            Err(error) if error.is_eof() && !is_whole => {
                return Err(ReadError::Truncated {
                    at: bytes.len() as u64,
                });
            }
            Err(error) => {
                return Err(ReadError::Foreign(format!(
                    "its first line is not the header of a .jsonl trace: {}",
                    message(&error)
                )));
            }
        };
        upgrade::check_version(first.laneway)?;
        if first.laneway < FORMAT_VERSION {
            // The lines of version 1 are the first ones that there were.
            return Err(ReadError::Foreign(format!(
                "there is no .jsonl of version {}",
                first.laneway
            )));
        }
        let header = header_json::parse(first.laneway, first.header.get().as_bytes(), &limits)?;
        reader.pass(line);
        Ok((reader, Gathered::new(header, limits)))
    }

    /// Reads some lines.
    pub(crate) fn next_block(
        &mut self,
        bytes: &[u8],
        gathered: &mut Gathered,
        events: &mut Events,
    ) -> Result<Option<usize>, ReadError> {
        let row = events.len();
        for _ in 0..BLOCK_LINES {
            let Some((line, is_whole)) = self.line(bytes) else {
                break;
            };
            let read = match line.trim_ascii() {
                [] => Ok(()),
                line => self.read_line(line, gathered, events),
            };
            match read {
                Err(ReadError::Line { message, .. }) if !is_whole => {
                    let what = format!("the last line is cut off ({message})");
                    gathered.diagnose(Place::Line(self.number), &what, "everything before it was kept");
                }
                read => read?,
            }
            self.pass(line);
        }
        gathered.take_events(events, row)?;
        let is_over = self.offset >= bytes.len() && events.len() == row;
        Ok((!is_over).then_some(events.len() - row))
    }

    /// The next line without its end, and whether it has one.
    fn line<'a>(&self, bytes: &'a [u8]) -> Option<(&'a [u8], bool)> {
        let rest = bytes.get(self.offset..).filter(|rest| !rest.is_empty())?;
        Some(match rest.iter().position(|&byte| byte == b'\n') {
            Some(end) => (&rest[..end], true),
            None => (rest, false),
        })
    }

    /// Goes past a line and its end.
    fn pass(&mut self, line: &[u8]) {
        self.offset += line.len() + 1;
        self.number += 1;
    }

    fn read_line(
        &mut self,
        bytes: &[u8],
        gathered: &mut Gathered,
        events: &mut Events,
    ) -> Result<(), ReadError> {
        let line: Line = serde_json::from_slice(bytes).map_err(|error| self.error(message(&error)))?;
        match line {
            Line {
                text: Some(Text(text)),
                time_ns: None,
                chunk: None,
                ..
            } => {
                let number = gathered.texts.len() as u32 + 1;
                self.texts.entry(text.clone().into_owned()).or_insert(number);
                gathered.take_text(text.into_owned())
            }
            Line {
                chunk: Some(Text(tag)),
                text: None,
                time_ns: None,
                ..
            } => {
                let stored = line
                    .stored
                    .as_ref()
                    .and_then(|Text(digits)| from_hexadecimal(digits));
                let tag = <[u8; 4]>::try_from(tag.as_bytes()).ok();
                let tag = tag.filter(|tag| tag.iter().all(u8::is_ascii_graphic));
                let (Some(tag), Some(raw_length), Some(stored)) = (tag, line.raw_length, stored) else {
                    let needs =
                        "a chunk needs four characters, its `raw_length`, and `stored` in hexadecimal";
                    return Err(self.error(needs.into()));
                };
                gathered.chunks.push(Chunk {
                    tag,
                    raw_length,
                    stored,
                });
                Ok(())
            }
            Line {
                time_ns: Some(time_ns),
                text: None,
                chunk: None,
                ..
            } => self.read_event(line, time_ns, gathered, events),
            _ => Err(self.error("a line has either `time_ns`, or `text`, or `chunk`".into())),
        }
    }

    fn read_event(
        &mut self,
        line: Line<'_>,
        time_ns: u64,
        gathered: &mut Gathered,
        events: &mut Events,
    ) -> Result<(), ReadError> {
        let (Some(actor), Some(kind)) = (line.actor.and_then(ActorId::new), line.kind) else {
            return Err(self.error("an event needs an `actor`, from 1, and a `kind`".into()));
        };
        let value = match line.value {
            None => Value::None,
            Some(Word::Int(number)) => Value::Int(number),
            Some(Word::Text(text)) => self.text(&text, gathered)?,
            Some(Word::TextNumber(number)) => Value::from_bits(Value::TEXT, i64::from(number)),
            Some(Word::Actor(number)) => Value::from_bits(Value::ACTOR, i64::from(number)),
            Some(Word::Other { tag, bits }) => Value::from_bits(tag, bits),
        };
        ReadError::check(
            "events",
            gathered.events + events.len() as u64 + 1,
            gathered.limits.events,
        )?;
        events.push(Event {
            time_ns,
            actor,
            kind: kind.0,
            object: ObjectId::new(line.object),
            sequence: line.sequence,
            value,
            location: LocationId::new(line.location),
        });
        let tables = Tables::new(&gathered.header, gathered.texts.len());
        match tables.missing(events, events.len() - 1) {
            None => Ok(()),
            Some(missing) => {
                events.truncate(events.len() - 1);
                Err(self.error(format!("there is no such thing as {missing}")))
            }
        }
    }

    /// The text with this content: a known one, or else the next of the table.
    fn text(&mut self, text: &str, gathered: &mut Gathered) -> Result<Value, ReadError> {
        let number = match self.texts.get(text) {
            Some(&number) => number,
            None => {
                gathered.take_text(text.to_owned())?;
                let number = gathered.texts.len() as u32;
                self.texts.insert(text.to_owned(), number);
                number
            }
        };
        Ok(TextId::new(number).map_or(Value::None, Value::Text))
    }

    fn error(&self, message: String) -> ReadError {
        ReadError::Line {
            line: self.number,
            message,
        }
    }
}

/// What serde says, without the line, which is always its first.
fn message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at line 1 column ") {
        Some((message, column)) => format!("{message}, at column {column}"),
        None => message,
    }
}

fn from_hexadecimal(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = |pair: &[u8]| match *pair {
        [high, low] => u8::try_from(digit(high)? << 4 | digit(low)?).ok(),
        _ => None,
    };
    pairs.map(byte).collect()
}
