//! Reads what threads wrote into their rings, without mapping it: whoever wrote it may shorten, replace
//! or fill it with anything at any time.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{Ordering, fence};

use laneway_trace::EventKind;

use super::ring::{
    EVENT_BYTES, FIRST_EVENTS, HEAD_BYTES, MAGIC, RawEvent, TABLE_EVENTS, UNUSED, chunk_bytes, place_of,
};
use super::{Folder, SESSION_VERSION, SessionError, at, private};

/// The bytes of a head without its tables, and of a chunk's header.
const HEADER_BYTES: usize = 64;
/// Events that are read at a time.
const PIECE_EVENTS: u32 = 2048;

/// What a thread left in its ring, as far as it can be found.
#[derive(Debug)]
pub struct RingReader {
    folder: Folder,
    actor: u32,
    head: Option<Head>,
    /// Sorted by number.
    chunks: Vec<FoundChunk>,
    /// Files that could not be read, and why.
    pub unreadable: Vec<SessionError>,
    /// Chunks that its head speaks of and that are not there, or not whole.
    pub missing: u64,
}

#[derive(Debug)]
struct Head {
    newest_number: u32,
    newest_slot: u32,
    discarded_from: u32,
    /// The number of the first chunk after those that were discarded, where the events in place of
    /// these stand, and how many they are.
    discarded: Option<(u32, usize, usize)>,
}

#[derive(Debug)]
struct FoundChunk {
    number: u32,
    slot: u32,
    committed: u32,
}

impl RingReader {
    /// Looks at these files of a thread, as [`Folder::rings`] found them. A chunk that claims to be larger
    /// than this is none.
    pub fn open(folder: &Folder, actor: u32, files: &[u32], chunk_events: u32) -> Self {
        let mut reader = Self {
            folder: folder.clone(),
            actor,
            head: None,
            chunks: Vec::new(),
            unreadable: Vec::new(),
            missing: 0,
        };
        for &file in files {
            if let Err(error) = reader.look_at(file, chunk_events) {
                reader.unreadable.push(error);
            }
        }
        reader.chunks.sort_by_key(|chunk| (chunk.number, chunk.slot));
        reader.missing += reader.count_missing();
        reader
    }

    fn look_at(&mut self, number: u32, chunk_events: u32) -> Result<(), SessionError> {
        let path = self.folder.ring(self.actor, number);
        let file = open(&self.folder, self.actor, number)?;
        let length = file.metadata().map_err(at(&path))?.len();
        let refused = |error| refusal(&path, error);
        if number == 0 {
            self.head = Head::read(&file).map_err(refused)?;
        }
        let slots = if number == 0 { 0..2 } else { number + 1..number + 2 };
        for slot in slots {
            let offset = place_of(slot).1 as u64;
            if offset >= length {
                continue;
            }
            if let Some(header) = ChunkFacts::read(&file, offset).map_err(refused)? {
                if header.capacity > chunk_events.max(FIRST_EVENTS) {
                    return Err(refused(Refusal::Foreign));
                }
                let whole = offset + chunk_bytes(header.capacity) as u64 <= length;
                self.missing += u64::from(!whole);
                self.chunks.push(FoundChunk {
                    number: header.number,
                    slot,
                    committed: header.committed.min(header.capacity),
                });
            }
        }
        Ok(())
    }

    /// Numbers that the head speaks of and no chunk has.
    fn count_missing(&self) -> u64 {
        let Some(head) = &self.head else {
            // Later files of a thread without its first one.
            return u64::from(!self.chunks.is_empty());
        };
        let discarded = head.discarded.map_or(0, |(first_kept, ..)| {
            first_kept.saturating_sub(head.discarded_from)
        });
        let expected = (u64::from(head.newest_number) + 1).saturating_sub(u64::from(discarded));
        let mut numbers: Vec<u32> = self.kept().map(|(chunk, _)| chunk.number).collect();
        numbers.dedup();
        expected.saturating_sub(numbers.len() as u64)
    }

    /// True if not even one event is known to have been written: it died while it made its first file,
    /// or that was emptied or deleted.
    pub fn is_empty(&self) -> bool {
        self.chunks.iter().all(|chunk| chunk.committed == 0)
    }

    /// The chunks that count, each with whether it stands before what was discarded.
    fn kept(&self) -> impl Iterator<Item = (&FoundChunk, bool)> {
        let head = self.head.as_ref();
        let newest = head.map_or(u32::MAX, |head| head.newest_number);
        let (from, to) = head.map_or((u32::MAX, u32::MAX), |head| match head.discarded {
            Some((first_kept, ..)) => (head.discarded_from, first_kept),
            None => (u32::MAX, u32::MAX),
        });
        let kept = self.chunks.iter().filter(move |chunk| {
            chunk.number <= newest && chunk.number != UNUSED && !(from..to).contains(&chunk.number)
        });
        kept.map(move |chunk| (chunk, chunk.number < from))
    }

    /// Gives every event in the thread's order, until it is told to stop by `false`. What was discarded is
    /// a `lost` with its number and what stands for it.
    pub fn for_each(&mut self, mut each: impl FnMut(RawEvent) -> bool) {
        let table = self.head.as_ref().and_then(|head| head.discarded);
        let mut places: Vec<(u32, usize, u32)> = Vec::new();
        let mut table = table.map(|(_, offset, count)| (0, offset, count as u32));
        for (chunk, is_before) in self.kept() {
            if !is_before {
                places.extend(table.take());
            }
            let (file, offset) = place_of(chunk.slot);
            places.push((file, offset + HEADER_BYTES, chunk.committed));
        }
        places.extend(table);
        for (number, offset, count) in places {
            match self.read_events(number, offset as u64, count, &mut each) {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => self.unreadable.push(error),
            }
        }
    }

    /// As [`for_each`](Self::for_each), all at once.
    pub fn events(&mut self) -> Vec<RawEvent> {
        let mut events = Vec::new();
        self.for_each(|event| {
            events.push(event);
            true
        });
        events
    }

    fn read_events(
        &self,
        number: u32,
        mut offset: u64,
        mut count: u32,
        each: &mut impl FnMut(RawEvent) -> bool,
    ) -> Result<bool, SessionError> {
        let path = self.folder.ring(self.actor, number);
        let file = open(&self.folder, self.actor, number)?;
        let mut buffer = vec![0; PIECE_EVENTS as usize * EVENT_BYTES];
        while count > 0 {
            let piece = count.min(PIECE_EVENTS) as usize * EVENT_BYTES;
            let length = read_up_to(&file, &mut buffer[..piece], offset).map_err(at(&path))?;
            for bytes in buffer[..length].chunks_exact(EVENT_BYTES) {
                if !each(RawEvent::from_bytes(bytes)) {
                    return Ok(false);
                }
            }
            if length < piece {
                // It was cut off; that a part is missing has been said.
                break;
            }
            offset += piece as u64;
            count -= count.min(PIECE_EVENTS);
        }
        Ok(true)
    }
}

/// Asks for the newest event of a thread again and again. Its files are kept open: reading one again costs
/// a tenth of opening it.
#[derive(Debug)]
pub(crate) struct NewestEvent {
    actor: u32,
    first: Option<File>,
    /// The file of its newest chunk, by number, unless that is the first.
    newest: Option<(u32, File)>,
}

impl NewestEvent {
    /// Of this actor.
    pub fn of(actor: u32) -> Self {
        Self {
            actor,
            first: None,
            newest: None,
        }
    }

    /// Its actor.
    pub fn actor(&self) -> u32 {
        self.actor
    }

    /// The event, and a number that is another one after each. `None` where it cannot be told: there is none
    /// yet, or the thread is just moving on.
    pub fn ask(&mut self, folder: &Folder) -> Option<(u64, RawEvent)> {
        if self.first.is_none() {
            self.first = Some(open(folder, self.actor, 0).ok()?);
        }
        let first = self.first.as_ref()?;
        let head = Head::read(first).ok()??;
        let (number, offset) = place_of(head.newest_slot);
        if number != 0 && self.newest.as_ref().is_none_or(|(kept, _)| *kept != number) {
            self.newest = Some((number, open(folder, self.actor, number).ok()?));
        }
        let file = match &self.newest {
            Some((kept, file)) if *kept == number => file,
            _ => first,
        };
        let header = ChunkFacts::read(file, offset as u64).ok()??;
        let last = header.committed.min(header.capacity).checked_sub(1)?;
        let mut bytes = [0; EVENT_BYTES];
        let offset = offset + HEADER_BYTES + last as usize * EVENT_BYTES;
        file.read_exact_at(&mut bytes, offset as u64).ok()?;
        let count = u64::from(header.number) << 32 | u64::from(header.committed);
        Some((count, RawEvent::from_bytes(&bytes)))
    }

    /// Closes its files until it is asked again.
    pub fn close(&mut self) {
        (self.first, self.newest) = (None, None);
    }
}

fn open(folder: &Folder, actor: u32, number: u32) -> Result<File, SessionError> {
    let path = folder.ring(actor, number);
    private::open(&path, OpenOptions::new().read(true)).map_err(at(&path))
}

/// Why a header is not believed.
enum Refusal {
    System(io::Error),
    Foreign,
    Version(u32),
}

fn refusal(path: &std::path::Path, refusal: Refusal) -> SessionError {
    let path = path.to_owned();
    match refusal {
        Refusal::System(source) => SessionError::File { path, source },
        Refusal::Foreign => SessionError::Foreign { path, what: "ring" },
        Refusal::Version(found) => SessionError::Version { path, found },
    }
}

/// The 64 bytes at this place; `None` if they are not there or were not finished.
fn read_header(file: &File, offset: u64) -> Result<Option<[u8; HEADER_BYTES]>, Refusal> {
    let mut bytes = [0; HEADER_BYTES];
    if read_up_to(file, &mut bytes, offset).map_err(Refusal::System)? < HEADER_BYTES {
        return Ok(None);
    }
    // What was committed before the header was read is read after it.
    fence(Ordering::Acquire);
    match u64_at(&bytes, 0) {
        0 => Ok(None),
        MAGIC if u32_at(&bytes, 8) == SESSION_VERSION => Ok(Some(bytes)),
        MAGIC => Err(Refusal::Version(u32_at(&bytes, 8))),
        _ => Err(Refusal::Foreign),
    }
}

impl Head {
    fn read(file: &File) -> Result<Option<Self>, Refusal> {
        let Some(bytes) = read_header(file, 0)? else {
            return Ok(None);
        };
        let (newest, discarded) = (u64_at(&bytes, 16), u64_at(&bytes, 32));
        let (first_kept, table) = ((discarded >> 32) as u32, discarded as u32);
        let count = (table >> 1) as usize;
        if count > TABLE_EVENTS {
            return Err(Refusal::Foreign);
        }
        let offset = HEADER_BYTES + (table & 1) as usize * TABLE_EVENTS * EVENT_BYTES;
        const { assert!(HEADER_BYTES + 2 * TABLE_EVENTS * EVENT_BYTES <= HEAD_BYTES) };
        Ok(Some(Self {
            newest_number: (newest >> 32) as u32,
            newest_slot: newest as u32,
            discarded_from: u32_at(&bytes, 24),
            discarded: (discarded != 0).then_some((first_kept, offset, count)),
        }))
    }
}

/// What a chunk's header says.
struct ChunkFacts {
    capacity: u32,
    number: u32,
    committed: u32,
}

impl ChunkFacts {
    fn read(file: &File, offset: u64) -> Result<Option<Self>, Refusal> {
        let bytes = read_header(file, offset)?;
        Ok(bytes.map(|bytes| Self {
            capacity: u32_at(&bytes, 16),
            number: u32_at(&bytes, 20),
            committed: u64_at(&bytes, 24).try_into().unwrap_or(u32::MAX),
        }))
    }
}

impl RawEvent {
    /// The 32 bytes as they lie in the file.
    fn from_bytes(bytes: &[u8]) -> Self {
        Self {
            time_ticks: u64_at(bytes, 0),
            value: u64_at(bytes, 8) as i64,
            object: u32_at(bytes, 16),
            sequence: u32_at(bytes, 20),
            location: u32_at(bytes, 24),
            kind: EventKind(u16::from_ne_bytes([bytes[28], bytes[29]])),
            tag: bytes[30],
            unused: bytes[31],
        }
    }
}

fn u32_at(bytes: &[u8], offset: usize) -> u32 {
    let mut number = [0; 4];
    number.copy_from_slice(&bytes[offset..offset + 4]);
    u32::from_ne_bytes(number)
}

fn u64_at(bytes: &[u8], offset: usize) -> u64 {
    let mut number = [0; 8];
    number.copy_from_slice(&bytes[offset..offset + 8]);
    u64::from_ne_bytes(number)
}

/// Reads as much as is there, up to the buffer's end.
fn read_up_to(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match file.read_at(&mut buffer[length..], offset + length as u64) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
