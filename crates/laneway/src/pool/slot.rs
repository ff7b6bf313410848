//! Where a worker leaves a result and somebody finds it.

use std::fmt;
use std::panic::{self, AssertUnwindSafe, Location};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use laneway_recorder::client::{self, Value, record};
use laneway_trace::{EventKind, ObjectKind};

use super::error::Error;
use super::waiting::Watcher;
use crate::operation;
use crate::waiting::{Patience, Waiters};

/// A task and its outcome, between those who submitted it, run it and ask for it.
pub(crate) struct Slot<T> {
    /// Its id in the session, if it is recorded.
    pub(super) object: Option<u32>,
    progress: Mutex<Progress<T>>,
    done: Waiters,
}

pub(super) struct Progress<T> {
    sequence: u32,
    stage: Stage<T>,
    callbacks: Vec<Callback<T>>,
    watchers: Vec<Watcher>,
    /// Of a task of a loop that waits for the outcome.
    waker: Option<Waker>,
}

enum Stage<T> {
    Pending,
    Running,
    Done(Result<T, Error>),
    /// Somebody has had the result.
    Taken,
}

/// What is to be called when the task is over.
pub(super) struct Callback<T> {
    pub(super) name: String,
    /// Takes what it needs of the outcome, under the lock.
    pub(super) prepare: Box<Prepare<T>>,
    pub(super) location: &'static Location<'static>,
}

type Prepare<T> = dyn FnOnce(&Result<T, Error>) -> Call + Send;

/// What is called then, without the lock.
pub(super) type Call = Box<dyn FnOnce()>;

/// A callback that has what it needs.
struct Ready {
    name: String,
    code: Call,
    location: &'static Location<'static>,
}

impl<T> Callback<T> {
    fn ready(self, outcome: &Result<T, Error>) -> Ready {
        // To clone a result is the program's code, which may panic: then the callback does.
        let prepared = panic::catch_unwind(AssertUnwindSafe(|| (self.prepare)(outcome)));
        Ready {
            name: self.name,
            code: prepared.unwrap_or_else(|payload| Box::new(|| panic::resume_unwind(payload))),
            location: self.location,
        }
    }
}

impl<T> fmt::Debug for Slot<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Slot")
            .field("object", &self.object)
            .field("done", &self.lock().is_done())
            .finish()
    }
}

impl<T> Progress<T> {
    pub(super) fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Done(_) | Stage::Taken)
    }

    pub(super) fn is_running(&self) -> bool {
        matches!(self.stage, Stage::Running)
    }

    fn has_failed(&self) -> bool {
        matches!(self.error(), Some(Error::Panicked(_) | Error::Broken(_)))
    }

    pub(super) fn error(&self) -> Option<&Error> {
        match &self.stage {
            Stage::Done(outcome) => outcome.as_ref().err(),
            _ => None,
        }
    }
}

impl<T> Slot<T> {
    /// Of a task of this name, a part of the pool; `shared` if other processes work at it.
    pub(super) fn new(name: &str, pool: Option<u32>, shared: bool) -> Arc<Self> {
        let define = |_| client::define_object(ObjectKind::FUTURE, name, None, pool, shared);
        Self::of(pool.and_then(define))
    }

    /// Of something of this name that no pool does.
    pub(crate) fn without_pool(name: &str) -> Arc<Self> {
        let object = client::define_object(ObjectKind::FUTURE, name, None, None, false);
        Self::of(object)
    }

    fn of(object: Option<u32>) -> Arc<Self> {
        Arc::new(Self {
            object,
            progress: Mutex::new(Progress {
                sequence: 0,
                stage: Stage::Pending,
                callbacks: Vec::new(),
                watchers: Vec::new(),
                waker: None,
            }),
            done: Waiters::new(),
        })
    }

    /// Its id in the session; 0 if it is not recorded.
    pub(crate) fn id(&self) -> u32 {
        self.object.unwrap_or(0)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Progress<T>> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records what happens to the task, in its critical section.
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

    /// The task is in the hands of its pool.
    pub(super) fn submitted(&self, location: &'static Location<'static>) {
        self.note(&mut self.lock(), EventKind::SUBMIT, Value::NONE, location);
    }

    /// Begins the task, on a worker; false if it was called off.
    pub(crate) fn begin(&self, location: &'static Location<'static>) -> bool {
        operation::begin();
        let mut progress = self.lock();
        if progress.is_done() {
            return false;
        }
        progress.stage = Stage::Running;
        self.note(&mut progress, EventKind::TASK_BEGIN, Value::NONE, location);
        true
    }

    /// Ends the task, on its worker.
    pub(crate) fn end(&self, outcome: Result<T, Error>, location: &'static Location<'static>) {
        operation::begin();
        let mut progress = self.lock();
        let failed = Value::int(i64::from(outcome.is_err()));
        self.note(&mut progress, EventKind::TASK_END, failed, location);
        self.finish(progress, outcome, location);
    }

    /// Gives the task to another process, which records its begin and its end: the number of the first in the
    /// future's sequence, or `None` if it was called off.
    pub(super) fn hand_over(&self) -> Option<u32> {
        let mut progress = self.lock();
        if progress.is_done() {
            return None;
        }
        progress.stage = Stage::Running;
        let begin = progress.sequence + 1;
        progress.sequence += 2;
        Some(begin)
    }

    /// Keeps the outcome of a task that has ended in another process, which has recorded that.
    pub(super) fn arrived(&self, outcome: Result<T, Error>, location: &'static Location<'static>) {
        self.finish(self.lock(), outcome, location);
    }

    /// Ends a task that nobody will run to its end, as the pool is broken.
    pub(super) fn give_up(&self, reason: &str, location: &'static Location<'static>) {
        let mut progress = self.lock();
        match progress.stage {
            Stage::Pending => self.note(&mut progress, EventKind::TASK_CANCEL, Value::NONE, location),
            // Its worker may have begun it or not, and is dead.
            Stage::Running => self.note(&mut progress, EventKind::TASK_END, Value::int(1), location),
            Stage::Done(_) | Stage::Taken => return,
        }
        self.finish(progress, Err(Error::Broken(reason.to_owned())), location);
    }

    /// Calls the task off unless it has begun; true if it is called off, now or since earlier.
    pub(super) fn cancel(&self, location: &'static Location<'static>) -> bool {
        operation::begin();
        let mut progress = self.lock();
        match progress.stage {
            Stage::Pending => {
                self.note(&mut progress, EventKind::TASK_CANCEL, Value::NONE, location);
                self.finish(progress, Err(Error::Cancelled), location);
                true
            }
            _ => matches!(progress.error(), Some(Error::Cancelled)),
        }
    }

    /// Keeps the outcome, lets go on who waits for it, and calls back. What ended the task is recorded.
    fn finish(
        &self,
        mut progress: MutexGuard<'_, Progress<T>>,
        outcome: Result<T, Error>,
        location: &'static Location<'static>,
    ) {
        let callbacks = std::mem::take(&mut progress.callbacks);
        let ready: Vec<_> = callbacks
            .into_iter()
            .map(|callback| callback.ready(&outcome))
            .collect();
        progress.stage = Stage::Done(outcome);
        let failed = progress.has_failed();
        for watcher in std::mem::take(&mut progress.watchers) {
            watcher.done(failed, location);
        }
        let waker = progress.waker.take();
        drop(progress);
        self.done.wake_all();
        if let Some(waker) = waker {
            waker.wake();
        }
        for callback in ready {
            self.call_back(callback);
        }
    }

    /// Calls when the task is over: then in whoever ended it, or at once here if it is.
    pub(super) fn when_done(&self, callback: Callback<T>) {
        let mut progress = self.lock();
        match &progress.stage {
            Stage::Done(outcome) => {
                let ready = callback.ready(outcome);
                drop(progress);
                self.call_back(ready);
            }
            _ => progress.callbacks.push(callback),
        }
    }

    /// A panic of a callback is recorded, and nobody else's.
    fn call_back(&self, callback: Ready) {
        let note = |kind, value| self.note(&mut self.lock(), kind, value, callback.location);
        let name = self.object.map_or(Value::NONE, |_| Value::text(&callback.name));
        note(EventKind::CALLBACK_BEGIN, name);
        let result = panic::catch_unwind(AssertUnwindSafe(callback.code));
        note(EventKind::CALLBACK_END, Value::int(i64::from(result.is_err())));
    }

    /// Tells the watcher when the task is over: at once, if it is.
    pub(super) fn watch(&self, watcher: Watcher, location: &'static Location<'static>) {
        let mut progress = self.lock();
        if progress.is_done() {
            watcher.done(progress.has_failed(), location);
        } else {
            progress.watchers.push(watcher);
        }
    }

    /// Waits until the task is over, and takes the result; `None` if patience was over before.
    pub(super) fn take(
        &self,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> Option<Result<T, Error>> {
        self.look(patience, location, |stage| {
            match std::mem::replace(stage, Stage::Taken) {
                Stage::Done(outcome) => Some(outcome),
                _ => None,
            }
        })
    }

    /// The result, if it is there; what is to be recorded before it, `ends` records. If it is not, it wakes this.
    pub(crate) fn take_or_wake(
        &self,
        waker: &Waker,
        ends: impl FnOnce(),
        location: &'static Location<'static>,
    ) -> Option<Result<T, Error>> {
        let mut progress = self.lock();
        if !progress.is_done() {
            progress.waker = Some(waker.clone());
            return None;
        }
        ends();
        self.note(&mut progress, EventKind::RESULT, Value::NONE, location);
        match std::mem::replace(&mut progress.stage, Stage::Taken) {
            Stage::Done(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// Waits until the task is over; its error, if it has one.
    pub(super) fn exception(&self, location: &'static Location<'static>) -> Option<Error> {
        self.look(Patience::Endless, location, |stage| match stage {
            Stage::Done(Err(error)) => Some(error.copy()),
            _ => None,
        })
    }

    /// Waits until the task is over, as patience allows, and looks at it then.
    fn look<R>(
        &self,
        patience: Patience,
        location: &'static Location<'static>,
        what: impl FnOnce(&mut Stage<T>) -> Option<R>,
    ) -> Option<R> {
        operation::begin();
        let say = |kind, value| self.object.map_or((), |id| record(kind, id, 0, value, location));
        let mut progress = self.lock();
        let pending = |progress: &MutexGuard<'_, Progress<T>>| !progress.is_done();
        if pending(&progress) {
            match patience {
                Patience::Until(_, timeout) => {
                    say(EventKind::RESULT_WAIT_TIMED, Value::duration(timeout));
                }
                _ => say(EventKind::RESULT_WAIT, Value::NONE),
            }
        }
        let in_time;
        (progress, in_time) = self.done.wait_while(progress, patience, pending);
        if !in_time {
            say(EventKind::RESULT_TIMEOUT, Value::NONE);
            return None;
        }
        self.note(&mut progress, EventKind::RESULT, Value::NONE, location);
        what(&mut progress.stage)
    }
}
