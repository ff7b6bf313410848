//! How a child process comes to be.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::os::fd::{AsRawFd, FromRawFd, RawFd};
use std::os::unix::process::CommandExt;
use std::panic::Location;
use std::process::Command;
use std::time::{Duration, Instant};

use laneway_recorder::client::{self, Value, record};
use laneway_trace::EventKind;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::child::Process;
use super::{child, handoff, system};
use crate::run::{self, PANIC_STATUS};
use crate::thread;

/// Names the descriptor of the [`Order`] to a process that starts anew.
const ORDER_VARIABLE: &str = "LANEWAY_SPAWN";

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
    /// the argument cannot be written as JSON.
    #[track_caller]
    pub fn start<A: Serialize + DeserializeOwned>(
        self,
        code: fn(A),
        argument: A,
    ) -> io::Result<Process> {
        let location = Location::caller();
        match self.method {
            StartMethod::Fork => self.fork(code, argument, location),
            StartMethod::Spawn => self.spawn(code, &argument, location),
        }
    }

    fn fork<A>(
        self,
        code: fn(A),
        argument: A,
        location: &'static Location<'static>,
    ) -> io::Result<Process> {
        refuse_threads()?;
        // What was printed would be printed by the child once more.
        io::stdout().flush()?;
        let actors = self.announce(laneway_trace::StartMethod::Fork, location);
        // SAFETY: the process has one thread, as was just seen; nobody else can start another.
        match unsafe { system::fork()? } {
            Some(pid) => {
                let pid = u32::try_from(pid).map_err(|_| io::ErrorKind::InvalidData)?;
                Process::new(
                    self.name,
                    self.daemon,
                    pid,
                    actors.map_or(0, |child| child.process),
                )
            }
            None => {
                thread::forget_all();
                child::forget_all();
                live_child(&self.name, actors, location, || code(argument))
            }
        }
    }

    fn spawn<A: Serialize + DeserializeOwned>(
        self,
        code: fn(A),
        argument: &A,
        location: &'static Location<'static>,
    ) -> io::Result<Process> {
        let (argument, mut fds) = handoff::send(argument)?;
        let actors = self.announce(laneway_trace::StartMethod::Spawn, location);
        let order = Order {
            entry: offset(enter::<A> as fn(usize, &str, &[RawFd]) as usize),
            code: offset(code as usize),
            location: offset(std::ptr::from_ref(location) as usize),
            name: self.name.clone(),
            actors,
            fds: fds.clone(),
            argument,
        };
        let mut file = system::memory(c"laneway-spawn")?;
        serde_json::to_writer(&mut file, &order)?;
        file.rewind()?;
        fds.push(file.as_raw_fd());

        let mut arguments = std::env::args_os();
        let mut command = Command::new("/proc/self/exe");
        command.arg0(arguments.next().unwrap_or_default()).args(arguments);
        command.env(ORDER_VARIABLE, file.as_raw_fd().to_string());
        // SAFETY: between fork and exec this makes system calls only.
        unsafe { command.pre_exec(move || fds.iter().try_for_each(|&fd| system::keep_across_exec(fd))) };
        let pid = command.spawn()?.id();
        Process::new(
            self.name,
            self.daemon,
            pid,
            actors.map_or(0, |child| child.process),
        )
    }

    /// Defines the child's actors, and records that this thread starts it.
    fn announce(
        &self,
        method: laneway_trace::StartMethod,
        location: &'static Location<'static>,
    ) -> Option<client::Child> {
        let actors = client::define_process(&self.name, self.daemon, method)?;
        record(EventKind::START, 0, 0, Value::actor(actors.process), location);
        Some(actors)
    }
}

/// Refuses to fork a process that has more than one thread: what the others hold in that moment would
/// be held for ever in the child.
fn refuse_threads() -> io::Result<()> {
    // A thread that was joined may still stand in the system's list for a moment, which is a long one
    // where others keep the cores busy.
    const MOMENT: Duration = Duration::from_secs(2);
    let until = Instant::now() + MOMENT;
    loop {
        let threads = system::thread_count()?;
        if threads <= 1 {
            return Ok(());
        }
        if thread::active_count() > 1 || Instant::now() > until {
            return Err(io::Error::other(format!(
                "fork needs a process with one thread, and this one has {threads}: start the process \
                 before the threads, or by StartMethod::Spawn"
            )));
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
        run::attach(actors, location);
    }
    let result = run::live(location, code);
    system::leave(if result.is_ok() { 0 } else { PANIC_STATUS })
}

/// What a child that starts anew has to do. Places in the image are given as [`offset`]s, because the
/// system puts the image elsewhere each time. (The idea is that of the crate procspawn.)
#[derive(Debug, Serialize, Deserialize)]
struct Order {
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

/// A place of the image that the others are measured from.
#[inline(never)]
fn anchor() -> usize {
    anchor as fn() -> usize as usize
}

fn offset(place: usize) -> usize {
    place.wrapping_sub(anchor())
}

/// Calls the code at this place with the argument.
fn enter<A: DeserializeOwned>(code: usize, argument: &str, fds: &[RawFd]) {
    // SAFETY: `Builder::spawn` paired this very function with the place of a `fn(A)`, in the same image.
    let code = unsafe { std::mem::transmute::<usize, fn(A)>(code) };
    match handoff::receive(argument, fds) {
        Ok(argument) => code(argument),
        Err(error) => panic!("the argument of this process cannot be read: {error}"),
    }
}

/// If this process was started to be a child, it becomes that, and this does not return.
pub(crate) fn become_spawned_child() {
    let Some(fd) = std::env::var_os(ORDER_VARIABLE) else {
        return;
    };
    // SAFETY: `run` is called first thing in `main`: there is no other thread yet.
    unsafe { std::env::remove_var(ORDER_VARIABLE) };
    let order = match read_order(&fd.to_string_lossy()) {
        Ok(order) => order,
        Err(error) => {
            eprintln!("laneway: {ORDER_VARIABLE} is set, but not by a parent of this process: {error}");
            system::leave(PANIC_STATUS)
        }
    };
    let Order {
        entry,
        code,
        location,
        name,
        actors,
        fds,
        argument,
    } = order;
    let place = |offset: usize| anchor().wrapping_add(offset);
    // SAFETY: the parent runs the same image, and took these from a `&'static Location` and an `enter`.
    let (location, entry) = unsafe {
        (
            &*(place(location) as *const Location<'static>),
            std::mem::transmute::<usize, fn(usize, &str, &[RawFd])>(place(entry)),
        )
    };
    live_child(&name, actors, location, || entry(place(code), &argument, &fds))
}

fn read_order(fd: &str) -> io::Result<Order> {
    let fd: RawFd = fd.parse().map_err(|_| io::ErrorKind::InvalidInput)?;
    if fd < 3 {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    // SAFETY: the parent left this descriptor open for us alone; one that is not open fails to be read.
    let mut file = unsafe { File::from_raw_fd(fd) };
    let mut order = String::new();
    file.read_to_string(&mut order)?;
    Ok(serde_json::from_str(&order)?)
}
