//! A process that forks others on request, as Python's `multiprocessing.forkserver`.
//!
//! Who asks sends an order over a socket, with the descriptors that go along, and gets the child's pid, its
//! actor, and a descriptor to watch it by. The child's exit status comes later, over a pipe of its own, because
//! only its parent, the server, can take it. In the trace the server is a worker of a pool, and an order is a
//! task. It ends when the socket is closed, which is when the process that asked ends, however it does.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::os::fd::{AsFd, AsRawFd, IntoRawFd, OwnedFd};
use std::panic::Location;
use std::sync::{Mutex, MutexGuard, PoisonError};

use laneway_recorder::client::{self, Value, record, record_unplaced};
use laneway_trace::{EventKind, ObjectKind};
use rustix::io::Errno;
use rustix::process::Pid;
use serde::{Deserialize, Serialize};

use super::handoff::{Passed, Shared};
use super::image::Image;
use super::order::{self, Order, Task};
use super::shared::SharedObject;
use super::start::{Builder, StartMethod, live_child};
use crate::child::Process;
use crate::{system, thread};

/// The server of this process, once it was needed.
static SERVER: Mutex<Option<Server>> = Mutex::new(None);

#[derive(Debug)]
struct Server {
    process: Process,
    orders: File,
    pool: SharedObject,
}

/// What the server works with.
#[derive(Debug, Serialize, Deserialize)]
struct Desk {
    orders: Shared,
    pool: SharedObject,
}

/// What the server is asked.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    order: Order,
    daemon: bool,
    /// What stands for it in the trace.
    task: SharedObject,
}

/// The answer: the child's pid and actor, or 0 and the number of an error.
type Answer = [u8; 8];

fn server() -> MutexGuard<'static, Option<Server>> {
    SERVER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// In a forked child: the server of its parent is not its own, and must not be kept from ending.
pub(super) fn forget() {
    *server() = None;
}

/// Ends the server, if there is one, and takes its exit status.
pub(crate) fn end(location: &'static Location<'static>) {
    if let Some(Server { process, orders, .. }) = server().take() {
        drop(orders);
        process.join_at(location);
    }
}

/// Has the server start a child.
pub(super) fn start(
    order: Order,
    daemon: bool,
    location: &'static Location<'static>,
) -> io::Result<Process> {
    let mut server = server();
    let is_dead = |server: &Server| server.process.exit_code_at(location).is_some();
    if server.as_ref().is_some_and(is_dead) {
        *server = None;
    }
    let server = match &mut *server {
        Some(server) => server,
        none => none.insert(Server::start(location)?),
    };
    server.ask(order, daemon, location)
}

impl Server {
    fn start(location: &'static Location<'static>) -> io::Result<Self> {
        let [orders, theirs] = system::message_pair()?;
        let pool = SharedObject::define(ObjectKind::POOL, "forkserver", Some(1));
        let desk = Desk {
            orders: Shared(theirs),
            pool,
        };
        let server = Builder::new("forkserver").start_method(StartMethod::Spawn);
        let process = server.start_at(serve, desk, location)?;
        process.leave_alone();
        Ok(Self {
            process,
            orders,
            pool,
        })
    }

    fn ask(
        &self,
        order: Order,
        daemon: bool,
        location: &'static Location<'static>,
    ) -> io::Result<Process> {
        let (told, tells) = system::pipe()?;
        let name = order.name.clone();
        let task = SharedObject::define_in(self.pool, ObjectKind::FUTURE, &name);
        let say = |kind, sequence| {
            if let Some(id) = task.id() {
                record(kind, id, sequence, Value::NONE, location);
            }
        };
        let mut fds = vec![tells.as_raw_fd()];
        fds.extend(&order.fds);
        let request = order::written(&Request { order, daemon, task })?;
        fds.push(request.as_raw_fd());
        // The numbers are those of one task, which is handed on and back.
        say(EventKind::SUBMIT, 1);
        system::send_message(&self.orders, &[0], &fds)?;
        drop(tells);
        let answer = system::receive_message::<{ size_of::<Answer>() }>(&self.orders)?;
        let (answer, process) = answer.ok_or(ErrorKind::BrokenPipe)?;
        say(EventKind::RESULT, 4);
        let [pid, second] = numbers(answer);
        match process.into_iter().next() {
            Some(process) => Ok(Process::of_forkserver(name, daemon, (pid, process), told, second)),
            None => Err(io::Error::from_raw_os_error(second as i32)),
        }
    }
}

fn numbers(answer: Answer) -> [u32; 2] {
    let number = |at: usize| u32::from_ne_bytes(std::array::from_fn(|byte| answer[at + byte]));
    [number(0), number(4)]
}

fn answer(pid: u32, second: u32) -> Answer {
    let mut answer = Answer::default();
    answer[..4].copy_from_slice(&pid.to_ne_bytes());
    answer[4..].copy_from_slice(&second.to_ne_bytes());
    answer
}

/// The life of the server.
fn serve(desk: Desk) {
    let mut children: Vec<Forked> = Vec::new();
    loop {
        desk.say(EventKind::TASK_WAIT);
        let watched = children.iter().map(|child| child.process.as_fd());
        let watched: Vec<_> = watched.chain([desk.orders.0.as_fd()]).collect();
        let ready = system::wait_for_any(&watched).unwrap_or(children.len());
        if ready < children.len() {
            desk.say(EventKind::TASK_GIVE_UP);
            children.swap_remove(ready).bury();
            continue;
        }
        let Ok(Some(([_], fds))) = system::receive_message(&desk.orders.0) else {
            desk.say(EventKind::TASK_GIVE_UP);
            return;
        };
        let job = match Job::read(fds) {
            Ok(job) => job,
            Err(error) => {
                desk.say(EventKind::TASK_GIVE_UP);
                desk.refuse(&error);
                continue;
            }
        };
        let actors = job.announce();
        match job.fork() {
            Ok(None) => {
                drop((children, desk));
                job.live(actors)
            }
            Ok(Some(pid)) => children.extend(job.hand_over(pid, actors, &desk)),
            Err(error) => job.fail(actors, &error, &desk),
        }
    }
}

impl Desk {
    /// Records what the server does at it. That is no place of the program.
    fn say(&self, kind: EventKind) {
        if let Some(id) = self.pool.id() {
            record_unplaced(kind, id, 0, Value::NONE);
        }
    }

    fn refuse(&self, error: &io::Error) {
        let error = error.raw_os_error().unwrap_or(Errno::INVAL.raw_os_error());
        // Who is dead needs no answer.
        let _ = system::send_message(&self.orders.0, &answer(0, error as u32), &[]);
    }
}

/// A request, with what has come along.
struct Job {
    request: Request,
    task: Task,
    /// Where the child's exit status is to be told.
    tells: File,
    /// What goes along with the argument.
    passed: Vec<OwnedFd>,
}

impl Job {
    fn read(mut fds: Vec<OwnedFd>) -> io::Result<Self> {
        // If there was no room for all of them, some are missing.
        let missing = || io::Error::from(Errno::MFILE);
        let request = fds.pop().ok_or_else(missing)?;
        let request: Request = order::read(request.into()).map_err(|_| missing())?;
        if fds.len() != request.order.fds.len() + 1 {
            return Err(missing());
        }
        Ok(Self {
            task: request.order.task(&Image::of_this_process()?)?,
            tells: fds.remove(0).into(),
            passed: fds,
            request,
        })
    }

    /// Records a step of the task, by the number that it has.
    fn say(&self, kind: EventKind, sequence: u32, value: Value) {
        if let Some(id) = self.request.task.id() {
            record_unplaced(kind, id, sequence, value);
        }
    }

    /// Begins the task: defines the child's actors, and records that this thread starts it.
    fn announce(&self) -> Option<client::Child> {
        self.say(EventKind::TASK_BEGIN, 2, Value::NONE);
        let method = laneway_trace::StartMethod::Fork;
        let actors = client::define_process(&self.request.order.name, self.request.daemon, method)?;
        let child = Value::actor(actors.process);
        record(EventKind::START, 0, 0, child, self.task.location);
        Some(actors)
    }

    /// The child's pid; `None` in the child.
    fn fork(&self) -> io::Result<Option<Pid>> {
        // What was printed would be printed by the child once more.
        io::stdout().flush()?;
        // SAFETY: the server had one thread when it came to its order, and starts none.
        unsafe { system::fork() }
    }

    /// The child's life.
    fn live(self, actors: Option<client::Child>) -> ! {
        let Self {
            request,
            task,
            tells,
            passed,
        } = self;
        drop(tells);
        thread::forget_all();
        let order = request.order;
        live_child(&order.name, actors, task.location, || {
            let numbers = order.fds.iter().zip(passed);
            let passed: Vec<_> = numbers
                .map(|(&number, fd)| Passed {
                    number,
                    here: fd.into_raw_fd(),
                })
                .collect();
            // SAFETY: the descriptors are open, and were this process's until now.
            unsafe { task.run(&order, &passed) }
        })
    }

    /// Tells who asked of the child.
    fn hand_over(self, pid: Pid, actors: Option<client::Child>, desk: &Desk) -> Option<Forked> {
        let process = match system::open_process(pid) {
            Ok(process) => process,
            Err(error) => {
                system::kill_child(pid);
                self.fail(actors, &error, desk);
                return None;
            }
        };
        self.say(EventKind::TASK_END, 3, Value::int(0));
        let actor = actors.map_or(0, |child| child.process);
        let answer = answer(pid.as_raw_nonzero().get().unsigned_abs(), actor);
        // Who is dead needs no answer; its child lives on.
        let _ = system::send_message(&desk.orders.0, &answer, &[process.as_raw_fd()]);
        Some(Forked {
            process,
            tells: self.tells,
            actor,
        })
    }

    /// Tells who asked that there is no child.
    fn fail(&self, actors: Option<client::Child>, error: &io::Error, desk: &Desk) {
        if let Some(actors) = actors {
            let child = Value::actor(actors.process);
            record(EventKind::START_FAILED, 0, 0, child, self.task.location);
        }
        self.say(EventKind::TASK_END, 3, Value::int(1));
        desk.refuse(error);
    }
}

/// A child of the server.
struct Forked {
    process: OwnedFd,
    /// Where its exit status is to be told.
    tells: File,
    actor: u32,
}

impl Forked {
    /// Takes the exit status of the child, which is dead, and tells it.
    fn bury(mut self) {
        let Ok(Some(code)) = system::take_status(&self.process) else {
            return;
        };
        if self.actor != 0 {
            client::define_reaped(self.actor, code);
            record_unplaced(EventKind::REAP, 0, 0, Value::actor(self.actor));
        }
        // Who is dead need not be told.
        let _ = self.tells.write_all(&code.to_ne_bytes());
    }
}
