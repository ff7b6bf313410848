//! What is recorded of who is alone inside a lock.

use std::panic::Location;

use laneway_recorder::client::{Value, record, record_unplaced};
use laneway_trace::EventKind;

use crate::object::{Defined, Object};

/// Records that this thread has the lock. To be called when it does.
#[inline(always)]
pub(super) fn acquired(id: u32, object: &Object, location: &'static Location<'static>) {
    record(
        EventKind::LOCK_ACQUIRE,
        id,
        object.next_sequence(),
        Value::int(1),
        location,
    );
}

/// A part of a guard, to be dropped before the lock is given back: records that it is, and that it is
/// poisoned if that happens by a panic.
pub(super) struct Held<'a> {
    object: &'a Object,
    /// As whom the lock was taken: its end is recorded only if its beginning was.
    defined: Defined,
    /// True if the thread was panicking when it took the lock: then its panic is not the lock's.
    panicking: bool,
}

impl<'a> Held<'a> {
    #[inline(always)]
    pub(super) fn new(object: &'a Object, defined: Defined) -> Self {
        Self {
            object,
            defined,
            panicking: defined != Defined::NOT && std::thread::panicking(),
        }
    }
}

impl Drop for Held<'_> {
    #[inline]
    fn drop(&mut self) {
        if let Some(id) = self.defined.begin() {
            if std::thread::panicking() && !self.panicking {
                poisoned(id, self.object);
            }
            record_unplaced(
                EventKind::LOCK_RELEASE,
                id,
                self.object.next_sequence(),
                Value::int(0),
            );
        }
    }
}

/// Records that a panic poisons the lock, which this thread still holds.
#[cold]
fn poisoned(id: u32, object: &Object) {
    record_unplaced(EventKind::LOCK_POISON, id, object.next_sequence(), Value::NONE);
}
