//! A pool of threads with futures, as Python's `concurrent.futures.ThreadPoolExecutor`.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::panic::{self, AssertUnwindSafe, Location};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;

use laneway_recorder::client::{self, Value, record};
use laneway_trace::{EventKind, ObjectKind};

use crate::object::Object;
use crate::thread;
use crate::waiting::{Patience, Waiters};

/// Threads that run tasks, a task at a time each, in the order of their submission. Dropping it waits
/// for all tasks.
#[derive(Debug)]
pub struct ThreadPool {
    shared: Arc<Shared>,
    /// The workers, until somebody waits for them.
    workers: Mutex<Vec<thread::JoinHandle<()>>>,
}

struct Shared {
    object: Object,
    state: Mutex<State>,
    changed: Waiters,
}

#[derive(Default)]
struct State {
    tasks: VecDeque<Box<dyn FnOnce() + Send>>,
    closed: bool,
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Shared")
            .field("object", &self.object)
            .finish_non_exhaustive()
    }
}

impl ThreadPool {
    /// Starts a pool of this many workers, called after it: `pool-0`, `pool-1`, ...
    ///
    /// # Panics
    /// `workers` is 0, or the system has no room for another thread.
    #[track_caller]
    pub fn new(name: impl Into<Cow<'static, str>>, workers: usize) -> Self {
        assert!(workers > 0, "a pool needs a worker");
        let (name, location) = (name.into(), Location::caller());
        let object = Object::new(
            ObjectKind::POOL,
            Some(name.clone()),
            Some(workers as u64),
            location,
        );
        let shared = Arc::new(Shared {
            object,
            state: Mutex::default(),
            changed: Waiters::new(),
        });
        // If a worker cannot be started, dropping the pool ends those that were.
        let mut pool = Self {
            shared,
            workers: Mutex::default(),
        };
        for number in 0..workers {
            let shared = Arc::clone(&pool.shared);
            let worker = thread::Builder::new().name(format!("{name}-{number}"));
            let worker = worker
                .spawn(move || shared.work(location))
                .unwrap_or_else(|error| panic!("a worker of `{name}` could not be started: {error}"));
            pool.workers
                .get_mut()
                .unwrap_or_else(PoisonError::into_inner)
                .push(worker);
        }
        pool
    }

    /// Gives the pool a task and returns at once: the future stands for its result.
    ///
    /// # Panics
    /// The pool was shut down.
    #[track_caller]
    pub fn submit<T: Send + 'static>(
        &self,
        name: impl AsRef<str>,
        task: impl FnOnce() -> T + Send + 'static,
    ) -> Future<T> {
        let location = Location::caller();
        let slot = Arc::new(Slot::new(name.as_ref(), self.shared.object.id()));
        let mut state = self.shared.lock();
        assert!(!state.closed, "the pool was shut down before this task came");
        slot.note(&mut slot.lock(), EventKind::SUBMIT, Value::NONE, location);
        state.tasks.push_back(Box::new({
            let slot = Arc::clone(&slot);
            move || slot.run(task, location)
        }));
        drop(state);
        self.shared.changed.wake_one();
        Future { slot }
    }

    /// Says that no more tasks will come, and waits until all are done and the workers have ended.
    #[track_caller]
    pub fn shutdown(&self) {
        self.shut_down(Location::caller());
    }

    #[track_caller]
    fn shut_down(&self, location: &'static Location<'static>) {
        let mut state = self.shared.lock();
        if !state.closed {
            state.closed = true;
            if let Some(id) = self.shared.object.id() {
                let sequence = self.shared.object.next_sequence();
                record(EventKind::SHUTDOWN, id, sequence, Value::NONE, location);
            }
        }
        drop(state);
        self.shared.changed.wake_all();
        let workers = std::mem::take(&mut *self.workers.lock().unwrap_or_else(PoisonError::into_inner));
        for worker in workers {
            // A worker catches the panics of its tasks and has none of its own.
            let _ = worker.join_at(location);
        }
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        self.shut_down(self.shared.object.created());
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A worker's life.
    fn work(&self, location: &'static Location<'static>) {
        let say = |kind| {
            if let Some(id) = self.object.id() {
                record(kind, id, 0, Value::NONE, location);
            }
        };
        loop {
            let mut state = self.lock();
            let idle = |state: &MutexGuard<'_, State>| state.tasks.is_empty() && !state.closed;
            let waits = idle(&state);
            if waits {
                say(EventKind::TASK_WAIT);
                (state, _) = self.changed.wait_while(state, Patience::Endless, idle);
            }
            let Some(task) = state.tasks.pop_front() else {
                // What waited for a task waits no longer.
                if waits {
                    say(EventKind::TASK_GIVE_UP);
                }
                return;
            };
            drop(state);
            task();
        }
    }
}

/// The result of a task that is to come.
#[derive(Debug)]
pub struct Future<T> {
    slot: Arc<Slot<T>>,
}

/// Where a worker leaves a result and somebody finds it.
pub(crate) struct Slot<T> {
    /// Its id in the session, if it is recorded.
    object: Option<u32>,
    progress: Mutex<Progress<T>>,
    done: Waiters,
}

struct Progress<T> {
    sequence: u32,
    result: Option<thread::Result<T>>,
    /// Of a task that waits for the result.
    waker: Option<Waker>,
}

impl<T> fmt::Debug for Slot<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = self.lock().result.is_some();
        formatter
            .debug_struct("Slot")
            .field("object", &self.object)
            .field("done", &done)
            .finish()
    }
}

impl<T> Future<T> {
    /// Waits for the result.
    ///
    /// # Errors
    /// The task panicked: what it panicked with.
    #[track_caller]
    pub fn result(self) -> thread::Result<T> {
        let location = Location::caller();
        loop {
            if let Some(result) = self.slot.take(Patience::Endless, location) {
                return result;
            }
        }
    }

    /// Waits for the result, but no longer than this.
    ///
    /// # Errors
    /// There was none then: the future, to try again.
    #[track_caller]
    pub fn result_timeout(self, timeout: Duration) -> Result<thread::Result<T>, Self> {
        self.slot
            .take(Patience::of(timeout), Location::caller())
            .ok_or(self)
    }

    /// True if the task is over.
    pub fn is_done(&self) -> bool {
        self.slot.lock().result.is_some()
    }

    pub(crate) fn into_slot(self) -> Arc<Slot<T>> {
        self.slot
    }
}

impl<T> Slot<T> {
    /// Of a task with this name, of a pool or by itself.
    pub(crate) fn new(name: &str, pool: Option<u32>) -> Self {
        let progress = Progress {
            sequence: 0,
            result: None,
            waker: None,
        };
        Self {
            object: client::define_object(ObjectKind::FUTURE, name, None, pool, false),
            progress: Mutex::new(progress),
            done: Waiters::new(),
        }
    }

    /// Its id in the session; 0 if it is not recorded.
    pub(crate) fn id(&self) -> u32 {
        self.object.unwrap_or(0)
    }

    fn lock(&self) -> MutexGuard<'_, Progress<T>> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records what happens to the future, in its critical section.
    fn note(
        &self,
        progress: &mut Progress<T>,
        kind: EventKind,
        value: Value,
        location: &'static Location<'static>,
    ) {
        progress.sequence += 1;
        if let Some(id) = self.object {
            record(kind, id, progress.sequence, value, location);
        }
    }

    /// Runs the task, on a worker. A panic of the task is its result: the worker lives on.
    pub(crate) fn run(&self, task: impl FnOnce() -> T, location: &'static Location<'static>) {
        self.note(&mut self.lock(), EventKind::TASK_BEGIN, Value::NONE, location);
        let result = panic::catch_unwind(AssertUnwindSafe(task));
        let mut progress = self.lock();
        self.note(
            &mut progress,
            EventKind::TASK_END,
            Value::int(i64::from(result.is_err())),
            location,
        );
        progress.result = Some(result);
        let waker = progress.waker.take();
        drop(progress);
        self.done.wake_all();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// The result, if it is there; what is to be recorded before it, `ends` records. If it is not, it
    /// wakes this.
    pub(crate) fn take_or_wake(
        &self,
        waker: &Waker,
        ends: impl FnOnce(),
        location: &'static Location<'static>,
    ) -> Option<thread::Result<T>> {
        let mut progress = self.lock();
        let result = progress.result.take();
        if result.is_some() {
            ends();
            self.note(&mut progress, EventKind::RESULT, Value::NONE, location);
        } else {
            progress.waker = Some(waker.clone());
        }
        result
    }

    fn take(
        &self,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> Option<thread::Result<T>> {
        let say = |kind, value| self.object.map_or((), |id| record(kind, id, 0, value, location));
        let mut progress = self.lock();
        let pending = |progress: &MutexGuard<'_, Progress<T>>| progress.result.is_none();
        if pending(&progress) {
            match patience {
                Patience::Until(_, timeout) => {
                    say(EventKind::RESULT_WAIT_TIMED, Value::duration(timeout));
                }
                _ => say(EventKind::RESULT_WAIT, Value::NONE),
            }
            (progress, _) = self.done.wait_while(progress, patience, pending);
        }
        let result = progress.result.take();
        if result.is_some() {
            self.note(&mut progress, EventKind::RESULT, Value::NONE, location);
        } else {
            say(EventKind::RESULT_TIMEOUT, Value::NONE);
        }
        result
    }
}
