//! A pool of threads, as Python's `concurrent.futures.ThreadPoolExecutor`.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::panic::{self, AssertUnwindSafe, Location};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};

use super::at_exit::{self, Close};
use super::error::{Error, Refused};
use super::future::Future;
use super::map::Map;
use super::slot::Slot;
use crate::object::Object;
use crate::thread;
use crate::waiting::{Patience, Waiters};

/// Threads that run tasks, a task at a time each, in the order of their submission. Dropping it shuts it
/// down and waits for all tasks, unless it was shut down before.
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
    tasks: VecDeque<Box<dyn Work>>,
    closed: bool,
}

/// A task in the hands of the pool, whatever its result is.
trait Work: Send {
    /// Runs it, on a worker; false if it was called off.
    fn run(self: Box<Self>) -> bool;
    /// Calls it off.
    fn cancel(&self, location: &'static Location<'static>);
}

struct Task<T, F> {
    slot: Arc<Slot<T>>,
    code: F,
    /// Where it was submitted.
    location: &'static Location<'static>,
}

impl<T: Send, F: FnOnce() -> T + Send> Work for Task<T, F> {
    fn run(self: Box<Self>) -> bool {
        let begun = self.slot.begin(self.location);
        if begun {
            // A panic of the task is its result: the worker lives on.
            let result = panic::catch_unwind(AssertUnwindSafe(self.code));
            self.slot.end(result.map_err(Error::Panicked), self.location);
        }
        begun
    }

    fn cancel(&self, location: &'static Location<'static>) {
        self.slot.cancel(location);
    }
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
            let worker = match worker.spawn(move || shared.work(location)) {
                Ok(worker) => worker,
                Err(error) => panic!("a worker of `{name}` could not be started: {error}"),
            };
            pool.workers
                .get_mut()
                .unwrap_or_else(PoisonError::into_inner)
                .push(worker);
        }
        at_exit::remember(Arc::<Shared>::downgrade(&pool.shared));
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
        match self.submit_at(name.as_ref(), task, Location::caller()) {
            Ok(future) => future,
            Err(refused) => panic!("{refused}"),
        }
    }

    /// As [`submit`](Self::submit).
    ///
    /// # Errors
    /// The pool was shut down.
    #[track_caller]
    pub fn try_submit<T: Send + 'static>(
        &self,
        name: impl AsRef<str>,
        task: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Future<T>, Refused> {
        self.submit_at(name.as_ref(), task, Location::caller())
    }

    fn submit_at<T: Send + 'static>(
        &self,
        name: &str,
        code: impl FnOnce() -> T + Send + 'static,
        location: &'static Location<'static>,
    ) -> Result<Future<T>, Refused> {
        let slot = Slot::new(name, self.shared.object.begin().current(), false);
        let mut state = self.shared.lock();
        if state.closed {
            return Err(Refused::ShutDown);
        }
        slot.submitted(location);
        state.tasks.push_back(Box::new(Task {
            slot: Arc::clone(&slot),
            code,
            location,
        }));
        drop(state);
        self.shared.changed.wake_one();
        Ok(Future { slot })
    }

    /// Gives the pool a task for each input, called `name-0`, `name-1`, ... and returns at once: the
    /// results come in the order of the inputs. As `Executor.map`.
    ///
    /// # Panics
    /// The pool was shut down.
    #[track_caller]
    pub fn map<A, T, F>(
        &self,
        name: impl AsRef<str>,
        code: F,
        inputs: impl IntoIterator<Item = A>,
    ) -> Map<T>
    where
        A: Send + 'static,
        T: Send + 'static,
        F: Fn(A) -> T + Send + Sync + 'static,
    {
        let (name, location, code) = (name.as_ref(), Location::caller(), Arc::new(code));
        let submit = |(number, input): (usize, A)| {
            let code = Arc::clone(&code);
            self.submit_at(&format!("{name}-{number}"), move || code(input), location)
                .unwrap_or_else(|refused| panic!("{refused}"))
        };
        Map::new(inputs.into_iter().enumerate().map(submit).collect(), location)
    }

    /// Says that no more tasks will come, and waits until all are done and the workers have ended.
    #[track_caller]
    pub fn shutdown(&self) {
        self.shut_down(true, false, Location::caller());
    }

    /// Says that no more tasks will come. `cancel_pending` calls off those that nobody has begun; `wait`
    /// waits until the others are done and the workers have ended. Without `wait` the workers go on, and the
    /// end of the program waits for them.
    #[track_caller]
    pub fn shutdown_with(&self, wait: bool, cancel_pending: bool) {
        self.shut_down(wait, cancel_pending, Location::caller());
    }

    fn shut_down(&self, wait: bool, cancel_pending: bool, location: &'static Location<'static>) {
        self.shared.close(location);
        if cancel_pending {
            let pending = std::mem::take(&mut self.shared.lock().tasks);
            for task in pending {
                task.cancel(location);
            }
        }
        if wait {
            let workers =
                std::mem::take(&mut *self.workers.lock().unwrap_or_else(PoisonError::into_inner));
            for worker in workers {
                // A worker catches the panics of its tasks and has none of its own.
                let _ = worker.join_at(location);
            }
        }
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        if !self.shared.lock().closed {
            self.shut_down(true, false, self.shared.object.created());
        }
    }
}

impl Close for Shared {
    fn close(&self, location: &'static Location<'static>) {
        let id = self.object.begin().current();
        let mut state = self.lock();
        if !std::mem::replace(&mut state.closed, true) {
            if let Some(id) = id {
                let sequence = self.object.next_sequence();
                record(EventKind::SHUTDOWN, id, sequence, Value::NONE, location);
            }
        }
        drop(state);
        self.changed.wake_all();
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
        // True from when it is said that the worker waits until it begins a task.
        let mut waits = false;
        loop {
            let mut state = self.lock();
            let idle = |state: &MutexGuard<'_, State>| state.tasks.is_empty() && !state.closed;
            if idle(&state) {
                if !std::mem::replace(&mut waits, true) {
                    say(EventKind::TASK_WAIT);
                }
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
            // Who comes upon a task that was called off waits as before.
            waits &= !task.run();
        }
    }
}
