//! A flag to wait for, as Python's `threading.Event`.

use std::borrow::Cow;
use std::panic::Location;
use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};

use crate::object::Object;
use crate::waiting::{Patience, Wait, Waiters};

/// A flag that threads wait for; it stays set until somebody clears it.
///
/// As in Python, who waits when it is set passes, even if it is cleared before that thread runs again.
#[derive(Debug)]
pub struct Event {
    object: Object,
    /// Locked for one step: the flag and its place in the sequence belong together.
    flag: std::sync::Mutex<Flag>,
    was_set: Waiters,
}

#[derive(Debug, Default)]
struct Flag {
    is_set: bool,
    /// How often it was set: who waits passes when this changes.
    times_set: u64,
}

impl Event {
    /// An event with this name that is not set.
    #[track_caller]
    pub fn named(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            object: Object::new(ObjectKind::EVENT, Some(name.into()), None, Location::caller()),
            flag: std::sync::Mutex::default(),
            was_set: Waiters::new(),
        }
    }

    /// Lets pass who waits, and who comes from now on.
    #[track_caller]
    pub fn set(&self) {
        self.set_at(Location::caller());
    }

    pub(crate) fn set_at(&self, location: &'static Location<'static>) {
        let mut flag = self.change(EventKind::GATE_OPEN, location);
        flag.is_set = true;
        flag.times_set += 1;
        drop(flag);
        self.was_set.wake_all();
    }

    /// Lets wait who comes from now on.
    #[track_caller]
    pub fn clear(&self) {
        self.clear_at(Location::caller());
    }

    pub(crate) fn clear_at(&self, location: &'static Location<'static>) {
        self.change(EventKind::GATE_CLOSE, location).is_set = false;
    }

    /// True if it is set now. Another thread may change that at once.
    pub fn is_set(&self) -> bool {
        self.lock().is_set
    }

    /// How many wait for it now.
    pub fn waiting(&self) -> usize {
        let _flag = self.lock();
        self.was_set.count()
    }

    /// Waits until it is set.
    #[track_caller]
    pub fn wait(&self) {
        self.wait_at(Patience::Endless, Location::caller());
    }

    /// Waits until it is set, but no longer than this; false if it was not.
    #[track_caller]
    pub fn wait_timeout(&self, timeout: Duration) -> bool {
        self.wait_at(Patience::of(timeout), Location::caller())
    }

    fn lock(&self) -> MutexGuard<'_, Flag> {
        self.flag.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, kind: EventKind, location: &'static Location<'static>) -> MutexGuard<'_, Flag> {
        let id = self.object.begin().current();
        let flag = self.lock();
        if let Some(id) = id {
            record(kind, id, self.object.next_sequence(), Value::NONE, location);
        }
        flag
    }

    /// Waits until it is set, as patience allows; false if it was not.
    pub(crate) fn wait_at(&self, patience: Patience, location: &'static Location<'static>) -> bool {
        let id = self.object.begin().current();
        let say = |kind, value| {
            if let Some(id) = id {
                record(kind, id, self.object.next_sequence(), value, location);
            }
        };
        let flag = self.lock();
        let times_set = flag.times_set;
        let not_yet = |flag: &MutexGuard<'_, Flag>| !flag.is_set && flag.times_set == times_set;
        let (flag, passes) = self
            .was_set
            .wait_and_say(flag, patience, not_yet, &Wait::GATE, say);
        if passes {
            say(EventKind::GATE_PASS, Value::NONE);
        }
        drop(flag);
        passes
    }
}
