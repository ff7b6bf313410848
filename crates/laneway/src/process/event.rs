//! A flag between processes to wait for, as Python's `multiprocessing.Event`.

use std::ffi::CStr;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};
use serde::{Deserialize, Serialize};

use super::shared::{self, SharedObject, SharedPage};
use crate::failure::fail;
use crate::system;
use crate::waiting::Patience;

/// A flag that processes wait for; it stays set until somebody clears it. A clone is the same event; so is what a
/// child gets with its argument.
///
/// Who waits when it is set passes, even if it is cleared before that process runs again. No process holds anything
/// while it sets, clears or waits, so one that dies keeps nobody from passing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Event {
    inner: Arc<Inner>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Inner {
    object: SharedObject,
    page: SharedPage<Content>,
}

#[derive(Debug)]
struct Content {
    /// The flag and its place in the sequence, which change together: see [`State`].
    state: AtomicU64,
    /// Changes each time the flag was set; who waits sleeps until it does.
    changes: AtomicU32,
}

impl shared::Content for Content {
    const MEMORY: &'static CStr = c"laneway-event";
}

/// What is known of the flag: in one number, so that it changes as one.
#[derive(Clone, Copy)]
struct State {
    /// The number of the last event on it.
    sequence: u32,
    /// How often it was set, as far as 31 bits go.
    times_set: u32,
    is_set: bool,
}

impl State {
    fn of(bits: u64) -> Self {
        let flag = bits as u32;
        Self {
            sequence: (bits >> 32) as u32,
            times_set: flag >> 1,
            is_set: flag & 1 == 1,
        }
    }

    fn bits(self) -> u64 {
        let flag = self.times_set << 1 | u32::from(self.is_set);
        u64::from(self.sequence) << 32 | u64::from(flag)
    }
}

impl Event {
    /// An event that is not set.
    ///
    /// # Panics
    /// The system has no room for shared memory or another open file.
    #[track_caller]
    pub fn new(name: impl AsRef<str>) -> Self {
        let (name, location) = (name.as_ref(), Location::caller());
        // SAFETY: all zero is valid, and may be shared.
        let page = match unsafe { SharedPage::new(|_| Ok(())) } {
            Ok(page) => page,
            Err(error) => fail(&format!("making the event `{name}`"), error, location),
        };
        let object = SharedObject::define(ObjectKind::EVENT, name, None);
        Self {
            inner: Arc::new(Inner { object, page }),
        }
    }

    /// Lets pass who waits, and who comes from now on.
    #[track_caller]
    pub fn set(&self) {
        self.inner.object.begin();
        self.step(Location::caller(), |state| {
            let times_set = state.times_set.wrapping_add(1);
            let set = State {
                times_set,
                is_set: true,
                ..state
            };
            (set, EventKind::GATE_OPEN, Value::NONE)
        });
        let content = self.inner.page.get();
        content.changes.fetch_add(1, Ordering::Release);
        system::wake_all(&content.changes);
    }

    /// Lets wait who comes from now on.
    #[track_caller]
    pub fn clear(&self) {
        self.inner.object.begin();
        self.step(Location::caller(), |state| {
            let clear = State {
                is_set: false,
                ..state
            };
            (clear, EventKind::GATE_CLOSE, Value::NONE)
        });
    }

    /// True if it is set now. Another process may change that at once.
    pub fn is_set(&self) -> bool {
        self.state().is_set
    }

    /// Waits until it is set.
    #[track_caller]
    pub fn wait(&self) {
        self.pass(Patience::Endless, Location::caller());
    }

    /// Waits until it is set, but no longer than this; false if it was not.
    #[track_caller]
    pub fn wait_timeout(&self, timeout: Duration) -> bool {
        self.pass(Patience::of(timeout), Location::caller())
    }

    fn state(&self) -> State {
        State::of(self.inner.page.get().state.load(Ordering::Acquire))
    }

    /// Changes the state, draws the number of that in the same step, and records what it was; the state before it.
    fn step(
        &self,
        location: &'static Location<'static>,
        does: impl Fn(State) -> (State, EventKind, Value),
    ) -> State {
        let Inner { object, page } = &*self.inner;
        let state = &page.get().state;
        let mut before = state.load(Ordering::Acquire);
        loop {
            let (mut after, kind, value) = does(State::of(before));
            after.sequence = after.sequence.wrapping_add(1);
            let (success, failure) = (Ordering::AcqRel, Ordering::Acquire);
            match state.compare_exchange_weak(before, after.bits(), success, failure) {
                Ok(_) => {
                    if let Some(id) = object.id() {
                        record(kind, id, after.sequence, value, location);
                    }
                    return State::of(before);
                }
                Err(changed) => before = changed,
            }
        }
    }

    fn pass(&self, patience: Patience, location: &'static Location<'static>) -> bool {
        self.inner.object.begin();
        let (wait, value) = match patience {
            Patience::Until(_, timeout) => (EventKind::GATE_WAIT_TIMED, Value::duration(timeout)),
            Patience::None | Patience::Endless => (EventKind::GATE_WAIT, Value::NONE),
        };
        let begun = self.step(location, |state| match state.is_set {
            true => (state, EventKind::GATE_PASS, Value::NONE),
            false => (state, wait, value),
        });
        if begun.is_set {
            return true;
        }
        self.wait_for_change(begun.times_set, patience);
        let ended = self.step(location, |state| match state.times_set == begun.times_set {
            true => (state, EventKind::GATE_TIMEOUT, Value::NONE),
            false => (state, EventKind::GATE_PASS, Value::NONE),
        });
        ended.times_set != begun.times_set
    }

    /// Waits until it was set once more than so often, or patience is over.
    fn wait_for_change(&self, times_set: u32, patience: Patience) {
        let deadline = match patience {
            Patience::Until(deadline, _) => deadline,
            Patience::None | Patience::Endless => None,
        };
        let changes = &self.inner.page.get().changes;
        loop {
            let seen = changes.load(Ordering::Acquire);
            let was_set = self.state().times_set != times_set;
            if was_set || !system::wait_for_change(changes, seen, deadline) {
                return;
            }
        }
    }
}
