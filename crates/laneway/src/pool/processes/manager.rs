//! The thread that hands tasks to the workers of a pool and takes their results.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Write};
use std::iter;
use std::os::fd::{AsFd, BorrowedFd};
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use laneway_recorder::client::{Value, record};
use laneway_trace::EventKind;

use super::messages::{self, Incoming, Order, Reply};
use crate::child::Process;
use crate::process::{Image, SharedObject};
use crate::system;

/// A task in the hands of the pool, whatever its result is.
pub(super) trait Job: Send {
    /// What its worker is to do; `None` if it was called off.
    fn hand_over(&mut self) -> Option<&Order>;
    /// What came of it.
    fn arrived(self: Box<Self>, reply: Reply);
    /// Nobody will run it to its end.
    fn give_up(self: Box<Self>, reason: &str);
    /// Calls it off.
    fn cancel(&self, location: &'static Location<'static>);
}

/// What the pool and its manager have in common.
pub(super) struct Shared {
    pub(super) object: SharedObject,
    pub(super) image: Image,
    pub(super) state: Mutex<State>,
    /// Its other end is the manager's.
    pub(super) alarm: File,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) pending: VecDeque<Box<dyn Job>>,
    pub(super) closed: bool,
    pub(super) broken: Option<String>,
    /// True if there was no task for a worker: the manager has to be told of what changes.
    has_idle: bool,
}

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The oldest task that nobody has. If there is none, the manager is told when there is.
    fn next(&self) -> Option<Box<dyn Job>> {
        let mut state = self.lock();
        let job = state.pending.pop_front();
        state.has_idle |= job.is_none();
        job
    }

    /// Tells the manager that something has changed.
    pub(super) fn wake(&self, mut state: MutexGuard<'_, State>) {
        if std::mem::take(&mut state.has_idle) {
            // It is awake if there is no room, and gone if nobody reads.
            let _ = (&self.alarm).write(&[1]);
        }
    }
}

/// A worker, as the manager sees it.
pub(super) struct Worker {
    process: Process,
    /// Its other end is the worker's; none once that is gone.
    socket: Option<File>,
    incoming: Incoming,
    /// What it runs.
    job: Option<Box<dyn Job>>,
}

impl Worker {
    pub(super) fn new(process: Process, socket: File) -> Self {
        Self {
            process,
            socket: Some(socket),
            incoming: Incoming::default(),
            job: None,
        }
    }

    /// Reads what there is, and takes the result if it is whole by that.
    fn listen(&mut self) {
        let is_there = self
            .socket
            .as_ref()
            .is_some_and(|socket| self.incoming.read(socket));
        if !is_there {
            self.socket = None;
        }
        while let Some(reply) = self.incoming.next() {
            let reply = reply.unwrap_or_else(|error| Reply::Panicked(Some(error.to_string())));
            if let Some(job) = self.job.take() {
                job.arrived(reply);
            }
        }
    }

    /// Reads all that a worker has said that is dead. A child of it may still have its end of the socket.
    fn listen_to_the_end(&mut self) {
        while let Some(socket) = &self.socket {
            let ready = system::wait_for_input(&[socket.as_fd()], Some(Instant::now()));
            if !ready.is_ok_and(|ready| ready == [true]) {
                return;
            }
            self.listen();
        }
    }
}

/// The manager of a pool.
pub(super) struct Manager {
    pub(super) shared: Arc<Shared>,
    pub(super) workers: Vec<Worker>,
    pub(super) alarm: File,
    /// Where the pool was made.
    pub(super) location: &'static Location<'static>,
}

impl Manager {
    /// Its life: until the pool is shut down and all is done, or a worker dies.
    pub(super) fn run(mut self) {
        while !self.hand_out() {
            match self.wait() {
                Ok(None) => {}
                Ok(Some(dead)) => {
                    let reason = ending(self.workers[dead].process.join_at(self.location));
                    return self.break_down(&reason, Some(dead));
                }
                Err(error) => {
                    return self.break_down(&format!("waiting for workers failed: {error}"), None);
                }
            }
        }
        for worker in &mut self.workers {
            // That ends it.
            worker.socket = None;
        }
        for worker in &self.workers {
            worker.process.join_at(self.location);
        }
    }

    /// Gives tasks to those who have none. True if all is done and nothing more will come.
    fn hand_out(&mut self) -> bool {
        for worker in &mut self.workers {
            while let (None, Some(socket)) = (&worker.job, &worker.socket) {
                let Some(mut job) = self.shared.next() else {
                    break;
                };
                if let Some(order) = job.hand_over() {
                    // If that fails the worker is dead, which is seen soon.
                    let _ = messages::write(socket, order);
                    worker.job = Some(job);
                }
            }
        }
        let is_idle = self.workers.iter().all(|worker| worker.job.is_none());
        let state = self.shared.lock();
        is_idle && state.closed && state.pending.is_empty()
    }

    /// Waits until something has come, and takes it; the number of a worker that is dead, if one is.
    fn wait(&mut self) -> io::Result<Option<usize>> {
        let processes = self.workers.iter().map(|worker| worker.process.descriptor());
        let sockets = self.workers.iter().filter_map(|worker| worker.socket.as_ref());
        let fds: Vec<BorrowedFd<'_>> = iter::once(self.alarm.as_fd())
            .chain(processes)
            .chain(sockets.map(File::as_fd))
            .collect();
        self.say(EventKind::IO_WAIT, Value::text("tasks and results"));
        let ready = system::wait_for_input(&fds, None);
        self.say(EventKind::IO_DONE, Value::NONE);
        let mut ready = ready?.into_iter();
        if ready.next() == Some(true) {
            // What has changed is seen by looking.
            let _ = (&self.alarm).read(&mut [0; 64]);
        }
        let dead: Vec<bool> = ready.by_ref().take(self.workers.len()).collect();
        for worker in self.workers.iter_mut().filter(|worker| worker.socket.is_some()) {
            if ready.next() == Some(true) {
                worker.listen();
            }
        }
        let dead = dead.into_iter().position(|is_dead| is_dead);
        if let Some(worker) = dead.and_then(|dead| self.workers.get_mut(dead)) {
            worker.listen_to_the_end();
        }
        Ok(dead)
    }

    fn say(&self, kind: EventKind, value: Value) {
        if let Some(id) = self.shared.object.id() {
            record(kind, id, 0, value, self.location);
        }
    }

    /// Ends a pool of which a worker is dead: the others are killed, and what is not done will not be.
    fn break_down(mut self, reason: &str, dead: Option<usize>) {
        let pending = {
            let mut state = self.shared.lock();
            state.broken = Some(reason.to_owned());
            std::mem::take(&mut state.pending)
        };
        let others = (0..)
            .zip(&self.workers)
            .filter(|&(number, _)| Some(number) != dead);
        for (_, worker) in others.clone() {
            // If that fails it is dead already.
            let _ = worker.process.kill_at(self.location);
        }
        for (_, worker) in others {
            worker.process.join_at(self.location);
        }
        for worker in &mut self.workers {
            worker.listen_to_the_end();
        }
        let running = self.workers.iter_mut().filter_map(|worker| worker.job.take());
        for job in running.chain(pending) {
            job.give_up(reason);
        }
    }
}

/// How a worker ended that should not have, by its exit code or the negative number of a signal.
fn ending(code: i32) -> String {
    if code < 0 {
        format!("a worker process was killed by signal {}", -code)
    } else {
        format!("a worker process exited with status {code}")
    }
}
