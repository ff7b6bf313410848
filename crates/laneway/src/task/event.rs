//! A flag that tasks wait for, as Python's `asyncio.Event`.

use std::borrow::Cow;
use std::cell::Cell;
use std::future::Future;
use std::panic::Location;

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};

use super::line::Line;
use super::wait::{Reason, Wait};
use crate::object::Object;

/// A flag that tasks wait for; it stays set until somebody clears it.
///
/// As in Python, who waits when it is set passes, even if it is cleared before that task has its turn.
#[derive(Debug)]
pub struct Event {
    object: Object,
    is_set: Cell<bool>,
    line: Line,
}

impl Event {
    /// An event with this name that is not set.
    #[track_caller]
    pub fn named(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            object: Object::new(ObjectKind::EVENT, Some(name.into()), None, Location::caller()),
            is_set: Cell::new(false),
            line: Line::default(),
        }
    }

    /// Lets pass who waits, and who comes from now on.
    #[track_caller]
    pub fn set(&self) {
        self.object.begin();
        self.say(EventKind::GATE_OPEN, Location::caller());
        self.is_set.set(true);
        while self.line.call() {}
    }

    /// Lets wait who comes from now on.
    #[track_caller]
    pub fn clear(&self) {
        self.object.begin();
        self.say(EventKind::GATE_CLOSE, Location::caller());
        self.is_set.set(false);
    }

    /// True if it is set now.
    pub fn is_set(&self) -> bool {
        self.is_set.get()
    }

    /// How many wait for it now.
    pub fn waiting(&self) -> usize {
        self.line.len()
    }

    /// Waits until it is set.
    #[track_caller]
    pub fn wait(&self) -> impl Future<Output = ()> {
        let location = Location::caller();
        async move {
            let id = self.object.begin().current();
            if !self.is_set() {
                let wait = Wait::of_object(&Reason::GATE, id.unwrap_or(0), location);
                self.line.wait(wait, || ()).await;
            }
            self.say(EventKind::GATE_PASS, location);
        }
    }

    fn say(&self, kind: EventKind, location: &'static Location<'static>) {
        if let Some(id) = self.object.id() {
            record(kind, id, self.object.next_sequence(), Value::NONE, location);
        }
    }
}
