//! Columns of a table: one field of all its rows, one row after the other.

use std::collections::HashMap;

use serde::Serialize;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer as _};
use serde_json::{Map, Value as Json};

use super::varint::{self, Numbers, unzigzag, zigzag};
use crate::ReadError;
use crate::gathered::Gathered;

/// Why rows cannot be read.
#[derive(Debug)]
pub(super) enum Wrong {
    /// They ask for more than the limits allow, or hold JSON that is none.
    Error(ReadError),
    /// They make no sense.
    Damage,
}

impl From<ReadError> for Wrong {
    fn from(error: ReadError) -> Self {
        Self::Error(error)
    }
}

/// Appends texts: their lengths in bytes, then the texts.
pub(super) fn put_texts<'a>(out: &mut Vec<u8>, texts: impl Iterator<Item = &'a str> + Clone) {
    for text in texts.clone() {
        varint::put(out, text.len() as u64);
    }
    for text in texts {
        out.extend(text.as_bytes());
    }
}

/// Appends words of which there are few: their number, each of them once, then the number of each row's.
pub(super) fn put_words<'a>(out: &mut Vec<u8>, words: impl Iterator<Item = &'a str>) {
    let (mut different, mut index) = (Vec::new(), HashMap::new());
    let rows: Vec<usize> = words
        .map(|word| {
            *index.entry(word).or_insert_with(|| {
                different.push(word);
                different.len() - 1
            })
        })
        .collect();
    varint::put(out, different.len() as u64);
    put_texts(out, different.iter().copied());
    for row in rows {
        varint::put(out, row as u64);
    }
}

/// Appends numbers as what they are more than the one before them; the first, than 0.
pub(super) fn put_steps(out: &mut Vec<u8>, numbers: impl Iterator<Item = u32>) {
    let mut last = 0;
    for number in numbers {
        varint::put(out, zigzag(i64::from(number) - last));
        last = i64::from(number);
    }
}

/// Fields of a newer version.
pub(super) type Fields = Map<String, Json>;

/// Appends such fields of the rows that have some: how many do, how far each is from the row after the one
/// before it, and its fields as the text of a JSON object.
pub(super) fn put_fields<'a>(out: &mut Vec<u8>, rows: impl Iterator<Item = &'a Fields>) {
    let mut next = 0;
    let (mut steps, mut texts) = (Vec::new(), Vec::new());
    for (row, fields) in rows.enumerate().filter(|(_, fields)| !fields.is_empty()) {
        varint::put(&mut steps, (row - next) as u64);
        next = row + 1;
        // A JSON object with names of text is always JSON.
        texts.push(serde_json::to_string(fields).unwrap_or_default());
    }
    varint::put(out, texts.len() as u64);
    out.extend(steps);
    put_texts(out, texts.iter().map(String::as_str));
}

/// The word that stands for this in JSON.
pub(super) fn word(thing: &impl Serialize) -> String {
    match serde_json::to_value(thing) {
        Ok(Json::String(word)) => word,
        _ => String::new(),
    }
}

/// What this word stands for.
pub(super) fn from_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    let word: StrDeserializer<'_, Error> = word.into_deserializer();
    T::deserialize(word).ok()
}

/// The columns of some rows while they are read, one after the other.
#[derive(Debug)]
pub(super) struct Columns<'a, 'g> {
    numbers: Numbers<'a>,
    /// How many rows there are.
    rows: usize,
    gathered: &'g mut Gathered,
}

impl<'a, 'g> Columns<'a, 'g> {
    /// Reads the number of rows, which `check` allows and which could be there: a row takes a byte at least.
    pub(super) fn new(
        payload: &'a [u8],
        gathered: &'g mut Gathered,
        check: impl FnOnce(&Gathered, u64) -> Result<(), ReadError>,
    ) -> Result<Self, Wrong> {
        let mut numbers = Numbers::new(payload);
        let rows = numbers.next().ok_or(Wrong::Damage)?;
        check(gathered, rows)?;
        let rows = usize::try_from(rows).map_err(|_| Wrong::Damage)?;
        if rows > payload.len() {
            return Err(Wrong::Damage);
        }
        Ok(Self {
            numbers,
            rows,
            gathered,
        })
    }

    /// A number.
    pub(super) fn number(&mut self) -> Result<u64, Wrong> {
        self.numbers.next().ok_or(Wrong::Damage)
    }

    /// A number that fits.
    pub(super) fn number_u32(&mut self) -> Result<u32, Wrong> {
        self.numbers.next_u32().ok_or(Wrong::Damage)
    }

    /// A number that is no more than this.
    fn count(&mut self, most: usize) -> Result<usize, Wrong> {
        let count = usize::try_from(self.number()?).map_err(|_| Wrong::Damage)?;
        if count > most {
            Err(Wrong::Damage)
        } else {
            Ok(count)
        }
    }

    /// A byte for each row, with no other bits than these.
    pub(super) fn flags(&mut self, known: u8) -> Result<&'a [u8], Wrong> {
        let flags = self.numbers.take(self.rows as u64).ok_or(Wrong::Damage)?;
        let is_known = flags.iter().all(|&flags| flags & !known == 0);
        if is_known { Ok(flags) } else { Err(Wrong::Damage) }
    }

    /// What [`put_texts`] wrote.
    pub(super) fn texts(&mut self) -> Result<Vec<&'a str>, Wrong> {
        self.some_texts(self.rows)
    }

    fn some_texts(&mut self, count: usize) -> Result<Vec<&'a str>, Wrong> {
        let mut lengths = self.numbers.clone();
        for _ in 0..count {
            self.number()?;
        }
        let mut text = || std::str::from_utf8(self.numbers.take(lengths.next()?)?).ok();
        (0..count)
            .map(|_| text())
            .collect::<Option<_>>()
            .ok_or(Wrong::Damage)
    }

    /// What [`put_words`] wrote, each word made into what it stands for.
    pub(super) fn words<T: Clone>(&mut self, make: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Wrong> {
        let different = self.count(self.rows)?;
        let words = self.some_texts(different)?;
        let made = words.iter().map(|word| make(word)).collect::<Option<Vec<T>>>();
        let made = made.ok_or(Wrong::Damage)?;
        let mut rows = Vec::with_capacity(self.rows);
        for _ in 0..self.rows {
            let word = usize::try_from(self.number()?).ok();
            let word = word.filter(|&word| word < different).ok_or(Wrong::Damage)?;
            // A few bytes of the file can stand for the same long word a million times.
            self.gathered.spend(words[word].len() as u64)?;
            rows.push(made[word].clone());
        }
        Ok(rows)
    }

    /// What [`put_steps`] wrote.
    pub(super) fn steps(&mut self) -> Result<Vec<u32>, Wrong> {
        let mut last = 0_i64;
        let mut step = || {
            last = last.checked_add(unzigzag(self.numbers.next()?))?;
            u32::try_from(last).ok()
        };
        (0..self.rows)
            .map(|_| step())
            .collect::<Option<_>>()
            .ok_or(Wrong::Damage)
    }

    /// What [`put_fields`] wrote, as rows with their fields; it is the last column.
    pub(super) fn fields(mut self) -> Result<Vec<(usize, Fields)>, Wrong> {
        let some = self.count(self.rows)?;
        let mut next = 0_usize;
        let mut rows = Vec::with_capacity(some);
        for _ in 0..some {
            let step = self.count(self.rows)?;
            let row = next + step;
            if row >= self.rows {
                return Err(Wrong::Damage);
            }
            rows.push(row);
            next = row + 1;
        }
        let texts = self.some_texts(some)?;
        let fields = rows.into_iter().zip(texts);
        let fields = fields
            .map(|(row, json)| Ok((row, self.gathered.fields(json.as_bytes())?)))
            .collect::<Result<_, Wrong>>()?;
        self.end()?;
        Ok(fields)
    }

    /// Sees to it that nothing follows.
    pub(super) fn end(self) -> Result<(), Wrong> {
        if self.numbers.is_empty() {
            Ok(())
        } else {
            Err(Wrong::Damage)
        }
    }
}
