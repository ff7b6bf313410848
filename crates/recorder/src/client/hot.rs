//! What the hot path needs of its thread: where the next event goes, and the keys of places.

use std::cell::Cell;
use std::panic::Location;
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};

use laneway_trace::EventKind;

use super::Value;
use crate::session::{ChunkHeader, Clock, RawEvent};

/// The epoch before anybody has looked whether there is a session.
pub(super) const UNTRIED: u32 = u32::MAX - 1;

/// 0 without a session; else which of the processes in a line of forks this is, from 1: what a process
/// registered means nothing in its forked child.
static EPOCH: AtomicU32 = AtomicU32::new(UNTRIED);

/// 0 if nothing is recorded. Else a number that is another one in a forked child: an object id is good
/// for the epoch in which it was defined. Before the first use of anything it is a number of which no object
/// is good, see [`settled_epoch`](super::settled_epoch). Costs a load.
#[inline(always)]
pub fn epoch() -> u32 {
    EPOCH.load(Ordering::Relaxed)
}

/// There is a session, or there is none: the first epoch, or 0.
pub(super) fn settle_epoch(has_session: bool) {
    EPOCH.store(u32::from(has_session), Ordering::Relaxed);
}

/// Starts anew in a forked child.
pub(super) fn next_epoch() {
    EPOCH.fetch_add(1, Ordering::Relaxed);
}

/// Rows of the cache of locations. A thread that cycles through more places than that pays a look-up in
/// a map for those that share a row.
const LOCATIONS: usize = 64;

type LocationPointer = *const Location<'static>;

/// What the hot path needs, in one cell per thread. All zero, so that it needs no initialisation; no
/// `Drop`, so that it needs no registration: the compiler reaches it by one offset to a register.
pub(super) struct Hot {
    /// The mapped chunk.
    base: Cell<*mut ChunkHeader>,
    /// Events in it.
    count: Cell<u64>,
    /// Up to how many the hot path may write: 0 if it may not, for lack of a chunk or of a counter.
    limit: Cell<u64>,
    /// Locations that have a key, by [`row`].
    locations: [Cell<LocationPointer>; LOCATIONS],
    /// Their keys.
    keys: [Cell<u32>; LOCATIONS],
}

thread_local! {
    static HOT: Hot = const {
        Hot {
            base: Cell::new(ptr::null_mut()),
            count: Cell::new(0),
            limit: Cell::new(0),
            locations: [const { Cell::new(ptr::null()) }; LOCATIONS],
            keys: [const { Cell::new(0) }; LOCATIONS],
        }
    };
}

/// This thread's cell.
#[inline(always)]
pub(super) fn hot<T>(with: impl FnOnce(&Hot) -> T) -> T {
    HOT.with(with)
}

/// The row of the cache for a location: neighbours in the image, 24 bytes apart, get different ones.
#[inline(always)]
fn row(location: LocationPointer) -> usize {
    (location as usize >> 3) % LOCATIONS
}

/// An event of now. Without a counter `limit` stays 0 and nobody comes here.
#[inline(always)]
pub(super) fn event(
    kind: EventKind,
    object: u32,
    sequence: u32,
    value: Value,
    location: u32,
) -> RawEvent {
    RawEvent {
        time_ticks: Clock::Tsc.ticks(),
        value: value.bits,
        object,
        sequence,
        location,
        kind,
        tag: value.tag,
        unused: 0,
    }
}

impl Hot {
    /// True if the hot path may append one more.
    #[inline(always)]
    pub(super) fn has_room(&self) -> bool {
        self.count.get() < self.limit.get()
    }

    /// The key of a location, if the cache has it.
    #[inline(always)]
    pub(super) fn key(&self, location: &'static Location<'static>) -> Option<u32> {
        let row = row(location);
        ptr::eq(self.locations[row].get(), location).then(|| self.keys[row].get())
    }

    /// Appends an event to the chunk and publishes it.
    ///
    /// # Safety
    /// There is a chunk, and `count` is below its room.
    #[inline(always)]
    pub(super) unsafe fn append(&self, event: RawEvent) {
        let base = self.base.get();
        let count = self.count.get();
        // SAFETY: by the caller, the event lies within the mapped chunk, whose header precedes its
        // events; nobody else writes this chunk, and nobody reads events that are not committed.
        unsafe {
            base.add(1).cast::<RawEvent>().add(count as usize).write(event);
            (*base).committed.store(count + 1, Ordering::Release);
        }
        self.count.set(count + 1);
    }

    /// Events in the chunk.
    pub(super) fn count(&self) -> u64 {
        self.count.get()
    }

    /// From now on events go into this new chunk, the first `limit` of them by the hot path.
    pub(super) fn enter(&self, chunk: *mut ChunkHeader, limit: u64) {
        self.base.set(chunk);
        self.count.set(0);
        self.limit.set(limit);
    }

    /// As at the start of a thread.
    pub(super) fn reset(&self) {
        self.enter(ptr::null_mut(), 0);
        self.locations
            .iter()
            .for_each(|location| location.set(ptr::null()));
    }

    /// Puts a location into the cache, in place of whichever shared its row.
    pub(super) fn remember(&self, location: &'static Location<'static>, key: u32) {
        let row = row(location);
        self.locations[row].set(location);
        self.keys[row].set(key);
    }
}
