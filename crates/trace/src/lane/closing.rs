//! The closing chunk: what is known of the run when it is over, how much there is, and where each chunk
//! stands.

use super::columns::Wrong;
use super::varint::{self, Numbers};
use crate::gathered::Gathered;
use crate::{Closing, Tables, header_json};

/// A chunk with definitions or events, for who does not want to read all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Where it begins in the file.
    pub(crate) offset: u64,
    /// True if there are definitions in it.
    pub(crate) defines: bool,
    /// How many events are in it.
    pub(crate) rows: u64,
    /// The times of the first and the last of them, if there are some.
    pub(crate) times_ns: (u64, u64),
}

/// The payload of a closing chunk.
pub(super) fn put(closing: &Closing, tables: &Tables, index: &[Entry]) -> serde_json::Result<Vec<u8>> {
    let json = serde_json::to_vec(closing)?;
    let mut out = Vec::new();
    varint::put(&mut out, json.len() as u64);
    out.extend(json);
    for rows in tables.numbers() {
        varint::put(&mut out, rows as u64);
    }
    varint::put(&mut out, index.len() as u64);
    let mut last = Entry::default();
    for entry in index {
        varint::put(&mut out, entry.offset - last.offset);
        varint::put(&mut out, entry.rows << 1 | u64::from(entry.defines));
        if entry.rows > 0 {
            varint::put(&mut out, entry.times_ns.0.wrapping_sub(last.times_ns.1));
            varint::put(&mut out, entry.times_ns.1.wrapping_sub(entry.times_ns.0));
            last.times_ns = entry.times_ns;
        }
        last.offset = entry.offset;
    }
    Ok(out)
}

/// Reads such a payload. What it says, how many rows it says the tables have, and the index.
pub(super) fn take(
    version: u32,
    payload: &[u8],
    gathered: &mut Gathered,
) -> Result<(Closing, Tables, Vec<Entry>), Wrong> {
    let mut numbers = Numbers::new(payload);
    let json = numbers.next().and_then(|length| numbers.take(length));
    let closing = header_json::parse_closing(version, json.ok_or(Wrong::Damage)?, gathered)?;
    let mut rows = [0; Tables::COUNT];
    for rows in &mut rows {
        let number = numbers.next().and_then(|number| usize::try_from(number).ok());
        *rows = number.ok_or(Wrong::Damage)?;
    }
    let index = take_index(&mut numbers).ok_or(Wrong::Damage)?;
    Ok((closing, Tables::from_numbers(rows), index))
}

fn take_index(numbers: &mut Numbers<'_>) -> Option<Vec<Entry>> {
    let count = numbers.next()?;
    // Two bytes at least for each.
    if count > numbers.rest().len() as u64 / 2 {
        return None;
    }
    let mut last = Entry::default();
    let entry = |_| {
        let offset = last.offset.checked_add(numbers.next()?)?;
        let what = numbers.next()?;
        let (rows, defines) = (what >> 1, what & 1 == 1);
        let mut times_ns = last.times_ns;
        if rows > 0 {
            let first = last.times_ns.1.wrapping_add(numbers.next()?);
            times_ns = (first, first.wrapping_add(numbers.next()?));
        }
        last = Entry {
            offset,
            defines,
            rows,
            times_ns,
        };
        Some(last)
    };
    let index = (0..count).map(entry).collect::<Option<_>>()?;
    numbers.is_empty().then_some(index)
}
