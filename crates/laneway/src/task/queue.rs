//! A first-in, first-out queue between tasks, as Python's `asyncio.Queue`.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::panic::Location;
use std::rc::Rc;

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};

use super::line::Line;
use super::wait::{Reason, Wait};
use crate::Item;
use crate::object::Object;
use crate::queue::{GetError, PutError};

/// A queue between tasks. A clone is the same queue.
///
/// As in Python, an item is for whoever takes it first: who waits for one is called when there is one, and waits on if
/// another task has taken it before its turn.
#[derive(Debug)]
pub struct Queue<T> {
    shared: Rc<Shared<T>>,
}

#[derive(Debug)]
struct Shared<T> {
    object: Object,
    capacity: usize,
    /// The items, each with the sequence number of its put.
    items: RefCell<VecDeque<(u32, T)>>,
    takers: Line,
    givers: Line,
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self {
            shared: Rc::clone(&self.shared),
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
        let shared = Shared {
            object: Object::new(ObjectKind::QUEUE, Some(name.into()), known, Location::caller()),
            capacity: capacity.unwrap_or(usize::MAX),
            items: RefCell::default(),
            takers: Line::default(),
            givers: Line::default(),
        };
        Self {
            shared: Rc::new(shared),
        }
    }

    /// Puts the item at the end of the queue, as soon as there is room.
    #[track_caller]
    pub fn put(&self, item: T) -> impl Future<Output = ()> {
        let location = Location::caller();
        async move {
            let shared = &*self.shared;
            shared.object.begin();
            if shared.is_full() {
                let wait = Wait::of_object(&Reason::ROOM, shared.id(), location);
                let decline = || {
                    if !shared.is_full() {
                        shared.givers.call();
                    }
                };
                let may_go = || !shared.is_full();
                shared.givers.wait_until(wait, may_go, decline).await;
            }
            shared.push(item, location);
        }
    }

    /// Puts the item at the end of the queue if there is room.
    ///
    /// # Errors
    /// The queue is full.
    #[track_caller]
    pub fn try_put(&self, item: T) -> Result<(), PutError<T>> {
        self.shared.object.begin();
        if self.shared.is_full() {
            self.shared.refuse(EventKind::PUT_REFUSE, Location::caller());
            return Err(PutError::Full(item));
        }
        self.shared.push(item, Location::caller());
        Ok(())
    }

    /// Takes the oldest item, as soon as there is one.
    #[track_caller]
    pub fn get(&self) -> impl Future<Output = T> {
        let location = Location::caller();
        async move {
            let shared = &*self.shared;
            shared.object.begin();
            loop {
                if let Some(item) = shared.pop(location) {
                    return item;
                }
                let wait = Wait::of_object(&Reason::ITEM, shared.id(), location);
                let decline = || {
                    if !shared.is_empty() {
                        shared.takers.call();
                    }
                };
                let may_go = || !shared.is_empty();
                shared.takers.wait_until(wait, may_go, decline).await;
            }
        }
    }

    /// Takes the oldest item if there is one.
    ///
    /// # Errors
    /// The queue is empty.
    #[track_caller]
    pub fn try_get(&self) -> Result<T, GetError> {
        self.shared.object.begin();
        let item = self.shared.pop(Location::caller());
        item.ok_or_else(|| {
            self.shared.refuse(EventKind::GET_REFUSE, Location::caller());
            GetError::Empty
        })
    }

    /// How many items are in it now.
    pub fn len(&self) -> usize {
        self.shared.items.borrow().len()
    }

    /// True if there is none now.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T: Item> Shared<T> {
    /// Its id in the session; 0 if it is not recorded.
    fn id(&self) -> u32 {
        self.object.id().unwrap_or(0)
    }

    fn refuse(&self, kind: EventKind, location: &'static Location<'static>) {
        if let Some(id) = self.object.id() {
            record(kind, id, 0, Value::NONE, location);
        }
    }

    fn is_full(&self) -> bool {
        self.items.borrow().len() >= self.capacity
    }

    fn is_empty(&self) -> bool {
        self.items.borrow().is_empty()
    }

    fn push(&self, item: T, location: &'static Location<'static>) {
        // It is defined before its numbers count.
        let id = self.object.id();
        let sequence = self.object.next_sequence();
        if let Some(id) = id {
            record(EventKind::PUT, id, sequence, item.label().value(), location);
        }
        self.items.borrow_mut().push_back((sequence, item));
        self.takers.call();
    }

    fn pop(&self, location: &'static Location<'static>) -> Option<T> {
        let (put, item) = self.items.borrow_mut().pop_front()?;
        if let Some(id) = self.object.id() {
            let sequence = self.object.next_sequence();
            record(EventKind::GET, id, sequence, Value::int(i64::from(put)), location);
        }
        self.givers.call();
        Some(item)
    }
}
