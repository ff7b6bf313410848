//! A first-in, first-out queue between threads, as Python's `queue.Queue`.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};

use crate::Item;
use crate::object::Object;
use crate::waiting::{Patience, Wait, Waiters};

/// The item could not be put: the queue is, or was all the time, full. Holds the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full<T>(
    /// The item.
    pub T,
);

/// There was nothing to get: the queue is, or was all the time, empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Empty;

impl<T> fmt::Display for Full<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the queue is full")
    }
}

impl fmt::Display for Empty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the queue is empty")
    }
}

impl<T: fmt::Debug> std::error::Error for Full<T> {}
impl std::error::Error for Empty {}

/// A queue between threads. A clone is the same queue.
#[derive(Debug)]
pub struct Queue<T> {
    shared: Arc<Shared<T>>,
}

#[derive(Debug)]
struct Shared<T> {
    object: Object,
    capacity: usize,
    /// The items, each with the sequence number of its put.
    items: Mutex<VecDeque<(u32, T)>>,
    not_empty: Waiters,
    not_full: Waiters,
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T: Item> Queue<T> {
    /// A queue with this name that holds at most `capacity` items; any number for `None` or 0, as in
    /// Python.
    #[track_caller]
    pub fn new(name: impl Into<Cow<'static, str>>, capacity: Option<usize>) -> Self {
        let capacity = capacity.filter(|&capacity| capacity > 0);
        let known = capacity.map(|capacity| capacity as u64);
        let object = Object::new(ObjectKind::QUEUE, Some(name.into()), known, Location::caller());
        let capacity = capacity.unwrap_or(usize::MAX);
        let (items, not_empty, not_full) = (Mutex::default(), Waiters::new(), Waiters::new());
        Self {
            shared: Arc::new(Shared {
                object,
                capacity,
                items,
                not_empty,
                not_full,
            }),
        }
    }

    /// Puts the item at the end of the queue, as soon as there is room.
    #[track_caller]
    pub fn put(&self, item: T) {
        // Without an end to the wait there is no refusal.
        let _ = self.shared.put(item, Patience::Endless, Location::caller());
    }

    /// Puts the item at the end of the queue if there is room.
    ///
    /// # Errors
    /// The queue is full.
    #[track_caller]
    pub fn try_put(&self, item: T) -> Result<(), Full<T>> {
        self.shared.put(item, Patience::None, Location::caller())
    }

    /// Puts the item at the end of the queue, if there is room before the time is over.
    ///
    /// # Errors
    /// The queue was full all the time.
    #[track_caller]
    pub fn put_timeout(&self, item: T, timeout: Duration) -> Result<(), Full<T>> {
        self.shared.put(item, Patience::of(timeout), Location::caller())
    }

    /// Takes the oldest item, as soon as there is one.
    #[track_caller]
    pub fn get(&self) -> T {
        let location = Location::caller();
        loop {
            if let Ok(item) = self.shared.get(Patience::Endless, location) {
                return item;
            }
        }
    }

    /// Takes the oldest item if there is one.
    ///
    /// # Errors
    /// The queue is empty.
    #[track_caller]
    pub fn try_get(&self) -> Result<T, Empty> {
        self.shared.get(Patience::None, Location::caller())
    }

    /// Takes the oldest item, if there is one before the time is over.
    ///
    /// # Errors
    /// The queue was empty all the time.
    #[track_caller]
    pub fn get_timeout(&self, timeout: Duration) -> Result<T, Empty> {
        self.shared.get(Patience::of(timeout), Location::caller())
    }

    /// How many items are in it now. Another thread may change that at once.
    pub fn len(&self) -> usize {
        self.shared.lock().len()
    }

    /// True if there is none now.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

type Items<'a, T> = MutexGuard<'a, VecDeque<(u32, T)>>;

impl<T: Item> Shared<T> {
    fn lock(&self) -> Items<'_, T> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(
        &self,
        item: T,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> Result<(), Full<T>> {
        let id = self.object.id();
        let say = |kind, value| id.map_or((), |id| record(kind, id, 0, value, location));
        // Before the lock: the label of a long text is defined by a system call.
        let label = if id.is_some() {
            item.label().value()
        } else {
            Value::NONE
        };
        let full = |items: &Items<'_, T>| items.len() >= self.capacity;
        let (mut items, in_time) =
            self.not_full
                .wait_and_say(self.lock(), patience, full, &Wait::ROOM, say);
        if !in_time {
            return Err(Full(item));
        }
        let sequence = self.object.next_sequence();
        if let Some(id) = id {
            record(EventKind::PUT, id, sequence, label, location);
        }
        items.push_back((sequence, item));
        drop(items);
        self.not_empty.wake_one();
        Ok(())
    }

    fn get(&self, patience: Patience, location: &'static Location<'static>) -> Result<T, Empty> {
        let id = self.object.id();
        let say = |kind, value| id.map_or((), |id| record(kind, id, 0, value, location));
        let empty = |items: &Items<'_, T>| items.is_empty();
        let (mut items, _) = self
            .not_empty
            .wait_and_say(self.lock(), patience, empty, &Wait::ITEM, say);
        let (put, item) = items.pop_front().ok_or(Empty)?;
        let sequence = self.object.next_sequence();
        if let Some(id) = id {
            record(EventKind::GET, id, sequence, Value::int(i64::from(put)), location);
        }
        drop(items);
        self.not_full.wake_one();
        Ok(item)
    }
}
