//! What a thread writes its events into: a first file with a head, and chunks.
//!
//! A chunk is a header of 64 bytes and then events of 32. The first file of a thread has its head, its
//! spare chunk and its first chunk; each other file is one chunk. When there is no more room for new
//! chunks, the thread goes on in its spare one, and then in its oldest ones again: what stood there is
//! discarded, but for its sum, which stands in the head's table (see [`Head::discard`]). With
//! [`Keep::First`](super::Keep::First) that is the spare one only, with [`Keep::Last`](super::Keep::Last) any.
//!
//! So the last events of each thread are there whatever was lost, the watchdog finds who is stuck, and past
//! the budget an event costs what it costs before it. There are two tables, and one release store says which
//! of them counts and which chunks it stands for: a kill at any instant loses nothing. A thread that comes when
//! the budget is used up has head and spare chunk. Files are allocated in full before they are mapped, so that
//! a full disk is an error and no SIGBUS.

use std::fs::File;
use std::io;
use std::path::Path;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use laneway_trace::EventKind;
use memmap2::{MmapOptions, MmapRaw};

use super::{SESSION_VERSION, private};

/// The size of a page of memory: chunks fill whole ones.
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

/// The bytes of an event.
pub(super) const EVENT_BYTES: usize = size_of::<RawEvent>();
/// The bytes of a head with its two tables.
pub(super) const HEAD_BYTES: usize = 2 * PAGE_BYTES as usize;
/// The most events of a table.
pub(crate) const TABLE_EVENTS: usize = (HEAD_BYTES - size_of::<RingHead>()) / EVENT_BYTES / 2;
/// The capacity of the spare chunk.
pub(crate) const SPARE_EVENTS: u32 = events_in(1);
/// The capacity of a thread's first chunk: most threads of a lesson need no more.
pub(crate) const FIRST_EVENTS: u32 = events_in(2);
/// The number of the spare chunk among a thread's chunks; the others count from 1.
pub(crate) const SPARE_SLOT: u32 = 0;
/// The number of the spare chunk before it is used.
pub(super) const UNUSED: u32 = u32::MAX;

pub(super) const MAGIC: u64 = u64::from_ne_bytes(*b"LANEWAYR");

/// The capacity of a chunk of this many pages.
pub(crate) const fn events_in(pages: u32) -> u32 {
    (pages * PAGE_BYTES - size_of::<ChunkHeader>() as u32) / size_of::<RawEvent>() as u32
}

/// The bytes of a chunk with this capacity.
pub(super) const fn chunk_bytes(capacity: u32) -> usize {
    size_of::<ChunkHeader>() + capacity as usize * EVENT_BYTES
}

/// The number of the file that a chunk is in, and where it begins there.
pub(super) const fn place_of(slot: u32) -> (u32, usize) {
    match slot {
        SPARE_SLOT => (0, HEAD_BYTES),
        1 => (0, HEAD_BYTES + chunk_bytes(SPARE_EVENTS)),
        _ => (slot - 1, 0),
    }
}

/// An event as a thread writes it.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawEvent {
    /// In ticks of the session's [`Clock`](super::Clock).
    pub time_ticks: u64,
    /// What `tag` says.
    pub value: i64,
    /// The session's object id, 0 for none; of a `lost`, the number of the [`Cause`](super::Cause).
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

/// What a thread's first file begins with; its two tables follow.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct RingHead {
    /// Written last, so that a head is whole if it has one.
    pub(super) magic: AtomicU64,
    pub(super) version: u32,
    pub(super) actor: u32,
    /// The chunk that is being written: its number in the upper half, its slot in the lower one.
    pub(super) newest: AtomicU64,
    /// The number of the first chunk that was discarded.
    pub(super) discarded_from: AtomicU32,
    unused: u32,
    /// 0 if nothing was discarded. Else the number of the first chunk after those that were, in the upper
    /// half; in the lower one twice the number of events in the table, plus 1 if it is the second table.
    pub(super) discarded: AtomicU64,
    unused_too: [u64; 3],
}

/// What stands before the events of a chunk.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct ChunkHeader {
    /// Written last, so that a header is whole if it has one.
    pub(super) magic: AtomicU64,
    pub(super) version: u32,
    pub(super) actor: u32,
    /// Events that there is room for.
    pub(super) capacity: u32,
    /// Which chunk of its thread this is, from 0; another one when it is used again.
    pub(super) number: AtomicU32,
    /// Events whose 32 bytes are complete. Written by its thread alone, with release.
    pub committed: AtomicU64,
    unused: [u64; 4],
}

const _: () = assert!(size_of::<RawEvent>() == 32);
const _: () = assert!(size_of::<RingHead>() == 64 && size_of::<ChunkHeader>() == 64);

/// The head of a thread's ring, for the thread that writes it.
#[derive(Debug)]
pub(crate) struct Head {
    map: Rc<MmapRaw>,
}

/// A mapped chunk, for the thread that writes it.
#[derive(Debug)]
pub(crate) struct Chunk {
    map: Rc<MmapRaw>,
    offset: usize,
    slot: u32,
    capacity: u32,
}

/// A thread's first file: head, spare chunk, and first chunk if there is room for it.
#[derive(Debug)]
pub(crate) struct FirstFile {
    pub head: Head,
    pub spare: Chunk,
    pub first: Option<Chunk>,
}

impl FirstFile {
    /// Makes it, with a first chunk or without.
    ///
    /// # Errors
    /// What the system says; no file is left behind then.
    pub fn create(path: &Path, actor: u32, with_first: bool) -> io::Result<Self> {
        let chunks = chunk_bytes(SPARE_EVENTS) + if with_first { chunk_bytes(FIRST_EVENTS) } else { 0 };
        let map = Rc::new(make_and_map(path, HEAD_BYTES + chunks)?);
        let chunk =
            |slot, capacity| Chunk::write_header(&map, (slot, place_of(slot).1), actor, capacity);
        let spare = chunk(SPARE_SLOT, SPARE_EVENTS);
        let first = with_first.then(|| chunk(SPARE_SLOT + 1, FIRST_EVENTS));
        let head = Head::write(map, actor);
        Ok(Self { head, spare, first })
    }
}

impl Head {
    fn write(map: Rc<MmapRaw>, actor: u32) -> Self {
        let head = RingHead {
            magic: AtomicU64::new(0),
            version: SESSION_VERSION,
            actor,
            newest: AtomicU64::new(0),
            discarded_from: AtomicU32::new(0),
            unused: 0,
            discarded: AtomicU64::new(0),
            unused_too: [0; 3],
        };
        // SAFETY: the map is longer than a head, page-aligned, writable; nobody reads on before there is
        // a magic number.
        unsafe { map.as_mut_ptr().cast::<RingHead>().write(head) };
        let written = Self { map };
        written.head().magic.store(MAGIC, Ordering::Release);
        written
    }

    fn head(&self) -> &RingHead {
        // SAFETY: `write` put one there, and from then on only its atomics change.
        unsafe { &*self.map.as_ptr().cast::<RingHead>() }
    }

    /// From now on this chunk is the one that is written.
    pub fn enter(&self, chunk: &Chunk) {
        let newest = u64::from(chunk.number()) << 32 | u64::from(chunk.slot);
        self.head().newest.store(newest, Ordering::Release);
    }

    /// Discards this chunk, after those that were discarded before it. What stands for all of them from now
    /// on, in the order of the thread, is this; it is all true before the chunk is touched, so that who is
    /// killed in between loses nothing. At most [`TABLE_EVENTS`] are taken.
    pub fn discard(&self, chunk: &Chunk, sum: &[RawEvent]) {
        let head = self.head();
        let before = head.discarded.load(Ordering::Relaxed);
        if before == 0 {
            head.discarded_from.store(chunk.number(), Ordering::Relaxed);
        }
        let second = before & 1 == 0;
        let sum = &sum[..sum.len().min(TABLE_EVENTS)];
        // SAFETY: the two tables follow the head within its HEAD_BYTES, which are mapped; nobody reads the
        // one that is not published, and nobody else writes.
        unsafe {
            let tables = self
                .map
                .as_mut_ptr()
                .add(size_of::<RingHead>())
                .cast::<RawEvent>();
            let table = tables.add(if second { TABLE_EVENTS } else { 0 });
            table.copy_from_nonoverlapping(sum.as_ptr(), sum.len());
        }
        let first_kept = u64::from(chunk.number()) + 1;
        let table = 2 * sum.len() as u64 + u64::from(second);
        head.discarded.store(first_kept << 32 | table, Ordering::Release);
    }
}

impl Chunk {
    /// Makes a chunk in a file of its own, for a slot from 2.
    ///
    /// # Errors
    /// What the system says; no file is left behind then.
    pub fn create(path: &Path, actor: u32, slot: u32, capacity: u32) -> io::Result<Self> {
        let map = Rc::new(make_and_map(path, chunk_bytes(capacity))?);
        Ok(Self::write_header(&map, (slot, 0), actor, capacity))
    }

    /// The chunk at this place of a new file.
    fn write_header(map: &Rc<MmapRaw>, place: (u32, usize), actor: u32, capacity: u32) -> Self {
        let (slot, offset) = place;
        let number = if slot == SPARE_SLOT { UNUSED } else { 0 };
        assert!(offset + chunk_bytes(capacity) <= map.len() && offset % size_of::<ChunkHeader>() == 0);
        let header = ChunkHeader {
            magic: AtomicU64::new(0),
            version: SESSION_VERSION,
            actor,
            capacity,
            number: AtomicU32::new(number),
            committed: AtomicU64::new(0),
            unused: [0; 4],
        };
        let chunk = Self {
            map: Rc::clone(map),
            offset,
            slot,
            capacity,
        };
        // SAFETY: it lies within the map, aligned, by the assertion; nobody reads on before there is a
        // magic number.
        unsafe { chunk.header_mut().write(header) };
        chunk.header().magic.store(MAGIC, Ordering::Release);
        chunk
    }

    /// Its header; its events follow, room for as many as its capacity.
    pub fn header_mut(&self) -> *mut ChunkHeader {
        // SAFETY: `offset` lies within the map.
        unsafe { self.map.as_mut_ptr().add(self.offset).cast() }
    }

    fn header(&self) -> &ChunkHeader {
        // SAFETY: `write_header` put one there, and from then on only its atomics change.
        unsafe { &*self.header_mut() }
    }

    /// Events that there is room for.
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// Which chunk of its thread it is.
    pub fn number(&self) -> u32 {
        self.header().number.load(Ordering::Relaxed)
    }

    /// Empties it and makes it this chunk of its thread.
    pub fn renew(&self, number: u32) {
        let header = self.header();
        header.committed.store(0, Ordering::Release);
        header.number.store(number, Ordering::Release);
    }

    /// The events in it. To be called by the thread that writes them.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = RawEvent> {
        let committed = self.header().committed.load(Ordering::Relaxed);
        // SAFETY: there is one event after another behind the header, up to the capacity.
        let event = |index| unsafe { self.header_mut().add(1).cast::<RawEvent>().add(index).read() };
        (0..(committed as usize).min(self.capacity as usize)).map(event)
    }
}

/// Makes a file of this size and maps it. All its room is taken from the disk, and its pages are made
/// present, so that writing to it can fail no more and costs no page fault.
pub(super) fn make_and_map(path: &Path, bytes: usize) -> io::Result<MmapRaw> {
    let file = private::create(path)?;
    let map = allocate(&file, bytes as u64).and_then(|()| MmapOptions::new().len(bytes).map_raw(&file));
    let map = map.inspect_err(|_| {
        // What failed is told; that an empty file stays if even this fails harms nobody.
        let _ = std::fs::remove_file(path);
    })?;
    // Without it (before Linux 5.14, elsewhere) pages come one by one at their first write.
    #[cfg(target_os = "linux")]
    let _ = map.advise(memmap2::Advice::PopulateWrite);
    Ok(map)
}

/// Gives the empty file this size with all its room taken from the disk: what is mapped later cannot
/// fail for lack of room, which would be a SIGBUS.
pub(super) fn allocate(file: &File, bytes: u64) -> io::Result<()> {
    private::may_grow_to(bytes)?;
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
