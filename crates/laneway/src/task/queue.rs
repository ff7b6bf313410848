//! A first-in, first-out queue between tasks, as Python's `asyncio.Queue`.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
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
    /// How many of the items are for takers that were called and have not gone on yet.
    promised_items: Cell<usize>,
    /// How much of the room is for givers that were called and have not gone on yet.
    promised_room: Cell<usize>,
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
            promised_items: Cell::new(0),
            promised_room: Cell::new(0),
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
            if shared.room() == 0 {
                let wait = Wait::of_object(&Reason::ROOM, shared.id(), location);
                let decline = || {
                    less(&shared.promised_room);
                    shared.promise_room();
                };
                shared.givers.wait(wait, decline).await;
                less(&shared.promised_room);
            }
            shared.push(item, location);
        }
    }

    /// Puts the item at the end of the queue if there is room.
    ///
    /// # Errors
    /// The queue is full, or its room is for those who have waited.
    #[track_caller]
    pub fn try_put(&self, item: T) -> Result<(), PutError<T>> {
        if self.shared.room() == 0 {
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
            loop {
                if shared.spare_items() == 0 {
                    let wait = Wait::of_object(&Reason::ITEM, shared.id(), location);
                    let decline = || {
                        less(&shared.promised_items);
                        shared.promise_items();
                    };
                    shared.takers.wait(wait, decline).await;
                    less(&shared.promised_items);
                }
                if let Some(item) = shared.pop(location) {
                    return item;
                }
            }
        }
    }

    /// Takes the oldest item if there is one.
    ///
    /// # Errors
    /// The queue is empty, or its items are for those who have waited.
    #[track_caller]
    pub fn try_get(&self) -> Result<T, GetError> {
        let item = match self.shared.spare_items() {
            0 => None,
            _ => self.shared.pop(Location::caller()),
        };
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

fn less(count: &Cell<usize>) {
    count.set(count.get() - 1);
}

fn more(count: &Cell<usize>) {
    count.set(count.get() + 1);
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

    /// How many items there is room for, beside what is promised.
    fn room(&self) -> usize {
        self.capacity - self.items.borrow().len() - self.promised_room.get()
    }

    /// How many items there are, beside those that are promised.
    fn spare_items(&self) -> usize {
        self.items.borrow().len() - self.promised_items.get()
    }

    /// Calls those who wait for room, as many as there is room for.
    fn promise_room(&self) {
        while self.room() > 0 && self.givers.call() {
            more(&self.promised_room);
        }
    }

    /// Calls those who wait for items, as many as there are items.
    fn promise_items(&self) {
        while self.spare_items() > 0 && self.takers.call() {
            more(&self.promised_items);
        }
    }

    fn push(&self, item: T, location: &'static Location<'static>) {
        // It is defined before its numbers count.
        let id = self.object.id();
        let sequence = self.object.next_sequence();
        if let Some(id) = id {
            record(EventKind::PUT, id, sequence, item.label().value(), location);
        }
        self.items.borrow_mut().push_back((sequence, item));
        self.promise_items();
    }

    fn pop(&self, location: &'static Location<'static>) -> Option<T> {
        let (put, item) = self.items.borrow_mut().pop_front()?;
        if let Some(id) = self.object.id() {
            let sequence = self.object.next_sequence();
            record(EventKind::GET, id, sequence, Value::int(i64::from(put)), location);
        }
        self.promise_room();
        Some(item)
    }
}
