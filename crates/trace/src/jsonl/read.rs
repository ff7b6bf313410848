//! Reading a trace from lines of JSON.

use std::collections::HashMap;

use super::line::{First, Kind, Line, Text, Word};
use crate::read::Gathered;
use crate::{
    Chunk, Event, Events, FORMAT_VERSION, Header, Limits, LocationId, ObjectId, Place, ReadError,
    Tables, TextId, Value, header_json, lane, upgrade,
};

/// Lines in what [`Reader`](crate::Reader) calls a block: a few milliseconds.
const BLOCK_LINES: usize = 8_192;

/// How far a `.jsonl` file is read.
#[derive(Debug)]
pub(crate) struct JsonlReader {
    version: u32,
    /// Where the next line begins, and its number from 1.
    pub(crate) offset: usize,
    number: u64,
    /// The first text of each content.
    texts: HashMap<String, u32>,
}

/// Reads the header alone.
pub(crate) fn read_header(bytes: &[u8], limits: &Limits) -> Result<Header, ReadError> {
    Ok(JsonlReader::new(bytes, limits.clone())?.1.header)
}

impl JsonlReader {
    /// Reads the first line.
    pub(crate) fn new(bytes: &[u8], limits: Limits) -> Result<(Self, Gathered), ReadError> {
        let mut reader = Self {
            version: FORMAT_VERSION,
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
        reader.version = first.laneway;
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
        let mut cut_off = None;
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
                    cut_off = Some(format!("the last line is cut off: {message}"));
                }
                read => read?,
            }
            self.pass(line);
        }
        upgrade::events(self.version, events, row);
        gathered.take_events(events, row)?;
        if let Some(what) = cut_off {
            gathered.damage(Place::Line(self.number - 1), &what);
        }
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
        if !bytes.starts_with(b"{") {
            // An array would do as well for serde.
            return Err(self.error("a line is a JSON object".into()));
        }
        let mut line: Line =
            serde_json::from_slice(bytes).map_err(|error| self.error(message(&error)))?;
        let text = line.text.take();
        let chunk = (line.chunk.take(), line.raw_length.take(), line.stored.take());
        match (text, chunk) {
            (Some(Text(text)), (None, None, None)) if line.is_empty() => {
                let number = gathered.texts.len() as u32 + 1;
                self.texts.entry(text.clone().into_owned()).or_insert(number);
                gathered.take_text(text.into_owned())
            }
            (None, (Some(tag), Some(raw_length), Some(stored))) if line.is_empty() => {
                gathered.chunks.push(self.chunk(&tag, raw_length, &stored)?);
                Ok(())
            }
            (None, (None, None, None)) if !line.is_empty() => self.read_event(line, gathered, events),
            _ => Err(self.error(
                "a line is an event, or has `text`, or `chunk`, `raw_length` and `stored`".into(),
            )),
        }
    }

    fn chunk(
        &self,
        Text(tag): &Text<'_>,
        raw_length: u32,
        Text(stored): &Text<'_>,
    ) -> Result<Chunk, ReadError> {
        let tag = <[u8; 4]>::try_from(tag.as_bytes()).ok();
        let tag = tag.filter(|&tag| lane::is_unknown_tag(tag));
        let tag = tag.ok_or_else(|| self.error("no unknown chunk has this name".into()))?;
        let stored = from_hexadecimal(stored)
            .ok_or_else(|| self.error("`stored` is not pairs of hexadecimal digits".into()))?;
        Ok(Chunk {
            tag,
            raw_length,
            stored,
        })
    }

    fn read_event(
        &mut self,
        line: Line<'_>,
        gathered: &mut Gathered,
        events: &mut Events,
    ) -> Result<(), ReadError> {
        let (Some(time_ns), Some(actor), Some(Kind(kind))) = (line.time_ns, line.actor, line.kind)
        else {
            return Err(self.error("an event needs `time_ns`, `actor` and `kind`".into()));
        };
        let value = match line.value {
            None => Value::None,
            Some(Word::Int(number)) => Value::Int(number),
            Some(Word::Text(text)) => self.text(&text, gathered)?,
            Some(Word::TextNumber(text)) => Value::Text(text),
            Some(Word::Actor(actor)) => Value::Actor(actor),
            Some(Word::Other { tag, bits }) => Value::from_bits(tag, bits),
        };
        events.push(Event {
            time_ns,
            actor,
            kind,
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
