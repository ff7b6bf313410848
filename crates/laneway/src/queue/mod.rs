//! Queues between threads, as Python's `queue.Queue`, `LifoQueue` and `PriorityQueue`.

mod error;
mod line;

use std::borrow::Cow;
use std::collections::{BinaryHeap, VecDeque};
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};

use crate::item::{Item, Label, Put, label_in_order};
use crate::object::{Defined, Object};
use crate::waiting::{Patience, Wait, Waiters};
pub use error::{GetError, PutError};
use line::Line;

/// A queue between threads. A clone is the same queue.
///
/// ```
/// use laneway::queue::Queue;
/// use laneway::thread;
///
/// let jobs = Queue::new("jobs", Some(3));
/// let worker = thread::spawn({
///     let jobs = jobs.clone();
///     move || {
///         for job in jobs.iter() {
///             laneway::println!("{job}");
///             jobs.task_done();
///         }
///     }
/// });
/// (1..=5).for_each(|job| jobs.put(job));
/// jobs.join();
/// jobs.close();
/// worker.join().unwrap();
/// ```
#[derive(Debug)]
pub struct Queue<T> {
    shared: Arc<Shared<T>>,
}

#[derive(Debug)]
struct Shared<T> {
    object: Object,
    name: Cow<'static, str>,
    capacity: usize,
    label: fn(&T) -> Label<'_>,
    state: Mutex<State<T>>,
    not_empty: Waiters,
    not_full: Waiters,
    /// What [`Queue::join`] waits for, as a flag. Used under the lock alone.
    all_done: Object,
    done: Waiters,
}

#[derive(Debug)]
struct State<T> {
    line: Line<T>,
    closed: bool,
    /// Items that were put and of which nobody has said that they are done.
    unfinished: usize,
    /// As what it was recorded that all are done, if they are: not before the first one is.
    flagged: Defined,
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T: Item> Queue<T> {
    /// A queue with this name out of which the item comes next that was put first. It holds at most `capacity`
    /// items; any number for `None` or 0, as in Python. Items look as their `Debug` or [`Item`] says.
    #[track_caller]
    pub fn new(name: impl Into<Cow<'static, str>>, capacity: Option<usize>) -> Self {
        Self::labelled(name, capacity, T::label)
    }

    /// As [`new`](Self::new), but the item comes next that was put last: Python's `LifoQueue`.
    #[track_caller]
    pub fn lifo(name: impl Into<Cow<'static, str>>, capacity: Option<usize>) -> Self {
        Self::made(
            name.into(),
            (capacity, ObjectKind::LIFO_QUEUE),
            Line::Last(Vec::new()),
            T::label,
            Location::caller(),
        )
    }

    /// As [`new`](Self::new), but the lowest item comes next, and of equal ones the one that was put first:
    /// Python's `PriorityQueue`, which promises nothing for equal ones.
    #[track_caller]
    pub fn priority(name: impl Into<Cow<'static, str>>, capacity: Option<usize>) -> Self
    where
        T: Ord,
    {
        Self::made(
            name.into(),
            (capacity, ObjectKind::PRIORITY_QUEUE),
            Line::Lowest(BinaryHeap::new(), T::cmp),
            label_in_order,
            Location::caller(),
        )
    }
}

impl<T> Queue<T> {
    /// As [`new`](Self::new), for items of any type: `label` says how one looks.
    ///
    /// ```
    /// use laneway::queue::Queue;
    ///
    /// struct Job(Box<dyn FnOnce() + Send>, &'static str);
    /// let jobs = Queue::labelled("jobs", None, |job: &Job| job.1.into());
    /// jobs.put(Job(Box::new(|| ()), "nothing"));
    /// ```
    #[track_caller]
    pub fn labelled(
        name: impl Into<Cow<'static, str>>,
        capacity: Option<usize>,
        label: fn(&T) -> Label<'_>,
    ) -> Self {
        Self::made(
            name.into(),
            (capacity, ObjectKind::QUEUE),
            Line::First(VecDeque::new()),
            label,
            Location::caller(),
        )
    }

    /// As [`labelled`](Self::labelled) without a bound, for another part of the library.
    pub(crate) fn labelled_at(
        name: String,
        label: fn(&T) -> Label<'_>,
        created: &'static Location<'static>,
    ) -> Self {
        let kind = (None, ObjectKind::QUEUE);
        Self::made(name.into(), kind, Line::First(VecDeque::new()), label, created)
    }

    /// As [`try_put`](Self::try_put), for another part of the library.
    pub(crate) fn put_at(
        &self,
        item: T,
        location: &'static Location<'static>,
    ) -> Result<(), PutError<T>> {
        self.shared.put(item, Patience::None, location)
    }

    /// As [`try_get`](Self::try_get), for another part of the library.
    pub(crate) fn get_at(&self, location: &'static Location<'static>) -> Result<T, GetError> {
        self.shared.get(Patience::None, location)
    }

    fn made(
        name: Cow<'static, str>,
        (capacity, kind): (Option<usize>, ObjectKind),
        line: Line<T>,
        label: fn(&T) -> Label<'_>,
        created: &'static Location<'static>,
    ) -> Self {
        let capacity = capacity.filter(|&capacity| capacity > 0);
        let known = capacity.map(|capacity| capacity as u64);
        // Python's queue has a condition of that name.
        let all_done = Cow::Owned(format!("{name}.all_tasks_done"));
        let shared = Shared {
            object: Object::new(kind, Some(name.clone()), known, created),
            name,
            capacity: capacity.unwrap_or(usize::MAX),
            label,
            state: Mutex::new(State {
                line,
                closed: false,
                unfinished: 0,
                flagged: Defined::NOT,
            }),
            not_empty: Waiters::new(),
            not_full: Waiters::new(),
            all_done: Object::new(ObjectKind::EVENT, Some(all_done), None, created),
            done: Waiters::new(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Puts the item into the queue, as soon as there is room.
    ///
    /// # Panics
    /// The queue is closed, where Python raises `ShutDown`.
    #[track_caller]
    pub fn put(&self, item: T) {
        let put = self.shared.put(item, Patience::Endless, Location::caller());
        // Without an end to the wait there is no other refusal.
        assert!(put.is_ok(), "the queue `{}` is closed", self.shared.name);
    }

    /// Puts the item into the queue if there is room.
    ///
    /// # Errors
    /// The queue is full, or closed.
    #[track_caller]
    pub fn try_put(&self, item: T) -> Result<(), PutError<T>> {
        self.shared.put(item, Patience::None, Location::caller())
    }

    /// Puts the item into the queue, if there is room before the time is over.
    ///
    /// # Errors
    /// The queue was full all the time, or is closed.
    #[track_caller]
    pub fn put_timeout(&self, item: T, timeout: Duration) -> Result<(), PutError<T>> {
        self.shared.put(item, Patience::of(timeout), Location::caller())
    }

    /// Takes the next item, as soon as there is one.
    ///
    /// # Panics
    /// The queue is empty and closed, where Python raises `ShutDown`; [`iter`](Self::iter) ends there.
    #[track_caller]
    pub fn get(&self) -> T {
        let got = self.shared.get(Patience::Endless, Location::caller());
        got.unwrap_or_else(|_| panic!("the queue `{}` is empty and closed", self.shared.name))
    }

    /// Takes the next item if there is one.
    ///
    /// # Errors
    /// The queue is empty, and perhaps closed.
    #[track_caller]
    pub fn try_get(&self) -> Result<T, GetError> {
        self.shared.get(Patience::None, Location::caller())
    }

    /// Takes the next item, if there is one before the time is over.
    ///
    /// # Errors
    /// The queue was empty all the time, or is empty and closed.
    #[track_caller]
    pub fn get_timeout(&self, timeout: Duration) -> Result<T, GetError> {
        self.shared.get(Patience::of(timeout), Location::caller())
    }

    /// Takes item after item, waiting for each, until the queue is empty and closed.
    #[track_caller]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter {
            queue: self,
            location: Location::caller(),
        }
    }

    /// Says that nothing more comes: who waits for room, or puts from now on, is refused, and who takes is once the
    /// queue is empty. Python's `shutdown()`.
    #[track_caller]
    pub fn close(&self) {
        self.shared.close(false, Location::caller());
    }

    /// As [`close`](Self::close), and takes out what is in it, as if it were done: Python's
    /// `shutdown(immediate=True)`.
    #[track_caller]
    pub fn close_now(&self) {
        self.shared.close(true, Location::caller());
    }

    /// Says that one of the items that were taken is done.
    ///
    /// # Panics
    /// It was said as often as items were put, where Python raises `ValueError`.
    #[track_caller]
    pub fn task_done(&self) {
        let shared = &*self.shared;
        shared.object.begin();
        let mut state = shared.lock();
        let has_more = state.unfinished > 0;
        if has_more {
            shared.finish(&mut state, 1, Location::caller());
        }
        drop(state);
        assert!(has_more, "`task_done` was called too often on `{}`", shared.name);
    }

    /// Waits until [`task_done`](Self::task_done) was said of all items that were put.
    #[track_caller]
    pub fn join(&self) {
        self.shared.join(Location::caller());
    }

    /// How many items are in it now. Another thread may change that at once.
    pub fn len(&self) -> usize {
        self.shared.lock().line.len()
    }

    /// True if there is none now.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The items of a [`Queue`], until it is empty and closed.
#[derive(Debug)]
pub struct Iter<'a, T> {
    queue: &'a Queue<T>,
    location: &'static Location<'static>,
}

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.queue.shared.get(Patience::Endless, self.location).ok()
    }
}

impl<'a, T> IntoIterator for &'a Queue<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    #[track_caller]
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

type Guard<'a, T> = MutexGuard<'a, State<T>>;

impl<T> Shared<T> {
    fn lock(&self) -> Guard<'_, T> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(
        &self,
        item: T,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> Result<(), PutError<T>> {
        let defined = self.object.begin();
        let id = defined.current();
        let say = |kind, value| id.map_or((), |id| record(kind, id, 0, value, location));
        // Before the lock: the label of a long text is defined by a system call.
        let label = id.map_or(Value::NONE, |_| (self.label)(&item).value());
        let is_full = |state: &Guard<'_, T>| state.line.len() >= self.capacity && !state.closed;
        let (mut state, in_time) =
            self.not_full
                .wait_and_say(self.lock(), patience, is_full, &Wait::ROOM, say);
        if !in_time {
            return Err(PutError::Full(item));
        }
        if state.closed {
            say(EventKind::PUT_CLOSED, Value::NONE);
            return Err(PutError::Closed(item));
        }
        let sequence = self.object.next_sequence();
        if let Some(id) = id {
            record(EventKind::PUT, id, sequence, label, location);
        }
        state.line.push(Put { defined, sequence }, item);
        state.unfinished += 1;
        if std::mem::replace(&mut state.flagged, Defined::NOT)
            .current()
            .is_some()
        {
            self.say_of_flag(EventKind::GATE_CLOSE, location);
        }
        drop(state);
        self.not_empty.wake_one();
        Ok(())
    }

    fn get(&self, patience: Patience, location: &'static Location<'static>) -> Result<T, GetError> {
        let id = self.object.begin().current();
        let say = |kind, value| id.map_or((), |id| record(kind, id, 0, value, location));
        let is_empty = |state: &Guard<'_, T>| state.line.len() == 0 && !state.closed;
        let (mut state, in_time) =
            self.not_empty
                .wait_and_say(self.lock(), patience, is_empty, &Wait::ITEM, say);
        if !in_time {
            return Err(GetError::Empty);
        }
        let Some(item) = self.take(&mut state, location) else {
            say(EventKind::GET_CLOSED, Value::NONE);
            return Err(GetError::Closed);
        };
        drop(state);
        self.not_full.wake_one();
        Ok(item)
    }

    /// Takes the next item, if there is one.
    fn take(&self, state: &mut State<T>, location: &'static Location<'static>) -> Option<T> {
        let (put, item) = state.line.pop()?;
        let sequence = self.object.next_sequence();
        if let Some(id) = put.defined.current() {
            let put = Value::int(put.sequence.into());
            record(EventKind::GET, id, sequence, put, location);
        }
        Some(item)
    }

    fn close(&self, empties: bool, location: &'static Location<'static>) {
        let id = self.object.begin().current();
        let mut state = self.lock();
        let mut left = Vec::new();
        if !std::mem::replace(&mut state.closed, true) {
            if let Some(id) = id {
                let sequence = self.object.next_sequence();
                record(EventKind::CLOSE, id, sequence, Value::NONE, location);
            }
        }
        if empties {
            left.extend(std::iter::from_fn(|| self.take(&mut state, location)));
            self.finish(&mut state, left.len(), location);
        }
        drop(state);
        // Items are dropped without the lock: what they do then may need it.
        drop(left);
        self.not_empty.wake_all();
        self.not_full.wake_all();
    }

    /// So many items are done.
    fn finish(&self, state: &mut State<T>, items: usize, location: &'static Location<'static>) {
        let before = state.unfinished;
        state.unfinished = before.saturating_sub(items);
        if before > 0 && state.unfinished == 0 {
            state.flagged = self.say_of_flag(EventKind::GATE_OPEN, location);
            self.done.wake_all();
        }
    }

    fn join(&self, location: &'static Location<'static>) {
        self.object.begin();
        let is_open = |state: &Guard<'_, T>| state.unfinished > 0;
        let say = |kind, _| {
            self.say_of_flag(kind, location);
        };
        let state = self.lock();
        let (state, _) = self
            .done
            .wait_and_say(state, Patience::Endless, is_open, &Wait::GATE, say);
        // Before the first item there is nothing to pass.
        if state.flagged.current().is_some() {
            self.say_of_flag(EventKind::GATE_PASS, location);
        }
    }

    /// Records what happens to the flag that [`join`](Self::join) waits for. To be called under the lock.
    fn say_of_flag(&self, kind: EventKind, location: &'static Location<'static>) -> Defined {
        let defined = self.all_done.defined_in(self.object.defined());
        if let Some(id) = defined.current() {
            let sequence = self.all_done.next_sequence();
            record(kind, id, sequence, Value::NONE, location);
        }
        defined
    }
}
