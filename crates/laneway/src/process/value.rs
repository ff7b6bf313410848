//! A number in memory that processes share, as Python's `multiprocessing.Value("i", lock=False)`.

use std::ffi::CStr;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use laneway_recorder::client::{self, record};
use laneway_trace::{EventKind, ObjectKind};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::shared::{Content, SharedObject, SharedPage};
use crate::failure::fail;

/// A number in memory that processes share without a lock around its use. [`get`](Self::get) and
/// [`set`](Self::set) are two steps: what happens between them is up to the program, and a
/// [`Lock`](super::Lock) keeps others out. A clone is the same number; so is what a child gets with its
/// argument.
///
/// It has the 32 bits of Python's type code `i`. A read or write is a single step of the processor, so a
/// process that dies in the middle of one keeps nobody waiting. What it holds at first is no event: the
/// first read tells it.
#[derive(Clone, Debug)]
pub struct Value {
    inner: Arc<Inner>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Inner {
    object: SharedObject,
    page: SharedPage<Numbered>,
}

/// The number in the lower half; in the upper one how often it was read or written. They change together,
/// so that the trace has the order in which it happened.
#[derive(Debug)]
struct Numbered(AtomicU64);

impl Content for Numbered {
    const MEMORY: &'static CStr = c"laneway-value";
}

impl Numbered {
    /// Counts a step and writes the number, if there is one; the number after it and its place among the steps.
    fn step(&self, new: Option<i32>) -> (i32, u32) {
        let mut before = self.0.load(Ordering::Relaxed);
        loop {
            let number = new.unwrap_or(before as i32);
            let sequence = ((before >> 32) as u32).wrapping_add(1);
            let after = u64::from(sequence) << 32 | u64::from(number as u32);
            // Whoever reads a number also sees what its writer did before.
            let swapped =
                self.0
                    .compare_exchange_weak(before, after, Ordering::AcqRel, Ordering::Relaxed);
            match swapped {
                Ok(_) => return (number, sequence),
                Err(changed) => before = changed,
            }
        }
    }
}

impl Value {
    /// A number in shared memory.
    ///
    /// # Panics
    /// The system has no room for shared memory or another open file.
    #[track_caller]
    pub fn new(name: impl AsRef<str>, value: i32) -> Self {
        let (name, location) = (name.as_ref(), Location::caller());
        // SAFETY: all zero is a valid atomic number, which may be shared.
        let page = match unsafe { SharedPage::<Numbered>::new(|_| Ok(())) } {
            Ok(page) => page,
            Err(error) => fail(&format!("making the value `{name}`"), error, location),
        };
        // Nobody else has it yet.
        page.get().0.store(u64::from(value as u32), Ordering::Relaxed);
        Self {
            inner: Arc::new(Inner {
                object: SharedObject::define(ObjectKind::CELL, name, None),
                page,
            }),
        }
    }

    /// Reads the number; recorded as a read.
    #[track_caller]
    pub fn get(&self) -> i32 {
        self.step(EventKind::READ, None, Location::caller())
    }

    /// Writes the number; recorded as a write.
    #[track_caller]
    pub fn set(&self, value: i32) {
        self.step(EventKind::WRITE, Some(value), Location::caller());
    }

    fn step(&self, kind: EventKind, new: Option<i32>, location: &'static Location<'static>) -> i32 {
        let Inner { object, page } = &*self.inner;
        let (number, sequence) = page.get().step(new);
        if let Some(id) = object.id() {
            let value = client::Value::int(number.into());
            record(kind, id, sequence, value, location);
        }
        number
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.inner.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            inner: Arc::new(Inner::deserialize(deserializer)?),
        })
    }
}
