//! Numbers in memory that processes share, as Python's `multiprocessing.Value("i", lock=False)` and `Array`.

use std::ffi::CStr;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use laneway_recorder::client::{self, record};
use laneway_trace::{EventKind, ObjectKind};
use serde::{Deserialize, Serialize};

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
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Value {
    numbers: Arc<Numbers>,
}

/// The number in the lower half; in the upper one how often it was read or written. They change together,
/// so that the trace has the order in which it happened.
#[derive(Debug)]
struct Numbered(AtomicU64);

impl Content for Numbered {
    const MEMORY: &'static CStr = c"laneway-value";
}

/// Numbers in memory, and what they are called in the session.
#[derive(Debug, Serialize, Deserialize)]
struct Numbers {
    /// An object for each number.
    objects: Vec<SharedObject>,
    page: SharedPage<Numbered>,
}

impl Numbers {
    /// # Panics
    /// The system has no room for shared memory or another open file.
    #[track_caller]
    fn new(
        what: &str,
        values: &[i32],
        name: impl Fn(usize) -> String,
        location: &'static Location<'static>,
    ) -> Self {
        // SAFETY: all zero is a valid atomic number, which may be shared.
        let page = match unsafe { SharedPage::<Numbered>::of_many(values.len(), |_| Ok(())) } {
            Ok(page) => page,
            Err(error) => fail(&format!("making {what}"), error, location),
        };
        // Nobody else has them yet.
        for (number, &value) in page.get_all().iter().zip(values) {
            number.0.store(u64::from(value as u32), Ordering::Relaxed);
        }
        let object = |place| SharedObject::define(ObjectKind::CELL, &name(place), None);
        let objects = (0..values.len()).map(object).collect();
        Self { objects, page }
    }

    fn step(
        &self,
        place: usize,
        kind: EventKind,
        new: Option<i32>,
        location: &'static Location<'static>,
    ) -> i32 {
        let id = self.objects[place].begin();
        let (number, sequence) = self.page.get_all()[place].step(new);
        if let Some(id) = id {
            let value = client::Value::int(number.into());
            record(kind, id, sequence, value, location);
        }
        number
    }
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
        let (name, what) = (name.as_ref(), format!("the value `{}`", name.as_ref()));
        let numbers = Numbers::new(&what, &[value], |_| name.to_owned(), Location::caller());
        Self {
            numbers: Arc::new(numbers),
        }
    }

    /// Reads the number; recorded as a read.
    #[track_caller]
    pub fn get(&self) -> i32 {
        self.numbers.step(0, EventKind::READ, None, Location::caller())
    }

    /// Writes the number; recorded as a write.
    #[track_caller]
    pub fn set(&self, value: i32) {
        let location = Location::caller();
        self.numbers.step(0, EventKind::WRITE, Some(value), location);
    }
}

/// Numbers in memory that processes share, each like a [`Value`] of its own. A clone is the same array; so is what a
/// child gets with its argument.
///
/// Python's slices read and write number by number, too.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Array {
    numbers: Arc<Numbers>,
}

impl Array {
    /// Numbers in shared memory, called `name[0]`, `name[1]`, ...
    ///
    /// # Panics
    /// There are no numbers, or the system has no room for shared memory or another open file.
    #[track_caller]
    pub fn new(name: impl AsRef<str>, values: &[i32]) -> Self {
        assert!(!values.is_empty(), "an array needs a number");
        let (name, what) = (name.as_ref(), format!("the array `{}`", name.as_ref()));
        let name = |place| format!("{name}[{place}]");
        Self {
            numbers: Arc::new(Numbers::new(&what, values, name, Location::caller())),
        }
    }

    /// How many numbers there are.
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> usize {
        self.numbers.objects.len()
    }

    /// Reads a number; recorded as a read.
    ///
    /// # Panics
    /// There is none at this place.
    #[track_caller]
    pub fn get(&self, place: usize) -> i32 {
        self.check(place);
        self.numbers
            .step(place, EventKind::READ, None, Location::caller())
    }

    /// Writes a number; recorded as a write.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    #[track_caller]
    pub fn set(&self, place: usize, value: i32) {
        self.check(place);
        let location = Location::caller();
        self.numbers.step(place, EventKind::WRITE, Some(value), location);
    }

    #[track_caller]
    fn check(&self, place: usize) {
        let length = self.len();
        assert!(
            place < length,
            "there is no number {place} in an array of {length}"
        );
    }
}
