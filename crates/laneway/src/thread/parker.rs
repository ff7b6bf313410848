//! Waiting for a word from another thread.

use std::panic::Location;
use std::sync::{Mutex, MutexGuard, PoisonError};

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};

use crate::object::Object;
use crate::waiting::{Patience, Wait, Waiters};

/// What a thread parks at: a semaphore without a permit, and with one at most. `std` says the same of its own:
/// <https://doc.rust-lang.org/std/thread/fn.park.html>.
#[derive(Debug)]
pub(super) struct Parker {
    object: Object,
    /// True if somebody has unparked the thread and it has not parked since.
    has_permit: Mutex<bool>,
    unparked: Waiters,
}

impl Parker {
    /// That of the thread with this label.
    pub(super) fn new(label: &str, created: &'static Location<'static>) -> Self {
        let name = format!("park {label}");
        Self {
            object: Object::new(ObjectKind::SEMAPHORE, Some(name.into()), Some(0), created),
            has_permit: Mutex::default(),
            unparked: Waiters::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.has_permit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn unpark(&self, location: &'static Location<'static>) {
        let id = self.object.begin().current();
        let mut has_permit = self.lock();
        if *has_permit {
            return;
        }
        if let Some(id) = id {
            let sequence = self.object.next_sequence();
            record(EventKind::LOCK_RELEASE, id, sequence, Value::NONE, location);
        }
        *has_permit = true;
        drop(has_permit);
        self.unparked.wake_one();
    }

    pub(super) fn park(&self, patience: Patience, location: &'static Location<'static>) {
        let id = self.object.begin().current();
        let say = |kind, value| id.map_or((), |id| record(kind, id, 0, value, location));
        let has_none = |has_permit: &MutexGuard<'_, bool>| !**has_permit;
        let (mut has_permit, in_time) =
            self.unparked
                .wait_and_say(self.lock(), patience, has_none, &Wait::PERMIT, say);
        if !in_time {
            return;
        }
        if let Some(id) = id {
            let sequence = self.object.next_sequence();
            record(EventKind::LOCK_ACQUIRE, id, sequence, Value::NONE, location);
        }
        *has_permit = false;
    }
}
