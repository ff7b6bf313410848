//! Reading a trace from lines of JSON.

use std::collections::HashMap;

use super::line::{Define, First, Kind, Line, Text, What, Word};
use crate::gathered::Gathered;
use crate::lane::{self, Step};
use crate::{
    Chunk, Closing, Definitions, Event, Events, LocationId, ObjectId, Piece, Position, ReadError,
    TextId, Value, header_json, upgrade,
};

/// Lines that are read at once: a few milliseconds.
const SOME_LINES: usize = 8_192;

/// How far a `.jsonl` file is read.
#[derive(Debug, Default)]
pub(crate) struct JsonlReader {
    /// `None` before the first line.
    version: Option<u32>,
    /// Lines that were read.
    lines: u64,
    /// So many of the bytes that wait have no end of a line in them.
    searched: usize,
    /// The first text of each content.
    texts: HashMap<String, u32>,
    /// What was read and not handed on: rows first, since the events may name them.
    definitions: Definitions,
    events: Events,
    closing: Option<Closing>,
    /// The closing was read.
    is_closed: bool,
    /// What is said of a last line that was cut off.
    cut_off: Option<String>,
}

impl JsonlReader {
    /// Reads a part from the front of these bytes, which are the last ones if `is_all`. Events are appended.
    pub(crate) fn step(
        &mut self,
        bytes: &[u8],
        is_all: bool,
        gathered: &mut Gathered,
        events: &mut Events,
    ) -> Result<Step, ReadError> {
        if let Some(part) = self.hand_on(gathered, events)? {
            return Ok(Step::Read(0, Some(part)));
        }
        let mut read = 0;
        for _ in 0..SOME_LINES {
            let Some((line, is_whole)) = self.line(&bytes[read..], is_all) else {
                break;
            };
            let length = line.len() + usize::from(is_whole);
            self.lines += 1;
            let line_read = match self.version {
                None => {
                    let head = self.first_line(line, is_whole, gathered)?;
                    return Ok(Step::Read(length, Some(head)));
                }
                Some(version) => match line.trim_ascii() {
                    [] => Ok(()),
                    line => self.read_line(version, line, gathered),
                },
            };
            match line_read {
                Err(ReadError::Line { message, .. }) if !is_whole => {
                    self.cut_off = Some(format!("the last line is cut off: {message}"));
                }
                line_read => line_read?,
            }
            read += length;
        }
        match read {
            0 => Ok(Step::Hungry),
            _ => Ok(Step::Read(read, None)),
        }
    }

    /// Takes note that the file is over. What the run's end is, if the file does not say it.
    pub(crate) fn end(&mut self, gathered: &mut Gathered) -> Result<Option<Closing>, ReadError> {
        if self.is_closed {
            return Ok(None);
        }
        let what = self.cut_off.take();
        let what = what.unwrap_or_else(|| "the file ends before its end".into());
        gathered.damage(Position::Line(self.lines), &what);
        Ok(Some(gathered.close_unknown()))
    }

    /// The next part of what was read.
    fn hand_on(
        &mut self,
        gathered: &mut Gathered,
        events: &mut Events,
    ) -> Result<Option<Piece>, ReadError> {
        if self.definitions != Definitions::default() {
            let more = std::mem::take(&mut self.definitions);
            return Ok(Some(Piece::Definitions(more)));
        }
        if !self.events.is_empty() {
            let row = events.len();
            events.append(std::mem::take(&mut self.events));
            upgrade::events(self.version.unwrap_or_default(), events, row);
            gathered.take_events(events, row)?;
            return Ok(Some(Piece::Events(events.len() - row)));
        }
        let Some(closing) = self.closing.take() else {
            return Ok(None);
        };
        if closing.events != gathered.events {
            let what = format!(
                "the closing promises {} events, and there are {}",
                closing.events, gathered.events
            );
            gathered.diagnose(Position::Line(self.lines), &what, "all there are were kept");
        }
        Ok(Some(Piece::Closing(gathered.close(closing))))
    }

    /// The next line without its end, and whether it has one; the last one need not.
    fn line<'a>(&mut self, bytes: &'a [u8], is_all: bool) -> Option<(&'a [u8], bool)> {
        let searched = std::mem::take(&mut self.searched);
        match bytes[searched..].iter().position(|&byte| byte == b'\n') {
            Some(end) => Some((&bytes[..searched + end], true)),
            None if is_all && !bytes.is_empty() => Some((bytes, false)),
            None => {
                self.searched = bytes.len();
                None
            }
        }
    }

    fn first_line(
        &mut self,
        line: &[u8],
        is_whole: bool,
        gathered: &mut Gathered,
    ) -> Result<Piece, ReadError> {
        let first: First = match serde_json::from_slice(line) {
            Ok(first) => first,
            Err(error) if error.is_eof() && !is_whole => {
                return Err(ReadError::Truncated {
                    at: line.len() as u64,
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
        self.version = Some(first.laneway);
        let json = first.header.get().as_bytes();
        let header = header_json::parse_head(first.laneway, json, gathered)?;
        Ok(Piece::Head(Box::new(header)))
    }

    fn read_line(
        &mut self,
        version: u32,
        bytes: &[u8],
        gathered: &mut Gathered,
    ) -> Result<(), ReadError> {
        if !bytes.starts_with(b"{") {
            // An array would do as well for serde.
            return Err(self.error("a line is a JSON object".into()));
        }
        let line: Line = serde_json::from_slice(bytes).map_err(|error| self.error(message(&error)))?;
        let what = line.what();
        if self.is_closed && what.is_some_and(|what| what != What::Chunk) {
            return Err(self.error("it follows the closing, which is the end".into()));
        }
        match (what, line.define, line.closing) {
            (Some(What::Event), ..) => self.read_event(line, gathered),
            (Some(What::Define), Some(row), _) => {
                let values = gathered.count_json(row.get().as_bytes())?;
                let row: Result<Define, _> = serde_json::from_str(row.get());
                let row = row.map_err(|error| self.error(message(&error)))?;
                if row.may_have_unknown_fields() {
                    gathered.keep_values(values);
                }
                self.define(row, gathered)
            }
            (Some(What::Closing), _, Some(closing)) => {
                let closing = closing.get().as_bytes();
                self.closing = Some(header_json::parse_closing(version, closing, gathered)?);
                self.is_closed = true;
                Ok(())
            }
            (Some(What::Chunk), ..) => {
                let chunk = self.chunk(&line)?;
                gathered.chunks.push(chunk);
                Ok(())
            }
            _ => Err(self.error(
                "a line is an event, or has `define`, or `closing`, or `chunk`, `raw_length` and `stored`"
                    .into(),
            )),
        }
    }

    /// Takes the next row of a table.
    fn define(&mut self, row: Define, gathered: &mut Gathered) -> Result<(), ReadError> {
        let mut more = Definitions::default();
        match row {
            Define::ObjectKind(row) => more.vocabulary.objects.push(row),
            Define::EventKind(row) => more.vocabulary.events.push(row),
            Define::Actor(actor) => more.actors.push(actor),
            Define::Object(object) => more.objects.push(object),
            Define::Location(location) => more.locations.push(location),
            Define::Text(text) => {
                let number = gathered.tables.texts as u32 + 1;
                self.texts.entry(text.clone()).or_insert(number);
                more.texts.push(text);
            }
        }
        gathered.define(&mut more)?;
        self.definitions.append(more);
        Ok(())
    }

    fn chunk(&self, line: &Line<'_>) -> Result<Chunk, ReadError> {
        let (Some(Text(tag)), Some(raw_length), Some(Text(stored))) =
            (&line.chunk, line.raw_length, &line.stored)
        else {
            return Err(self.error("a chunk needs `chunk`, `raw_length` and `stored`".into()));
        };
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

    fn read_event(&mut self, line: Line<'_>, gathered: &mut Gathered) -> Result<(), ReadError> {
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
        self.events.push(Event {
            time_ns,
            actor,
            kind,
            object: ObjectId::new(line.object),
            sequence: line.sequence,
            value,
            location: LocationId::new(line.location),
        });
        let row = self.events.len() - 1;
        match gathered.tables.missing(&self.events, row) {
            None => Ok(()),
            Some(missing) => {
                self.events.truncate(row);
                Err(self.error(format!("there is no such thing as {missing}")))
            }
        }
    }

    /// The text with this content: a known one, or else the next of the table.
    fn text(&mut self, text: &str, gathered: &mut Gathered) -> Result<Value, ReadError> {
        let number = match self.texts.get(text) {
            Some(&number) => number,
            None => {
                self.define(Define::Text(text.to_owned()), gathered)?;
                gathered.tables.texts as u32
            }
        };
        Ok(TextId::new(number).map_or(Value::None, Value::Text))
    }

    fn error(&self, message: String) -> ReadError {
        ReadError::Line {
            line: self.lines,
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
