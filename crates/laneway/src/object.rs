//! What is acted on, as the recorder knows it.

use std::borrow::Cow;
use std::panic::Location;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use laneway_recorder::client;
use laneway_trace::ObjectKind;

use crate::operation;

/// An object of one process: a lock, a queue, a cell between its threads.
///
/// It is defined in the session when it is first used there, and once more in a forked child, where its
/// copy is an object of its own.
#[derive(Debug)]
pub(crate) struct Object {
    kind: ObjectKind,
    name: Option<Cow<'static, str>>,
    created: &'static Location<'static>,
    capacity: Option<u64>,
    /// The epoch in which it was defined, and its id there: one word, so that it is read in one piece.
    defined: AtomicU64,
    sequence: AtomicU32,
}

/// An object's id, and the epoch (see [`client::epoch`]) in which it means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Defined(u64);

impl Defined {
    /// Of what was not recorded. Its epoch never comes.
    pub(crate) const NOT: Self = Self(u64::MAX);

    /// The id if it still means something: not if recording began, or the process forked, since.
    #[inline(always)]
    pub(crate) fn current(self) -> Option<u32> {
        self.of(client::epoch())
    }

    /// An operation begins that ends one on what was this; the id if it still means something.
    #[inline(always)]
    pub(crate) fn begin(self) -> Option<u32> {
        self.of(operation::begin())
    }

    #[inline(always)]
    fn of(self, epoch: u32) -> Option<u32> {
        ((self.0 >> 32) as u32 == epoch).then_some(self.0 as u32)
    }
}

/// Held while an object is defined: two threads may use it for the first time at once.
static DEFINING: Mutex<()> = Mutex::new(());

impl Object {
    /// Without a name it is called by its kind and the place where it was made.
    pub(crate) const fn new(
        kind: ObjectKind,
        name: Option<Cow<'static, str>>,
        capacity: Option<u64>,
        created: &'static Location<'static>,
    ) -> Self {
        let (defined, sequence) = (AtomicU64::new(0), AtomicU32::new(0));
        Self {
            kind,
            name,
            created,
            capacity,
            defined,
            sequence,
        }
    }

    /// An operation on it begins; its id, or [`Defined::NOT`] if nothing is recorded. Costs two loads and two branches.
    #[inline(always)]
    pub(crate) fn begin(&self) -> Defined {
        self.defined_of(operation::begin(), Defined::NOT)
    }

    /// In the middle of an operation, or of one on another object: what [`begin`](Self::begin) gives.
    #[inline(always)]
    pub(crate) fn defined(&self) -> Defined {
        self.defined_of(client::epoch(), Defined::NOT)
    }

    #[inline(always)]
    fn defined_of(&self, epoch: u32, parent: Defined) -> Defined {
        if epoch == 0 {
            return Defined::NOT;
        }
        let defined = self.defined.load(Ordering::Acquire);
        if (defined >> 32) as u32 == epoch {
            Defined(defined)
        } else {
            self.define(parent)
        }
    }

    /// Where it was made.
    pub(crate) fn created(&self) -> &'static Location<'static> {
        self.created
    }

    /// In the middle of an operation: its id; `None` if nothing is recorded.
    #[inline(always)]
    pub(crate) fn id(&self) -> Option<u32> {
        self.defined().current()
    }

    /// In the middle of an operation on what it becomes a part of.
    pub(crate) fn defined_in(&self, parent: Defined) -> Defined {
        self.defined_of(client::epoch(), parent)
    }

    /// The next number of its sequence. To be called inside its critical section only.
    #[inline(always)]
    pub(crate) fn next_sequence(&self) -> u32 {
        let sequence = self.sequence.load(Ordering::Relaxed).wrapping_add(1);
        self.sequence.store(sequence, Ordering::Relaxed);
        sequence
    }

    /// As [`next_sequence`](Self::next_sequence), where several are inside at once.
    #[inline(always)]
    pub(crate) fn next_sequence_shared(&self) -> u32 {
        self.sequence.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
    }

    #[cold]
    fn define(&self, parent: Defined) -> Defined {
        let epoch = client::settled_epoch();
        if epoch == 0 {
            return Defined::NOT;
        }
        let _defining = DEFINING.lock().unwrap_or_else(PoisonError::into_inner);
        let defined = self.defined.load(Ordering::Relaxed);
        if (defined >> 32) as u32 == epoch {
            return Defined(defined);
        }
        let id = client::define_object(
            self.kind.clone(),
            &self.name(),
            self.capacity,
            parent.current(),
            false,
        );
        let Some(id) = id else {
            return Defined::NOT;
        };
        let defined = u64::from(epoch) << 32 | u64::from(id);
        // The copy in a forked child counts from the start.
        self.sequence.store(0, Ordering::Relaxed);
        self.defined.store(defined, Ordering::Release);
        Defined(defined)
    }

    fn name(&self) -> Cow<'_, str> {
        match &self.name {
            Some(name) => Cow::Borrowed(name),
            None => Cow::Owned(name_by_place(&self.kind, self.created)),
        }
    }
}

/// `lock main.rs:12`
fn name_by_place(kind: &ObjectKind, place: &Location<'_>) -> String {
    let kind = serde_json::to_value(kind).ok();
    let kind = kind
        .as_ref()
        .and_then(serde_json::Value::as_str)
        .unwrap_or("object");
    let file = place.file().rsplit(['/', '\\']).next().unwrap_or_default();
    format!("{kind} {file}:{}", place.line())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_without_a_name_is_called_by_its_place() {
        let place = Location::caller();
        assert_eq!(
            name_by_place(&ObjectKind::LOCK, place),
            format!("lock object.rs:{}", place.line())
        );
    }
}
