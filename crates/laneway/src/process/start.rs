//! How a child process comes to be.

use std::ffi::CStr;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::os::fd::{AsRawFd, FromRawFd, RawFd};
use std::os::unix::process::CommandExt;
use std::panic::Location;
use std::process::Command;
use std::time::{Duration, Instant};

use laneway_recorder::client::{self, SPAWN_VARIABLE, Value, record};
use laneway_trace::EventKind;
use rustix::process::Pid;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::handoff;
use super::image::{Image, ImageFile};
use crate::child::{self, Process};
use crate::failure::{failed, start_failed};
use crate::life::{self, PANIC_STATUS};
use crate::{pool, system, thread};

/// What the memory with the [`Order`] is called.
const ORDER_NAME: &CStr = c"laneway-spawn";

/// How a child process comes to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StartMethod {
    /// A copy of its parent, which must have one thread only.
    #[default]
    Fork,
    /// The program from the start: the child has nothing of its parent but the argument.
    Spawn,
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
    /// into the child where that calls [`run`](crate::run()). The argument goes there as JSON, and `code` by
    /// its place in the program's image.
    ///
    /// # Errors
    /// The system has no room for another process; fork: this process has more than one thread; spawn:
    /// the argument cannot be written as JSON, or `code` is that of a library that was loaded.
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
        let actors = self.announce(location);
        let actor = actors.map_or(0, |child| child.process);
        let call = format!("starting the process `{}`", self.name);
        let started = match self.method {
            StartMethod::Fork => self.fork(code, argument, actors, location),
            StartMethod::Spawn => self.spawn(code, &argument, actors, location),
        };
        match started {
            Ok(pid) => Process::new(self.name, self.daemon, pid, actor)
                .map_err(|error| failed(&call, error, location)),
            Err(error) => Err(start_failed(actor, &call, error, location)),
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
        let (argument, mut fds) = handoff::send(argument)?;
        let image = Image::of_this_process()?;
        let entry = image.offset(enter::<A> as Enter as usize)?;
        let code = image.offset(code as usize)?;
        let place = image.offset(std::ptr::from_ref(location) as usize)?;
        let order = Order {
            image: image.file().clone(),
            entry,
            code,
            location: place,
            name: self.name.clone(),
            actors,
            fds: fds.clone(),
            argument,
        };
        let mut file = system::memory(ORDER_NAME)?;
        serde_json::to_writer(&mut file, &order)?;
        file.rewind()?;
        fds.push(file.as_raw_fd());

        let mut arguments = std::env::args_os();
        let mut command = Command::new("/proc/self/exe");
        command.arg0(arguments.next().unwrap_or_default()).args(arguments);
        command.env(SPAWN_VARIABLE, file.as_raw_fd().to_string());
        // SAFETY: between fork and exec this makes system calls only.
        unsafe { command.pre_exec(move || fds.iter().try_for_each(|&fd| system::keep_across_exec(fd))) };
        Ok(Pid::from_child(&command.spawn()?))
    }

    /// Defines the child's actors, and records that this thread starts it.
    fn announce(&self, location: &'static Location<'static>) -> Option<client::Child> {
        let method = match self.method {
            StartMethod::Fork => laneway_trace::StartMethod::Fork,
            StartMethod::Spawn => laneway_trace::StartMethod::Spawn,
        };
        let actors = client::define_process(&self.name, self.daemon, method)?;
        record(EventKind::START, 0, 0, Value::actor(actors.process), location);
        Some(actors)
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
         before the threads, or by StartMethod::Spawn"
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
fn live_child(
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

/// What a child that starts anew has to do. Places in the image are given as [offsets](Image::offset),
/// because the system puts the image elsewhere each time. (The idea is that of the crate procspawn.)
#[derive(Debug, Serialize, Deserialize)]
struct Order {
    /// The program that the offsets are for.
    image: ImageFile,
    /// [`enter`] for the type of the argument.
    entry: usize,
    /// What it is to call.
    code: usize,
    /// Where the child was started.
    location: usize,
    name: String,
    actors: Option<client::Child>,
    fds: Vec<RawFd>,
    argument: String,
}

/// [`enter`], for whatever argument.
type Enter = unsafe fn(usize, &str, &[RawFd]);

/// Calls the code at this place with the argument.
///
/// # Safety
/// At this place is a `fn(A)`, and the descriptors are nobody else's.
unsafe fn enter<A: DeserializeOwned>(code: usize, argument: &str, fds: &[RawFd]) {
    // SAFETY: by the caller.
    let (code, argument) = unsafe {
        (
            std::mem::transmute::<usize, fn(A)>(code),
            handoff::receive(argument, fds),
        )
    };
    match argument {
        Ok(argument) => code(argument),
        Err(error) => panic!("the argument of this process cannot be read: {error}"),
    }
}

/// What an order means in this process.
struct Task {
    entry: Enter,
    code: usize,
    location: &'static Location<'static>,
}

impl Order {
    /// Finds the places in this process.
    ///
    /// # Errors
    /// It is not the program that the order was written for.
    fn task(&self, image: &Image) -> io::Result<Task> {
        let place = |offset| image.place(&self.image, offset);
        let (entry, location) = (place(self.entry)?, place(self.location)?);
        // SAFETY: in this image the parent took these of an `enter` and of a `&'static Location`.
        let (entry, location) = unsafe {
            (
                std::mem::transmute::<usize, Enter>(entry),
                &*(location as *const Location<'static>),
            )
        };
        Ok(Task {
            entry,
            code: place(self.code)?,
            location,
        })
    }
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
        // SAFETY: the parent took `code` of a `fn(A)` and `entry` of the `enter` for `A`, and left the
        // descriptors open for us alone.
        unsafe { (task.entry)(task.code, &order.argument, &order.fds) }
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
    let order = read_order(fd)?;
    let task = order.task(&Image::of_this_process()?)?;
    Ok((order, task))
}

fn read_order(fd: &str) -> io::Result<Order> {
    let fd: RawFd = fd.parse().map_err(|_| io::ErrorKind::InvalidInput)?;
    if !system::is_memory(fd, ORDER_NAME) {
        return Err(io::Error::other("no parent of this process has left it word"));
    }
    // SAFETY: it is open, and a parent left it so for us alone.
    let mut file = unsafe { File::from_raw_fd(fd) };
    let mut order = String::new();
    file.read_to_string(&mut order)?;
    Ok(serde_json::from_str(&order)?)
}
