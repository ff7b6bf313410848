//! The control page: what every process of a session shares while it runs.

use std::fs::{File, OpenOptions};
use std::mem::offset_of;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};

use memmap2::{MmapOptions, MmapRaw};

use super::{Calibration, Clock, SESSION_VERSION, SessionError, at, private};

/// The size of the page's file.
const CONTROL_BYTES: usize = 4096;
const MAGIC: [u8; 8] = *b"LANEWAYS";

/// What a session is made with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The most events after which a thread goes on in a new chunk; at least 128 are taken. Its first
    /// chunks are smaller.
    pub chunk_events: u32,
    /// The budget of the run, in chunks of that size.
    pub chunks: u32,
    /// The clock.
    pub clock: Clock,
}

impl Default for Settings {
    /// Room for some two million events (64 MB), on the best clock. The largest chunk is a file of
    /// 256 kB: small enough that making it leaves it in the processor's cache, large enough that one is
    /// rarely made.
    fn default() -> Self {
        Self {
            chunk_events: 8126,
            chunks: 256,
            clock: Clock::best(),
        }
    }
}

/// The page as it lies in the file. Native byte order: it never leaves the machine.
#[repr(C)]
struct Page {
    magic: [u8; 8],
    version: u32,
    clock: u32,
    next_actor: AtomicU32,
    next_object: AtomicU32,
    next_text: AtomicU32,
    chunk_events: u32,
    events_left: AtomicI64,
    start_ticks: u64,
    start_monotonic_ns: u64,
    start_unix_ms: u64,
    lost: AtomicU64,
}

const _: () = assert!(size_of::<Page>() <= CONTROL_BYTES && offset_of!(Page, events_left) == 32);
const _: () = assert!(offset_of!(Page, magic) == 0 && offset_of!(Page, version) == MAGIC.len());

/// Opens the file of a control page of this version, without mapping it.
pub(super) fn recognize(path: &Path) -> Result<File, SessionError> {
    let foreign = || SessionError::Foreign {
        path: PathBuf::from(path),
        what: "control page",
    };
    let file = private::open(path, OpenOptions::new().read(true).write(true)).map_err(at(path))?;
    if file.metadata().map_err(at(path))?.len() != CONTROL_BYTES as u64 {
        return Err(foreign());
    }
    let mut start = [0; 12];
    file.read_exact_at(&mut start, 0).map_err(at(path))?;
    let (magic, version) = start.split_at(MAGIC.len());
    if magic != MAGIC {
        return Err(foreign());
    }
    match version.try_into().map(u32::from_ne_bytes) {
        Ok(SESSION_VERSION) => Ok(file),
        found => Err(SessionError::Version {
            path: path.to_owned(),
            found: found.unwrap_or(0),
        }),
    }
}

/// The mapped control page. What it counts is atomic; the rest was written before anybody else saw it.
#[derive(Debug)]
pub struct Control {
    map: MmapRaw,
    clock: Clock,
}

impl Control {
    pub(super) fn create(path: &Path, settings: &Settings) -> Result<Self, SessionError> {
        let file = private::create(path).map_err(at(path))?;
        super::ring::allocate(&file, CONTROL_BYTES as u64).map_err(at(path))?;
        let map = MmapOptions::new()
            .len(CONTROL_BYTES)
            .map_raw(&file)
            .map_err(at(path))?;
        let start = Calibration::now(settings.clock);
        let chunk_events = settings.chunk_events.max(128);
        let page = Page {
            magic: MAGIC,
            version: SESSION_VERSION,
            clock: settings.clock.number(),
            next_actor: AtomicU32::new(1),
            next_object: AtomicU32::new(1),
            next_text: AtomicU32::new(1),
            chunk_events,
            events_left: AtomicI64::new(i64::from(settings.chunks) * i64::from(chunk_events)),
            start_ticks: start.ticks,
            start_monotonic_ns: start.monotonic_ns,
            start_unix_ms: start.unix_ms,
            lost: AtomicU64::new(0),
        };
        // SAFETY: the map is CONTROL_BYTES long, page-aligned, writable, and nobody else has it yet.
        unsafe { map.as_mut_ptr().cast::<Page>().write(page) };
        Ok(Self {
            map,
            clock: settings.clock,
        })
    }

    /// Maps the page at [`Folder::control`](super::Folder::control).
    pub fn open(path: &Path) -> Result<Self, SessionError> {
        let file = recognize(path)?;
        let map = MmapOptions::new()
            .len(CONTROL_BYTES)
            .map_raw(&file)
            .map_err(at(path))?;
        let mut control = Self {
            map,
            clock: Clock::Monotonic,
        };
        control.clock = Clock::from_number(control.page().clock)
            .filter(|clock| clock.is_available())
            .ok_or_else(|| SessionError::Clock {
                path: path.to_owned(),
            })?;
        Ok(control)
    }

    fn page(&self) -> &Page {
        // SAFETY: the map is at least as long as a `Page`, aligned to a memory page, lives as long as
        // `self`, and every bit pattern is a valid `Page`. What changes after creation is atomic.
        unsafe { &*self.map.as_ptr().cast::<Page>() }
    }

    /// The clock of all times in the session.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// When the session was made.
    pub fn start(&self) -> Calibration {
        let page = self.page();
        Calibration {
            ticks: page.start_ticks,
            monotonic_ns: page.start_monotonic_ns,
            unix_ms: page.start_unix_ms,
        }
    }

    /// The most events after which a thread goes on in a new chunk.
    pub fn chunk_events(&self) -> u32 {
        self.page().chunk_events
    }

    /// Ids for this many new actors; the first of them.
    pub fn take_actors(&self, count: u32) -> u32 {
        self.page().next_actor.fetch_add(count, Ordering::Relaxed)
    }

    /// An id for a new object.
    pub fn take_object(&self) -> u32 {
        self.page().next_object.fetch_add(1, Ordering::Relaxed)
    }

    /// An id for a new text.
    pub fn take_text(&self) -> u32 {
        self.page().next_text.fetch_add(1, Ordering::Relaxed)
    }

    /// Takes room for this many events from the budget; false if there is none left. What is left is
    /// given in whole, so that the budget may be exceeded by one chunk for each thread.
    pub fn take_room(&self, events: u32) -> bool {
        let left = &self.page().events_left;
        left.load(Ordering::Relaxed) > 0 && left.fetch_sub(i64::from(events), Ordering::Relaxed) > 0
    }

    /// True if the budget is not used up.
    pub fn has_room(&self) -> bool {
        self.page().events_left.load(Ordering::Relaxed) > 0
    }

    /// Counts events lost by a thread that has no chunk to count them in.
    pub fn add_lost(&self, events: u64) {
        self.page().lost.fetch_add(events, Ordering::Relaxed);
    }

    /// Events lost by threads that had no chunk to count them in.
    pub fn lost(&self) -> u64 {
        self.page().lost.load(Ordering::Relaxed)
    }
}

// SAFETY: the page is reached through `page()` alone, whose shared parts are atomic.
unsafe impl Send for Control {}
// SAFETY: as above.
unsafe impl Sync for Control {}

#[cfg(test)]
mod tests {
    use super::*;

    fn control_file(change: impl Fn(&mut Vec<u8>)) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("control");
        Control::create(&path, &Settings::default()).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        change(&mut bytes);
        std::fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    #[test]
    fn what_one_process_takes_another_does_not_get() {
        let (_folder, path) = control_file(|_| {});
        let (one, other) = (Control::open(&path).unwrap(), Control::open(&path).unwrap());
        assert_eq!(
            [one.take_actors(2), other.take_actors(2), one.take_actors(1)],
            [1, 3, 5]
        );
        assert_eq!([one.take_object(), other.take_object()], [1, 2]);
        assert_eq!([one.take_text(), other.take_text()], [1, 2]);
        let taken = (0..1000).filter(|_| one.take_room(8126)).count();
        assert_eq!((taken, other.take_room(1)), (256, false));
        one.add_lost(3);
        assert_eq!(other.lost(), 3);
        assert_eq!(one.start(), other.start());
    }

    #[test]
    fn a_page_of_another_version_or_kind_is_refused() {
        let refusal = |change: fn(&mut Vec<u8>)| {
            let (folder, path) = control_file(change);
            let message = Control::open(&path).unwrap_err().to_string();
            message.replace(&folder.path().display().to_string(), "S")
        };
        assert_eq!(
            refusal(|bytes| bytes[8] = 9),
            "S/control was made by another version of Laneway (session version 9, here 1); \
             build the program and the `laneway` command from the same version"
        );
        assert_eq!(
            refusal(|bytes| bytes[0] = 0),
            "S/control is no control page of a Laneway session"
        );
        assert_eq!(
            refusal(|bytes| bytes.truncate(64)),
            "S/control is no control page of a Laneway session"
        );
        assert_eq!(
            refusal(|bytes| bytes[12] = 7),
            "S/control asks for a clock that this machine does not have"
        );
    }
}
