//! A pool of processes, as Python's `concurrent.futures.ProcessPoolExecutor`.

mod manager;
mod messages;
mod worker;

use std::fmt;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::panic::Location;
use std::sync::{Arc, Mutex, PoisonError};

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::at_exit::{self, Close};
use super::error::{Error, Refused};
use super::future::Future;
use super::map::Map;
use super::slot::Slot;
use crate::child::Process;
use crate::process::{Builder, Image, Shared as SharedFile, SharedObject, StartMethod};
use crate::{system, thread};
use manager::{Job, Manager, Shared, State, Worker};
use messages::{Order, Reply};
use worker::{Enter, STARTED, Seat, enter, work};

/// Processes that run tasks, a task at a time each, in the order of their submission. Dropping it shuts it
/// down and waits for all tasks, unless it was shut down before.
///
/// A task is a function without captures and an argument, which goes to a worker as JSON; the result
/// comes back the same way. So neither can have a lock, a queue or a file between processes in it: as in
/// Python, these are inherited. A thread of this process, `pool-manager`, hands the tasks out, one to each
/// worker that has none, takes the results and runs the callbacks.
///
/// A worker that dies breaks the pool: the others are killed, all that is not done gets [`Error::Broken`], and
/// later tasks are refused.
#[derive(Debug)]
pub struct ProcessPool {
    shared: Arc<Shared>,
    /// Until somebody waits for it.
    manager: Mutex<Option<thread::JoinHandle<()>>>,
    location: &'static Location<'static>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Shared")
            .field("object", &self.object)
            .finish_non_exhaustive()
    }
}

/// A task, until its result is here.
struct Task<R> {
    slot: Arc<Slot<R>>,
    order: Order,
    /// Where it was submitted.
    location: &'static Location<'static>,
}

impl<R: DeserializeOwned + Send> Job for Task<R> {
    fn hand_over(&mut self) -> Option<&Order> {
        self.order.sequence = self.slot.hand_over()?;
        Some(&self.order)
    }

    fn arrived(self: Box<Self>, reply: Reply) {
        let outcome = match reply {
            Reply::Result(json) => serde_json::from_str(&json).map_err(|error| {
                Error::Panicked(Box::new(format!("the result cannot be read: {error}")))
            }),
            Reply::Panicked(Some(message)) => Err(Error::Panicked(Box::new(message))),
            Reply::Panicked(None) => Err(Error::Panicked(Box::new(()))),
        };
        self.slot.arrived(outcome, self.location);
    }

    fn give_up(self: Box<Self>, reason: &str) {
        self.slot.give_up(reason, self.location);
    }

    fn cancel(&self, location: &'static Location<'static>) {
        self.slot.cancel(location);
    }
}

impl ProcessPool {
    /// Starts a pool of this many workers by fork, called after it: `pool-0`, `pool-1`, ...
    ///
    /// # Errors
    /// This process has more than one thread, which fork cannot copy: make the pool before the first thread, or
    /// by [`StartMethod::Spawn`]. The system has no room for another process.
    ///
    /// # Panics
    /// `workers` is 0.
    #[track_caller]
    pub fn new(name: impl AsRef<str>, workers: usize) -> io::Result<Self> {
        Self::start(name.as_ref(), workers, StartMethod::Fork, Location::caller())
    }

    /// As [`new`](Self::new), by this method.
    ///
    /// # Errors
    /// As [`new`](Self::new); only [`StartMethod::Fork`] minds threads.
    #[track_caller]
    pub fn with_start_method(
        name: impl AsRef<str>,
        workers: usize,
        method: StartMethod,
    ) -> io::Result<Self> {
        Self::start(name.as_ref(), workers, method, Location::caller())
    }

    fn start(
        name: &str,
        workers: usize,
        method: StartMethod,
        location: &'static Location<'static>,
    ) -> io::Result<Self> {
        assert!(workers > 0, "a pool needs a worker");
        let image = Image::of_this_process()?;
        let object = SharedObject::define(ObjectKind::POOL, name, Some(workers));
        let seat = |socket| -> io::Result<Seat> {
            Ok(Seat {
                pool: object,
                image: image.file().clone(),
                location: image.offset(std::ptr::from_ref(location) as usize)?,
                socket: SharedFile(socket),
            })
        };
        let workers = start_workers(name, workers, method, &seat, location)?;
        let (alarm, to_alarm) = system::pipe()?;
        let shared = Arc::new(Shared {
            object,
            image,
            state: Mutex::new(State::default()),
            alarm: to_alarm,
        });
        let manager = Manager {
            shared: Arc::clone(&shared),
            workers,
            alarm,
            location,
        };
        let thread = thread::Builder::new().name(format!("{name}-manager"));
        at_exit::remember(Arc::<Shared>::downgrade(&shared));
        Ok(Self {
            shared,
            manager: Mutex::new(Some(thread.spawn_at(move || manager.run(), location)?)),
            location,
        })
    }

    /// Gives the pool a task and returns at once: the future stands for its result. Its callbacks run in the
    /// manager, or in whoever calls it off.
    ///
    /// A panic of the task arrives as [`Error::Panicked`] with its message; so does a result that cannot be written
    /// as JSON.
    ///
    /// # Panics
    /// The pool takes no task: see [`try_submit`](Self::try_submit).
    #[track_caller]
    pub fn submit<A, R>(&self, name: impl AsRef<str>, code: fn(A) -> R, argument: A) -> Future<R>
    where
        A: Serialize + DeserializeOwned,
        R: Serialize + DeserializeOwned + Send + 'static,
    {
        match self.submit_at(name.as_ref(), code, argument, Location::caller()) {
            Ok(future) => future,
            Err(refused) => panic!("{refused}"),
        }
    }

    /// As [`submit`](Self::submit).
    ///
    /// # Errors
    /// The pool was shut down or is broken; the argument cannot be written as JSON, or `code` is that of a
    /// library that was loaded.
    #[track_caller]
    pub fn try_submit<A, R>(
        &self,
        name: impl AsRef<str>,
        code: fn(A) -> R,
        argument: A,
    ) -> Result<Future<R>, Refused>
    where
        A: Serialize + DeserializeOwned,
        R: Serialize + DeserializeOwned + Send + 'static,
    {
        self.submit_at(name.as_ref(), code, argument, Location::caller())
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is the worker's from here on, as with a process"
    )]
    fn submit_at<A, R>(
        &self,
        name: &str,
        code: fn(A) -> R,
        argument: A,
        location: &'static Location<'static>,
    ) -> Result<Future<R>, Refused>
    where
        A: Serialize + DeserializeOwned,
        R: Serialize + DeserializeOwned + Send + 'static,
    {
        let pool = self.shared.object.begin();
        let order = self.order(code, &argument, location);
        let order = order.map_err(|error| Refused::Unsendable(error.to_string()))?;
        let slot = Slot::new(name, pool, true);
        let mut state = self.shared.lock();
        if let Some(reason) = &state.broken {
            return Err(Refused::Broken(reason.clone()));
        }
        if state.closed {
            return Err(Refused::ShutDown);
        }
        slot.submitted(location);
        state.pending.push_back(Box::new(Task {
            order: Order {
                future: slot.object,
                ..order
            },
            slot: Arc::clone(&slot),
            location,
        }));
        self.shared.wake(state);
        Ok(Future { slot })
    }

    fn order<A, R>(
        &self,
        code: fn(A) -> R,
        argument: &A,
        location: &'static Location<'static>,
    ) -> io::Result<Order>
    where
        A: Serialize + DeserializeOwned,
        R: Serialize,
    {
        let image = &self.shared.image;
        Ok(Order {
            entry: image.offset(enter::<A, R> as Enter as usize)?,
            code: image.offset(code as usize)?,
            location: image.offset(std::ptr::from_ref(location) as usize)?,
            future: None,
            sequence: 0,
            argument: serde_json::to_string(argument)?,
        })
    }

    /// Gives the pool a task for each input, called `name-0`, `name-1`, ... and returns at once: the
    /// results come in the order of the inputs. As `Executor.map`, with chunks of one.
    ///
    /// # Panics
    /// As [`submit`](Self::submit).
    #[track_caller]
    pub fn map<A, R>(
        &self,
        name: impl AsRef<str>,
        code: fn(A) -> R,
        inputs: impl IntoIterator<Item = A>,
    ) -> Map<R>
    where
        A: Serialize + DeserializeOwned,
        R: Serialize + DeserializeOwned + Send + 'static,
    {
        let (name, location) = (name.as_ref(), Location::caller());
        let submit = |(number, input): (usize, A)| {
            self.submit_at(&format!("{name}-{number}"), code, input, location)
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
    /// waits until the others are done and the workers have ended. Without `wait` they go on, and the end of
    /// the program waits for them.
    #[track_caller]
    pub fn shutdown_with(&self, wait: bool, cancel_pending: bool) {
        self.shut_down(wait, cancel_pending, Location::caller());
    }

    fn shut_down(&self, wait: bool, cancel_pending: bool, location: &'static Location<'static>) {
        self.shared.close(location);
        if cancel_pending {
            let pending = std::mem::take(&mut self.shared.lock().pending);
            for task in pending {
                task.cancel(location);
            }
        }
        let mut manager = self.manager.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(manager) = manager.take_if(|_| wait) {
            // It catches the panics of callbacks and has none of its own.
            let _ = manager.join_at(location);
        }
    }
}

impl Close for Shared {
    fn close(&self, location: &'static Location<'static>) {
        let id = self.object.begin();
        let mut state = self.lock();
        if !std::mem::replace(&mut state.closed, true) {
            if let Some(id) = id {
                // Nothing else that happens to the pool itself is counted.
                record(EventKind::SHUTDOWN, id, 1, Value::NONE, location);
            }
        }
        self.wake(state);
    }
}

impl Drop for ProcessPool {
    fn drop(&mut self) {
        if !self.shared.lock().closed {
            self.shut_down(true, false, self.location);
        }
    }
}

/// Starts the workers. If one cannot be started, those that were end.
fn start_workers(
    name: &str,
    count: usize,
    method: StartMethod,
    seat: &dyn Fn(File) -> io::Result<Seat>,
    location: &'static Location<'static>,
) -> io::Result<Vec<Worker>> {
    let mut processes: Vec<Process> = Vec::new();
    let mut start = |number: usize| -> io::Result<()> {
        let (ours, theirs) = UnixStream::pair()?;
        STARTED.with_borrow_mut(|started| started.push(OwnedFd::from(ours).into()));
        let seat = seat(OwnedFd::from(theirs).into())?;
        let worker = Builder::new(format!("{name}-{number}")).start_method(method);
        processes.push(worker.start_at(work, seat, location)?);
        Ok(())
    };
    let all = (0..count).try_for_each(&mut start);
    let sockets = STARTED.take();
    if let Err(error) = all {
        drop(sockets);
        for process in processes {
            process.join_at(location);
        }
        return Err(error);
    }
    let workers = processes.into_iter().zip(sockets);
    Ok(workers
        .map(|(process, socket)| Worker::new(process, socket))
        .collect())
}
