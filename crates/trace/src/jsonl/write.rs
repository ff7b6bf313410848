//! Writing a trace as lines of JSON.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

use serde_json::value::RawValue;

use super::line::{First, Kind, Line, Row, Text, Word};
use crate::write::check;
use crate::{Closing, FORMAT_VERSION, LocationId, ObjectId, TextId, Trace, Value};

/// Writes a trace as lines of JSON: the head first, then a line for each row of the tables and each event,
/// and last the closing. Pass a buffered writer.
///
/// Its errors are those of [`write`](crate::write).
pub fn to_jsonl(trace: &Trace, out: &mut impl io::Write) -> io::Result<()> {
    check(trace)?;
    let header = raw(&trace.header)?;
    put(
        out,
        &First {
            laneway: FORMAT_VERSION,
            header: &header,
        },
    )?;
    for row in &trace.header.vocabulary.objects {
        define(&Row::ObjectKind(row), out)?;
    }
    for row in &trace.header.vocabulary.events {
        define(&Row::EventKind(row), out)?;
    }
    for actor in &trace.header.actors {
        define(&Row::Actor(actor), out)?;
    }
    for object in &trace.header.objects {
        define(&Row::Object(object), out)?;
    }
    for location in &trace.header.locations {
        define(&Row::Location(location), out)?;
    }
    let mut texts = Texts {
        texts: &trace.texts,
        written: 0,
        first: HashMap::new(),
    };
    for event in trace.events.iter() {
        let value = match event.value {
            Value::None => None,
            Value::Int(number) => Some(Word::Int(number)),
            Value::Text(text) => Some(texts.word(text, out)?),
            Value::Actor(actor) => Some(Word::Actor(actor)),
            Value::Other { tag, bits } => Some(Word::Other { tag, bits }),
        };
        let line = Line {
            time_ns: Some(event.time_ns),
            actor: Some(event.actor),
            kind: Some(Kind(event.kind)),
            object: event.object.map_or(0, ObjectId::number),
            sequence: event.sequence,
            value,
            location: event.location.map_or(0, LocationId::number),
            ..Line::default()
        };
        put(out, &line)?;
    }
    texts.define_up_to(trace.texts.len(), out)?;
    for chunk in &trace.chunks {
        let line = Line {
            chunk: Some(Text(String::from_utf8_lossy(&chunk.tag))),
            raw_length: Some(chunk.raw_length),
            stored: Some(Text(hexadecimal(&chunk.stored).into())),
            ..Line::default()
        };
        put(out, &line)?;
    }
    let closing = raw(&Closing {
        events: trace.events.len() as u64,
        ..trace.header.closing()
    })?;
    let line = Line {
        closing: Some(&closing),
        ..Line::default()
    };
    put(out, &line)
}

fn raw(thing: &impl serde::Serialize) -> serde_json::Result<Box<RawValue>> {
    RawValue::from_string(serde_json::to_string(thing)?)
}

/// Writes a line for the next row of a table.
fn define(row: &Row<'_>, out: &mut impl io::Write) -> io::Result<()> {
    let row = raw(row)?;
    let line = Line {
        define: Some(&row),
        ..Line::default()
    };
    put(out, &line)
}

fn put(out: &mut impl io::Write, line: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let digits = |byte: &u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    bytes.iter().flat_map(digits).map(char::from).collect()
}

/// The table of texts while it is written. A reader numbers texts in the order in which it meets them.
struct Texts<'a> {
    texts: &'a [String],
    /// How many the reader has met.
    written: usize,
    /// The first row of each content among those.
    first: HashMap<&'a str, usize>,
}

impl<'a> Texts<'a> {
    /// How to name this text so that a reader finds the same one: by its content where that is enough.
    /// Writes lines for texts that must be met before it.
    fn word(&mut self, id: TextId, out: &mut impl io::Write) -> io::Result<Word<'a>> {
        let row = id.index();
        self.define_up_to(row, out)?;
        let text = self.texts[row].as_str();
        let is_next = self.written == row;
        if is_next && !self.first.contains_key(text) {
            self.first.insert(text, row);
            self.written += 1;
        } else if is_next {
            self.define_up_to(row + 1, out)?;
        }
        Ok(if self.first.get(text) == Some(&row) {
            Word::Text(Cow::Borrowed(text))
        } else {
            Word::TextNumber(id)
        })
    }

    /// Writes a line for each text before this row that the reader has not met.
    fn define_up_to(&mut self, row: usize, out: &mut impl io::Write) -> io::Result<()> {
        while self.written < row {
            let text = self.texts[self.written].as_str();
            define(&Row::Text(text), out)?;
            self.first.entry(text).or_insert(self.written);
            self.written += 1;
        }
        Ok(())
    }
}
