//! The chunks of a thread's ring: a header of 64 bytes, then events of 32 bytes.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use laneway_trace::EventKind;
use memmap2::{MmapOptions, MmapRaw};

use super::{SESSION_VERSION, SessionError, at, private};

/// The size of a page of memory, for files that fill whole ones.
pub(crate) const PAGE_BYTES: u32 = 4096;

/// No value.
pub const TAG_NONE: u8 = 0;
/// A whole number.
pub const TAG_INT: u8 = 1;
/// A text id of the session.
pub const TAG_TEXT: u8 = 2;
/// An actor id of the session.
pub const TAG_ACTOR: u8 = 3;
/// A text of up to 8 bytes in the value itself, UTF-8, first byte lowest, filled up with zero bytes.
pub const TAG_INLINE_TEXT: u8 = 128;

/// Room in each chunk past its capacity, for the ends of what was begun should there be no next chunk.
pub const RESERVE_EVENTS: u32 = 64;

const MAGIC: u64 = u64::from_ne_bytes(*b"LANEWAYR");

/// An event as a thread writes it.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawEvent {
    /// In ticks of the session's [`Clock`](super::Clock).
    pub time_ticks: u64,
    /// What `tag` says.
    pub value: i64,
    /// The session's object id, 0 for none.
    pub object: u32,
    /// The object's sequence number, 0 for none.
    pub sequence: u32,
    /// The writing thread's own location key, 0 for none.
    pub location: u32,
    /// What happened.
    pub kind: EventKind,
    /// What the value is: one of the `TAG_` constants.
    pub tag: u8,
    /// 0.
    pub unused: u8,
}

const _: () = assert!(size_of::<RawEvent>() == 32 && size_of::<RingHeader>() == 64);

/// What stands before the events of a chunk.
#[repr(C)]
#[derive(Debug)]
pub struct RingHeader {
    /// Written last, so that a header is whole if it has one.
    magic: AtomicU64,
    version: u32,
    /// The thread's actor.
    pub actor: u32,
    /// Which chunk of its ring, from 0.
    pub chunk: u32,
    /// Events after which its thread goes on in a new chunk. The file has room for
    /// [`RESERVE_EVENTS`] more.
    pub capacity: u32,
    /// Events whose 32 bytes are complete. Written by its thread alone, with release.
    pub committed: AtomicU64,
    /// Events of the thread that were not kept for lack of room, since this chunk was made: the thread
    /// lost the sum over its chunks.
    pub lost: AtomicU64,
    /// When the first of them was lost, in clock ticks; 0 if none was.
    pub lost_since: AtomicU64,
    unused: [u64; 2],
}

/// A mapped chunk.
///
/// The thread that made it writes it through a raw pointer; everybody else reads what is committed.
#[derive(Debug)]
pub struct Chunk {
    map: MmapRaw,
    capacity: u32,
}

/// The size of the file of a chunk with this capacity.
fn file_bytes(capacity: u32) -> u64 {
    let events = u64::from(capacity) + u64::from(RESERVE_EVENTS);
    size_of::<RingHeader>() as u64 + events * size_of::<RawEvent>() as u64
}

impl Chunk {
    /// Makes a chunk. All its room is taken from the disk before it is mapped, and its pages are made
    /// present, so that writing to it can fail no more and costs no page fault. On failure no file is
    /// left behind.
    pub fn create(path: &Path, actor: u32, chunk: u32, capacity: u32) -> Result<Self, SessionError> {
        let file = private::create(path).map_err(at(path))?;
        let map = allocate(&file, file_bytes(capacity)).and_then(|()| {
            MmapOptions::new()
                .len(file_bytes(capacity) as usize)
                .map_raw(&file)
        });
        let map = map.map_err(|source| {
            // What failed is told; that an empty file stays if even this fails harms nobody.
            let _ = std::fs::remove_file(path);
            at(path)(source)
        })?;
        // Without it (before Linux 5.14, elsewhere) pages come one by one at their first write.
        #[cfg(target_os = "linux")]
        let _ = map.advise(memmap2::Advice::PopulateWrite);
        let header = RingHeader {
            magic: AtomicU64::new(0),
            version: SESSION_VERSION,
            actor,
            chunk,
            capacity,
            committed: AtomicU64::new(0),
            lost: AtomicU64::new(0),
            lost_since: AtomicU64::new(0),
            unused: [0; 2],
        };
        // SAFETY: the map is longer than a header, page-aligned, writable; nobody reads on before there is
        // a magic number.
        unsafe { map.as_mut_ptr().cast::<RingHeader>().write(header) };
        let chunk = Self { map, capacity };
        chunk.header().magic.store(MAGIC, Ordering::Release);
        Ok(chunk)
    }

    /// Maps a chunk that its thread made, for reading; `None` if the thread died while making it.
    pub fn open(path: &Path) -> Result<Option<Self>, SessionError> {
        let file = private::open(path, OpenOptions::new().read(true).write(true)).map_err(at(path))?;
        let length = file.metadata().map_err(at(path))?.len();
        if length < size_of::<RingHeader>() as u64 {
            return Ok(None);
        }
        let map = MmapOptions::new().map_raw(&file).map_err(at(path))?;
        let mut chunk = Self { map, capacity: 0 };
        let header = chunk.header();
        let magic = header.magic.load(Ordering::Acquire);
        if magic == 0 {
            return Ok(None);
        }
        if magic == MAGIC && header.version != SESSION_VERSION {
            return Err(SessionError::Version {
                path: path.to_owned(),
                found: header.version,
            });
        }
        if magic != MAGIC || file_bytes(header.capacity) > length {
            return Err(SessionError::Foreign {
                path: path.to_owned(),
                what: "ring",
            });
        }
        chunk.capacity = header.capacity;
        Ok(Some(chunk))
    }

    /// Its header.
    pub fn header(&self) -> &RingHeader {
        // SAFETY: both ways to make a `Chunk` map at least a header, aligned to a memory page, and every
        // bit pattern is a valid one. What changes after creation is atomic.
        unsafe { &*self.map.as_ptr().cast::<RingHeader>() }
    }

    /// Its header, for the thread that made it; its events follow.
    pub(crate) fn header_mut(&self) -> *mut RingHeader {
        self.map.as_mut_ptr().cast()
    }

    /// Events after which its thread goes on in a new chunk.
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// Pages that its file takes.
    pub(crate) fn pages(&self) -> u32 {
        (self.map.len() as u32).div_ceil(PAGE_BYTES)
    }

    /// Events that it has room for, the reserve included.
    pub(crate) fn room(&self) -> u64 {
        u64::from(self.capacity) + u64::from(RESERVE_EVENTS)
    }

    /// Where its events start; [`room`](Self::room) for so many.
    fn first_event(&self) -> *mut RawEvent {
        // SAFETY: the map is at least as long as a header, so this stays within or one past it.
        unsafe { self.map.as_mut_ptr().add(size_of::<RingHeader>()).cast() }
    }

    /// How many events are complete.
    pub fn committed(&self) -> u64 {
        self.header().committed.load(Ordering::Acquire).min(self.room())
    }

    /// The event at this index, if it is complete.
    pub fn event(&self, index: u64) -> Option<RawEvent> {
        (index < self.committed()).then(|| {
            // SAFETY: the index is below the room, so within the map. The bytes of a committed event
            // are never written again, and every bit pattern is a valid `RawEvent`.
            unsafe { self.first_event().add(index as usize).read() }
        })
    }

    /// The newest complete event.
    pub fn last_event(&self) -> Option<RawEvent> {
        self.event(self.committed().checked_sub(1)?)
    }

    /// Every event that is complete now.
    pub fn events(&self) -> Vec<RawEvent> {
        (0..self.committed())
            .filter_map(|index| self.event(index))
            .collect()
    }
}

// SAFETY: the map is shared memory that does not belong to a thread. Its one writer goes through raw
// pointers and atomics, and readers touch only what is committed.
unsafe impl Send for Chunk {}
// SAFETY: as above.
unsafe impl Sync for Chunk {}

/// Gives the empty file this size with all its room taken from the disk: what is mapped later cannot
/// fail for lack of room, which would be a SIGBUS.
pub(super) fn allocate(file: &File, bytes: u64) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use nix::errno::Errno;
        use nix::fcntl::{FallocateFlags, fallocate};
        let length = i64::try_from(bytes).map_err(|_| io::ErrorKind::InvalidInput)?;
        loop {
            match fallocate(file, FallocateFlags::empty(), 0, length) {
                Ok(()) => return Ok(()),
                Err(Errno::EINTR) => {}
                // A file system without the call: write it out.
                Err(Errno::EOPNOTSUPP) => break,
                Err(error) => return Err(error.into()),
            }
        }
    }
    write_zeros(file, bytes)
}

fn write_zeros(mut file: &File, mut bytes: u64) -> io::Result<()> {
    use std::io::Write;
    let zeros = [0_u8; 4096];
    while bytes > 0 {
        let some = bytes.min(zeros.len() as u64);
        file.write_all(&zeros[..some as usize])?;
        bytes -= some;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn event(value: i64) -> RawEvent {
        RawEvent {
            time_ticks: 7,
            value,
            object: 1,
            sequence: 2,
            location: 3,
            kind: EventKind::PUT,
            tag: TAG_INT,
            unused: 0,
        }
    }

    #[test]
    fn what_is_committed_is_read_by_others_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ring-3-1");
        let writer = Chunk::create(&path, 3, 1, 128).unwrap();
        for index in 0..3 {
            // SAFETY: the chunk has room for 128.
            unsafe { writer.first_event().add(index).write(event(index as i64)) };
        }
        writer.header().committed.store(2, Ordering::Release);

        let reader = Chunk::open(&path).unwrap().expect("the chunk is complete");
        let header = reader.header();
        assert_eq!((header.actor, header.chunk, reader.capacity()), (3, 1, 128));
        assert_eq!(reader.events(), [event(0), event(1)]);
        assert_eq!(reader.last_event(), Some(event(1)));
        assert_eq!(reader.event(2), None);
        // A count that cannot be is not believed.
        writer.header().committed.store(u64::MAX, Ordering::Release);
        assert_eq!(reader.committed(), 128 + 64);
    }

    #[test]
    fn a_chunk_that_was_not_finished_is_none_and_a_foreign_one_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ring-3-0");
        let open = |bytes: &[u8]| {
            let _ = std::fs::remove_file(&path);
            private::create(&path).unwrap().write_all(bytes).unwrap();
            Chunk::open(&path)
        };
        assert!(open(&[]).unwrap().is_none());
        assert!(open(&[0; 4096]).unwrap().is_none());
        assert!(matches!(open(&[1; 4096]), Err(SessionError::Foreign { .. })));
        std::fs::remove_file(&path).unwrap();
        drop(Chunk::create(&path, 3, 0, 128).unwrap());
        let bytes = std::fs::read(&path).unwrap();
        assert!(
            matches!(open(&bytes[..100]), Err(SessionError::Foreign { .. })),
            "shorter than it says"
        );
        let other_version: Vec<u8> = [&bytes[..8], &[9], &bytes[9..]].concat();
        assert!(matches!(
            open(&other_version),
            Err(SessionError::Version { found: 9, .. })
        ));
    }
}
