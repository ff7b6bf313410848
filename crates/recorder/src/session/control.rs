//! The control page: what every process of a session shares while it runs.
//!
//! Ids and budgets are atomic counters, taken without a lock. The budgets are those of the whole run; what a
//! ring cannot tell of what was lost stands in rows of the page.

use std::fs::{File, OpenOptions};
use std::io;
use std::mem::offset_of;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};

use memmap2::{MmapOptions, MmapRaw};

use super::ring::events_in;
use super::{Calibration, Cause, Clock, SESSION_VERSION, SessionError, at, private};

/// The size of the page's file.
const CONTROL_BYTES: usize = 4096;
const MAGIC: [u8; 8] = *b"LANEWAYS";
const TEXT_BYTES_PER_EVENT: i64 = 16;

/// What a session is made with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The most events after which a thread goes on in a new chunk. Its first chunks are smaller.
    pub chunk_events: u32,
    /// How many events the run may keep, as [`keep`](Self::keep) says; what a thread needs to say that it
    /// was there is kept beyond that. As much room again is for texts, at 16 bytes an event.
    pub events: u64,
    /// Which events are kept.
    pub keep: Keep,
    /// The clock.
    pub clock: Clock,
}

/// Which events are kept where there is not room for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// The first ones of the run.
    #[default]
    First,
    /// The last ones of each thread.
    Last,
}

impl Default for Settings {
    /// Room for the first two million events (64 MB), on the best clock. The largest chunk is a file of
    /// 256 kB: small enough that making it leaves it in the processor's cache, large enough that one is
    /// rarely made.
    fn default() -> Self {
        Self {
            chunk_events: events_in(64),
            events: 2_000_000,
            keep: Keep::First,
            clock: Clock::best(),
        }
    }
}

/// The page as it lies in the file. Native byte order: it never leaves the machine.
#[repr(C)]
struct ControlPage {
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
    text_bytes_left: AtomicI64,
    keep_last: u32,
    unused: u32,
    losses: [LossRow; LOSS_ROWS],
}

/// Rows for different losses; the last one takes what no other has room for.
const LOSS_ROWS: usize = 32;
/// The bytes of a row.
const LOSS_BYTES: usize = size_of::<LossRow>();

/// A loss that no ring tells of.
#[repr(C)]
#[derive(Default)]
struct LossRow {
    /// What in the upper half, the cause in the lower one; 0 while the row is free.
    key: AtomicU64,
    count: AtomicU64,
}

/// What was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// Events of a thread that could make no ring, or that has none any more.
    Events,
    /// Definitions: names of actors and objects, places, texts.
    Definitions,
}

impl What {
    fn number(self) -> u32 {
        match self {
            Self::Events => 1,
            Self::Definitions => 2,
        }
    }

    fn from_number(number: u32) -> Option<Self> {
        [Self::Events, Self::Definitions]
            .into_iter()
            .find(|what| what.number() == number)
    }
}

/// What a control page says when the run is over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Account {
    /// Actors to whom an id was given.
    pub actors: u32,
    /// What was lost beside what rings tell of, why, and how much.
    pub losses: Vec<(What, Cause, u64)>,
}

const _: () =
    assert!(size_of::<ControlPage>() <= CONTROL_BYTES && offset_of!(ControlPage, events_left) == 32);
const _: () =
    assert!(offset_of!(ControlPage, magic) == 0 && offset_of!(ControlPage, version) == MAGIC.len());

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
        let events = i64::try_from(settings.events).unwrap_or(i64::MAX);
        let page = ControlPage {
            magic: MAGIC,
            version: SESSION_VERSION,
            clock: settings.clock.number(),
            next_actor: AtomicU32::new(1),
            next_object: AtomicU32::new(1),
            next_text: AtomicU32::new(1),
            chunk_events: settings.chunk_events,
            events_left: AtomicI64::new(events),
            start_ticks: start.ticks,
            start_monotonic_ns: start.monotonic_ns,
            start_unix_ms: start.unix_ms,
            text_bytes_left: AtomicI64::new(events.saturating_mul(TEXT_BYTES_PER_EVENT)),
            keep_last: u32::from(settings.keep == Keep::Last),
            unused: 0,
            losses: Default::default(),
        };
        // SAFETY: the map is CONTROL_BYTES long, page-aligned, writable, and nobody else has it yet.
        unsafe { map.as_mut_ptr().cast::<ControlPage>().write(page) };
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

    fn page(&self) -> &ControlPage {
        // SAFETY: the map is at least as long as a `ControlPage`, aligned to a memory page, lives as long as
        // `self`, and every bit pattern is a valid `ControlPage`. What changes after creation is atomic.
        unsafe { &*self.map.as_ptr().cast::<ControlPage>() }
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

    /// Takes room for up to this many events from the budget: for how many there was.
    pub fn take_room(&self, most: u32) -> u32 {
        let take = |left: i64| Some(left - i64::from(most).min(left)).filter(|_| left > 0);
        let left = &self.page().events_left;
        match left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take) {
            Ok(before) => u32::try_from(before).unwrap_or(u32::MAX).min(most),
            Err(_) => 0,
        }
    }

    /// Takes room for a text of this many bytes; false if there is none left.
    pub fn take_text_room(&self, bytes: usize) -> bool {
        let left = &self.page().text_bytes_left;
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        left.load(Ordering::Relaxed) > 0 && left.fetch_sub(bytes, Ordering::Relaxed) > 0
    }

    /// Which events are kept where there is not room for all.
    pub fn keep(&self) -> Keep {
        if self.page().keep_last == 0 {
            Keep::First
        } else {
            Keep::Last
        }
    }

    /// Counts what is lost and no ring can tell of.
    pub fn add_loss(&self, what: What, cause: Cause, count: u64) {
        let key = u64::from(what.number()) << 32 | u64::from(cause.number());
        let rows = &self.page().losses;
        let is_its_own = |row: &&LossRow| {
            let taken = row
                .key
                .compare_exchange(0, key, Ordering::Relaxed, Ordering::Relaxed);
            taken.map_or_else(|found| found == key, |_| true)
        };
        if let Some(row) = rows.iter().find(is_its_own).or(rows.last()) {
            row.count.fetch_add(count, Ordering::Relaxed);
        }
    }
}

/// Reads what a page says, without mapping it: a program may have done anything to it.
pub(crate) fn read_account(file: &File) -> io::Result<Account> {
    let mut page = [0; size_of::<ControlPage>()];
    file.read_exact_at(&mut page, 0)?;
    let version = &page[MAGIC.len()..];
    if !page.starts_with(&MAGIC) || !version.starts_with(&SESSION_VERSION.to_ne_bytes()) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let number = |offset: usize, bytes: usize| {
        let mut number = [0; 8];
        number[..bytes].copy_from_slice(&page[offset..offset + bytes]);
        // Native byte order, as it was written.
        if cfg!(target_endian = "big") {
            number.rotate_right(8 - bytes);
        }
        u64::from_ne_bytes(number)
    };
    let losses = offset_of!(ControlPage, losses);
    let rows = (0..LOSS_ROWS).map(|row| losses + row * LOSS_BYTES);
    let loss = |offset| {
        let (key, count) = (number(offset, 8), number(offset + 8, 8));
        let what = What::from_number((key >> 32) as u32)?;
        Some((what, Cause::from_number(key as u32), count))
    };
    Ok(Account {
        actors: (number(offset_of!(ControlPage, next_actor), 4) as u32).saturating_sub(1),
        losses: rows.filter_map(loss).filter(|(.., count)| *count > 0).collect(),
    })
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
        let taken: u32 = (0..1000).map(|_| one.take_room(8126)).sum();
        assert_eq!((taken, other.take_room(1)), (2_000_000, 0));
        assert!(one.take_text_room(usize::MAX) && !other.take_text_room(1));
        assert_eq!(one.start(), other.start());
    }

    #[test]
    fn losses_are_counted_by_their_cause() {
        let (_folder, path) = control_file(|_| {});
        let (one, other) = (Control::open(&path).unwrap(), Control::open(&path).unwrap());
        one.add_loss(What::Events, Cause::Budget, 3);
        other.add_loss(What::Definitions, Cause::System(28), 1);
        other.add_loss(What::Events, Cause::Budget, 4);
        one.take_actors(2);
        let losses = [
            (What::Events, Cause::Budget, 7),
            (What::Definitions, Cause::System(28), 1),
        ];
        let expected = Account {
            actors: 2,
            losses: losses.to_vec(),
        };
        assert_eq!(read_account(&File::open(&path).unwrap()).unwrap(), expected);
        // Whatever does not fit is still counted.
        (1..100).for_each(|error| one.add_loss(What::Events, Cause::System(error), 1));
        let account = read_account(&File::open(&path).unwrap()).unwrap();
        assert_eq!(
            account.losses.iter().map(|(.., count)| count).sum::<u64>(),
            8 + 99
        );
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
            format!(
                "S/control was made by another version of Laneway (session version 9, here {SESSION_VERSION}); \
                 build the program and the `laneway` command from the same version"
            )
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
