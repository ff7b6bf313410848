//! How a child process comes to be.

use std::io::{self, Write};
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::panic::Location;
use std::process::Command;
use std::time::{Duration, Instant};

use laneway_recorder::client::{self, SPAWN_VARIABLE, Value, record};
use laneway_trace::EventKind;
use rustix::process::Pid;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::forkserver;
use super::handoff::Passed;
use super::image::Image;
use super::order::{self, Order, Task};
use crate::child::{self, Process};
use crate::failure::{failed, start_failed};
use crate::life::{self, PANIC_STATUS};
use crate::{operation, pool, system, thread};

/// How a child process comes to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StartMethod {
    /// A copy of its parent, which must have one thread only.
    #[default]
    Fork,
    /// The program from the start: the child has nothing of its parent but the argument.
    Spawn,
    /// A copy of a process called `forkserver`, which has one thread and does nothing else. It starts as by
    /// [`Spawn`](Self::Spawn) when the first such child is asked for, and ends with the process that asked.
    /// That process may have any number of threads, and a child has nothing of it but the argument.
    Forkserver,
}

/// What a process is started with.
#[derive(Clone, Debug)]
#[must_use = "a builder starts nothing before `start`"]
pub struct Builder {
    name: String,
    method: StartMethod,
    daemon: bool,
}

impl Builder {
    /// A process with this name, by fork, no daemon.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            method: StartMethod::default(),
            daemon: false,
        }
    }

    /// How it comes to be.
    pub fn start_method(mut self, method: StartMethod) -> Self {
        self.method = method;
        self
    }

    /// Whether it is ended when its parent's code ends, instead of being waited for.
    pub fn daemon(mut self, daemon: bool) -> Self {
        self.daemon = daemon;
        self
    }

    /// Starts a process that calls `code` with this argument. It ends with status 0 when `code` returns
    /// and its house is in order (see [`run`](crate::run())), with 101 when it panics.
    ///
    /// A child by [`StartMethod::Spawn`] runs the same program with the same command line, and turns
    /// into the child where that calls [`run`](crate::run()); so does the process that forks children by
    /// [`StartMethod::Forkserver`]. The argument goes there as JSON, and `code` by its place in the program's
    /// image.
    ///
    /// # Errors
    /// The system has no room for another process; fork: this process has more than one thread; spawn:
    /// the argument cannot be written as JSON, or `code` is that of a library that was loaded; forkserver: as
    /// spawn, or the argument shares more than 250 open files, or the server was just killed.
    #[track_caller]
    pub fn start<A: Serialize + DeserializeOwned>(
        self,
        code: fn(A),
        argument: A,
    ) -> io::Result<Process> {
        self.start_at(code, argument, Location::caller())
    }

    pub(crate) fn start_at<A: Serialize + DeserializeOwned>(
        self,
        code: fn(A),
        argument: A,
        location: &'static Location<'static>,
    ) -> io::Result<Process> {
        operation::begin();
        match self.method {
            StartMethod::Fork => self.start_here(laneway_trace::StartMethod::Fork, location, |actors| {
                self.fork(code, argument, actors, location)
            }),
            StartMethod::Spawn => {
                self.start_here(laneway_trace::StartMethod::Spawn, location, |actors| {
                    self.spawn(code, &argument, actors, location)
                })
            }
            StartMethod::Forkserver => Order::new(&self.name, None, code, &argument, location)
                .and_then(|order| forkserver::start(order, self.daemon, location))
                .map_err(|error| failed(&self.call(), error, location)),
        }
    }

    /// What is done, for who reads that it failed.
    fn call(&self) -> String {
        format!("starting the process `{}`", self.name)
    }

    /// Starts a child of this process by what answers with its pid: defines its actors, and records that this
    /// thread starts it.
    fn start_here(
        &self,
        method: laneway_trace::StartMethod,
        location: &'static Location<'static>,
        start: impl FnOnce(Option<client::Child>) -> io::Result<Pid>,
    ) -> io::Result<Process> {
        let actors = client::define_process(&self.name, self.daemon, method);
        let actor = actors.map_or(0, |child| child.process);
        if actor != 0 {
            record(EventKind::START, 0, 0, Value::actor(actor), location);
        }
        match start(actors) {
            Ok(pid) => Process::new(self.name.clone(), self.daemon, pid, actor)
                .map_err(|error| failed(&self.call(), error, location)),
            Err(error) => Err(start_failed(actor, &self.call(), error, location)),
        }
    }

    /// The child's pid.
    fn fork<A>(
        &self,
        code: fn(A),
        argument: A,
        actors: Option<client::Child>,
        location: &'static Location<'static>,
    ) -> io::Result<Pid> {
        refuse_threads()?;
        // What was printed would be printed by the child once more.
        io::stdout().flush()?;
        // The parent needs a descriptor of the child: if there is none left, it has none.
        let descriptor = system::memory(c"laneway")?;
        // SAFETY: the process has one thread, as was just seen; nobody else can start another.
        match unsafe { system::fork()? } {
            Some(pid) => Ok(pid),
            None => {
                drop(descriptor);
                pool::forget_all();
                thread::forget_all();
                child::forget_all();
                forkserver::forget();
                live_child(&self.name, actors, location, || code(argument))
            }
        }
    }

    /// The child's pid.
    fn spawn<A: Serialize + DeserializeOwned>(
        &self,
        code: fn(A),
        argument: &A,
        actors: Option<client::Child>,
        location: &'static Location<'static>,
    ) -> io::Result<Pid> {
        let order = Order::new(&self.name, actors, code, argument, location)?;
        let file = order::written(&order)?;
        let mut fds = order.fds;
        fds.push(file.as_raw_fd());

        let mut arguments = std::env::args_os();
        let mut command = Command::new("/proc/self/exe");
        command.arg0(arguments.next().unwrap_or_default()).args(arguments);
        command.env(SPAWN_VARIABLE, file.as_raw_fd().to_string());
        // SAFETY: between fork and exec this makes system calls only.
        unsafe { command.pre_exec(move || fds.iter().try_for_each(|&fd| system::keep_across_exec(fd))) };
        Ok(Pid::from_child(&command.spawn()?))
    }
}

/// Refuses to fork a process that has more than one thread: what the others hold in that moment would
/// be held for ever in the child.
fn refuse_threads() -> io::Result<()> {
    let threads = thread_count()?;
    if threads <= 1 {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "fork needs a process with one thread, and this one has {threads}: start the process \
         before the threads, or by StartMethod::Spawn or Forkserver"
    )))
}

/// How many threads this process has. If it is one, it stays one for as long as the caller starts none.
fn thread_count() -> io::Result<usize> {
    // A thread that was joined may still stand in the system's list for a moment, which is a long one
    // where others keep the cores busy.
    const MOMENT: Duration = Duration::from_secs(2);
    let until = Instant::now() + MOMENT;
    loop {
        let threads = system::thread_count()?;
        if threads <= 1 || thread::active_count() > 1 || Instant::now() > until {
            return Ok(threads);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// The whole life of a child process.
pub(super) fn live_child(
    name: &str,
    actors: Option<client::Child>,
    location: &'static Location<'static>,
    code: impl FnOnce(),
) -> ! {
    super::set_name(name);
    if actors.is_some() {
        life::attach(actors, location);
    }
    let result = life::live(location, code);
    system::leave(if result.is_ok() { 0 } else { PANIC_STATUS })
}

/// If this process was started to be a child, it becomes that, and this does not return.
pub(crate) fn become_spawned_child() {
    let Some(fd) = std::env::var_os(SPAWN_VARIABLE) else {
        return;
    };
    let (order, task) = match take_order(&fd.to_string_lossy()) {
        Ok(taken) => taken,
        Err(error) => {
            eprintln!("laneway: {SPAWN_VARIABLE} is set, but this process cannot be a child: {error}");
            system::leave(PANIC_STATUS)
        }
    };
    live_child(&order.name, order.actors, task.location, || {
        let passed: Vec<_> = order.fds.iter().copied().map(Passed::kept).collect();
        // SAFETY: the parent left the descriptors open for us alone.
        unsafe { task.run(&order, &passed) }
    })
}

fn take_order(fd: &str) -> io::Result<(Order, Task)> {
    let threads = thread_count()?;
    if threads > 1 {
        return Err(io::Error::other(format!(
            "it has {threads} threads, and `laneway::run` is to be called first thing in `main`"
        )));
    }
    // SAFETY: there is no other thread that could read the environment, as was just seen.
    unsafe { std::env::remove_var(SPAWN_VARIABLE) };
    let order: Order = order::read(order::left_at(fd)?)?;
    let task = order.task(&Image::of_this_process()?)?;
    Ok((order, task))
}
