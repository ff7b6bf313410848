//! Rows of the tables as bytes: a chunk for some rows of one table, a column for each field.

use super::columns::{Columns, Wrong, from_word, put_fields, put_steps, put_texts, put_words, word};
use super::varint;
use crate::gathered::Gathered;
use crate::{Actor, ActorId, Location, Object, ObjectId};

/// A bit of an actor's flags.
const DAEMON: u8 = 1;
/// Bits of an object's flags.
const SHARED: u8 = 1;
const HAS_CAPACITY: u8 = 2;

/// The payload of a chunk of actors.
pub(super) fn put_actors(rows: &[Actor]) -> Vec<u8> {
    let mut out = Vec::new();
    varint::put(&mut out, rows.len() as u64);
    let kinds: Vec<String> = rows.iter().map(|row| word(&row.kind)).collect();
    put_words(&mut out, kinds.iter().map(String::as_str));
    put_texts(&mut out, rows.iter().map(|row| row.name.as_str()));
    put_steps(
        &mut out,
        rows.iter().map(|row| row.parent.map_or(0, ActorId::number)),
    );
    put_steps(&mut out, rows.iter().map(|row| row.pid));
    put_steps(&mut out, rows.iter().map(|row| row.tid));
    out.extend(rows.iter().map(|row| if row.daemon { DAEMON } else { 0 }));
    let method = |row: &Actor| row.start_method.as_ref().map(word).unwrap_or_default();
    let methods: Vec<String> = rows.iter().map(method).collect();
    put_words(&mut out, methods.iter().map(String::as_str));
    put_fields(&mut out, rows.iter().map(|row| &row.extra));
    out
}

/// Reads such a payload.
pub(super) fn take_actors(payload: &[u8], gathered: &mut Gathered) -> Result<Vec<Actor>, Wrong> {
    let mut columns = Columns::new(payload, gathered, Gathered::check_actors)?;
    let kinds = columns.words(from_word)?;
    let names = columns.texts()?;
    let parents = columns.steps()?;
    let pids = columns.steps()?;
    let tids = columns.steps()?;
    let flags = columns.flags(DAEMON)?;
    let methods = columns.words(|word| match word {
        "" => Some(None),
        word => from_word(word).map(Some),
    })?;
    let fields = columns.fields()?;
    let row = |(row, (kind, start_method)): (usize, _)| Actor {
        kind,
        name: names[row].to_owned(),
        parent: ActorId::new(parents[row]),
        pid: pids[row],
        tid: tids[row],
        daemon: flags[row] & DAEMON != 0,
        start_method,
        ..Actor::default()
    };
    let mut rows: Vec<Actor> = kinds.into_iter().zip(methods).enumerate().map(row).collect();
    for (row, fields) in fields {
        rows[row].extra = fields;
    }
    Ok(rows)
}

/// The payload of a chunk of objects.
pub(super) fn put_objects(rows: &[Object]) -> Vec<u8> {
    let mut out = Vec::new();
    varint::put(&mut out, rows.len() as u64);
    let kinds: Vec<String> = rows.iter().map(|row| word(&row.kind)).collect();
    put_words(&mut out, kinds.iter().map(String::as_str));
    put_texts(&mut out, rows.iter().map(|row| row.name.as_str()));
    put_steps(
        &mut out,
        rows.iter().map(|row| row.parent.map_or(0, ObjectId::number)),
    );
    out.extend(rows.iter().map(|row| {
        let shared = if row.shared { SHARED } else { 0 };
        shared | row.capacity.map_or(0, |_| HAS_CAPACITY)
    }));
    for capacity in rows.iter().filter_map(|row| row.capacity) {
        varint::put(&mut out, capacity);
    }
    put_fields(&mut out, rows.iter().map(|row| &row.extra));
    out
}

/// Reads such a payload.
pub(super) fn take_objects(payload: &[u8], gathered: &mut Gathered) -> Result<Vec<Object>, Wrong> {
    let mut columns = Columns::new(payload, gathered, Gathered::check_objects)?;
    let kinds = columns.words(from_word)?;
    let names = columns.texts()?;
    let parents = columns.steps()?;
    let flags = columns.flags(SHARED | HAS_CAPACITY)?;
    let mut rows = Vec::with_capacity(kinds.len());
    for (row, kind) in kinds.into_iter().enumerate() {
        let capacity = match flags[row] & HAS_CAPACITY {
            0 => None,
            _ => Some(columns.number()?),
        };
        rows.push(Object {
            kind,
            name: names[row].to_owned(),
            parent: ObjectId::new(parents[row]),
            capacity,
            shared: flags[row] & SHARED != 0,
            ..Object::default()
        });
    }
    for (row, fields) in columns.fields()? {
        rows[row].extra = fields;
    }
    Ok(rows)
}

/// The payload of a chunk of locations.
pub(super) fn put_locations(rows: &[Location]) -> Vec<u8> {
    let mut out = Vec::new();
    varint::put(&mut out, rows.len() as u64);
    put_words(&mut out, rows.iter().map(|row| row.file.as_str()));
    put_steps(&mut out, rows.iter().map(|row| row.line));
    for row in rows {
        varint::put(&mut out, u64::from(row.column));
    }
    out
}

/// Reads such a payload.
pub(super) fn take_locations(payload: &[u8], gathered: &mut Gathered) -> Result<Vec<Location>, Wrong> {
    let mut columns = Columns::new(payload, gathered, Gathered::check_locations)?;
    let files = columns.words(|file| Some(file.to_owned()))?;
    let lines = columns.steps()?;
    let mut rows = Vec::with_capacity(lines.len());
    for (file, line) in files.into_iter().zip(lines) {
        let column = columns.number_u32()?;
        rows.push(Location { file, line, column });
    }
    columns.end()?;
    Ok(rows)
}

/// The payload of a chunk of texts.
pub(super) fn put_text_rows(rows: &[String]) -> Vec<u8> {
    let mut out = Vec::new();
    varint::put(&mut out, rows.len() as u64);
    put_texts(&mut out, rows.iter().map(String::as_str));
    out
}

/// Reads such a payload.
pub(super) fn take_text_rows(payload: &[u8], gathered: &mut Gathered) -> Result<Vec<String>, Wrong> {
    let mut columns = Columns::new(payload, gathered, Gathered::check_texts)?;
    let texts = columns.texts()?;
    columns.end()?;
    Ok(texts.into_iter().map(str::to_owned).collect())
}
