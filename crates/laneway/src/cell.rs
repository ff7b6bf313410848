//! A value that threads share without a lock around its use.

use std::borrow::Cow;
use std::panic::Location;
use std::sync::{Mutex, PoisonError};

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};

use crate::object::Object;

/// A number that threads of one process share. [`get`](Self::get) and [`set`](Self::set) are two steps:
/// what happens between them is up to the program, so that an update can be lost as in any language,
/// without undefined behaviour. What it holds at first is no event: the first read tells it.
#[derive(Debug)]
pub struct Cell {
    object: Object,
    /// Locked for one read or write: the value and its place in the sequence belong together.
    value: Mutex<i64>,
}

impl Cell {
    /// A cell with this name and value.
    #[track_caller]
    pub fn new(name: impl Into<Cow<'static, str>>, value: i64) -> Self {
        Self {
            object: Object::new(ObjectKind::CELL, Some(name.into()), None, Location::caller()),
            value: Mutex::new(value),
        }
    }

    /// Reads the value.
    #[track_caller]
    pub fn get(&self) -> i64 {
        let location = Location::caller();
        let id = self.object.begin().current();
        let value = self.value.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(id) = id {
            record(
                EventKind::READ,
                id,
                self.object.next_sequence(),
                Value::int(*value),
                location,
            );
        }
        *value
    }

    /// Writes the value.
    #[track_caller]
    pub fn set(&self, new: i64) {
        let location = Location::caller();
        let id = self.object.begin().current();
        let mut value = self.value.lock().unwrap_or_else(PoisonError::into_inner);
        *value = new;
        if let Some(id) = id {
            record(
                EventKind::WRITE,
                id,
                self.object.next_sequence(),
                Value::int(new),
                location,
            );
        }
    }
}
