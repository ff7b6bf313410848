//! A child process, as its parent sees it.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use laneway_recorder::client::{self, Value, record};
use laneway_trace::EventKind;
use rustix::process::{Pid, Signal};

use crate::{operation, system};

/// The children of this process whose exit status nobody took.
static CHILDREN: Mutex<Vec<Arc<Child>>> = Mutex::new(Vec::new());

/// A child process. Dropping it lets the child go on; the end of its parent still waits for it, or ends
/// it if it is a daemon.
#[derive(Debug)]
pub struct Process {
    child: Arc<Child>,
}

#[derive(Debug)]
struct Child {
    name: String,
    daemon: bool,
    pid: u32,
    process: OwnedFd,
    /// Where the forkserver, whose child it is, tells its exit status; `None` for a child of this process.
    told: Option<File>,
    /// Its actor; 0 if it is not recorded.
    actor: u32,
    exit_code: Mutex<Option<i32>>,
}

impl Process {
    /// The child of this process with this pid, just started. If there is no descriptor to watch it by, it
    /// is killed: nobody could wait for it.
    pub(crate) fn new(name: String, daemon: bool, pid: Pid, actor: u32) -> io::Result<Self> {
        let process = system::open_process(pid).inspect_err(|_| system::kill_child(pid))?;
        Ok(Self::started(Child {
            name,
            daemon,
            pid: pid.as_raw_nonzero().get().unsigned_abs(),
            process,
            told: None,
            actor,
            exit_code: Mutex::new(None),
        }))
    }

    /// A process that the forkserver has started for this one: its pid, a descriptor to watch it by, where its
    /// exit status is told, and its actor.
    pub(crate) fn of_forkserver(
        name: String,
        daemon: bool,
        (pid, process): (u32, OwnedFd),
        told: File,
        actor: u32,
    ) -> Self {
        Self::started(Child {
            name,
            daemon,
            pid,
            process,
            told: Some(told),
            actor,
            exit_code: Mutex::new(None),
        })
    }

    fn started(child: Child) -> Self {
        let child = Arc::new(child);
        children().push(Arc::clone(&child));
        Self { child }
    }

    /// The end of this process neither ends it nor waits for it.
    pub(crate) fn leave_alone(&self) {
        children().retain(|child| !Arc::ptr_eq(child, &self.child));
    }

    pub(crate) fn join_at(&self, location: &'static Location<'static>) -> i32 {
        self.child.join(location)
    }

    pub(crate) fn exit_code_at(&self, location: &'static Location<'static>) -> Option<i32> {
        self.child.take_exit_code(location)
    }

    /// What the program calls it.
    pub fn name(&self) -> &str {
        &self.child.name
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.pid
    }

    /// True if it is ended when its parent's code ends.
    pub fn is_daemon(&self) -> bool {
        self.child.daemon
    }

    /// Waits for its end and takes its exit status: its exit code, or the negative number of the signal
    /// that killed it.
    #[track_caller]
    pub fn join(&self) -> i32 {
        self.join_at(Location::caller())
    }

    /// A descriptor that can be read from once it is dead.
    pub(crate) fn descriptor(&self) -> BorrowedFd<'_> {
        self.child.process.as_fd()
    }

    /// As [`join`](Self::join), but waits no longer than this; `None` if it lives then.
    #[track_caller]
    pub fn join_timeout(&self, timeout: Duration) -> Option<i32> {
        self.child.join_timeout(timeout, Location::caller())
    }

    /// Asks it to end: SIGTERM. Does nothing if its exit status was taken already.
    ///
    /// # Errors
    /// The system refused, as it may for a child that has become another user's.
    #[track_caller]
    pub fn terminate(&self) -> io::Result<()> {
        self.child
            .signal(Signal::TERM, EventKind::TERMINATE, Location::caller())
    }

    /// Ends it by force: SIGKILL. Does nothing if its exit status was taken already.
    ///
    /// # Errors
    /// As [`terminate`](Self::terminate).
    #[track_caller]
    pub fn kill(&self) -> io::Result<()> {
        self.kill_at(Location::caller())
    }

    pub(crate) fn kill_at(&self, location: &'static Location<'static>) -> io::Result<()> {
        self.child.signal(Signal::KILL, EventKind::KILL, location)
    }

    /// True if it lives. As in Python, seeing that it is dead takes its exit status.
    #[track_caller]
    pub fn is_alive(&self) -> bool {
        operation::begin();
        let location = Location::caller();
        let alive = self.child.take_exit_code(location).is_none();
        self.child.say(
            if alive {
                EventKind::SAW_ALIVE
            } else {
                EventKind::SAW_DEAD
            },
            location,
        );
        alive
    }

    /// Its exit code, or the negative number of the signal that killed it; `None` while it lives.
    #[track_caller]
    pub fn exit_code(&self) -> Option<i32> {
        operation::begin();
        self.child.take_exit_code(Location::caller())
    }
}

impl Child {
    fn say(&self, kind: EventKind, location: &'static Location<'static>) {
        if self.actor != 0 {
            record(kind, 0, 0, Value::actor(self.actor), location);
        }
    }

    fn exit_code(&self) -> MutexGuard<'_, Option<i32>> {
        self.exit_code.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the exit status if the child is dead; what it was, if somebody took it before.
    fn take_exit_code(&self, location: &'static Location<'static>) -> Option<i32> {
        let mut exit_code = self.exit_code();
        if exit_code.is_none() {
            // An error means that the status is gone: somebody outside of the library waited for all
            // children, the program ignores SIGCHLD, or the forkserver was killed. Python says 255 then, too.
            *exit_code = self.status().unwrap_or(Some(255));
            if let Some(code) = *exit_code {
                if self.told.is_none() {
                    if self.actor != 0 {
                        client::define_reaped(self.actor, code);
                    }
                    self.say(EventKind::REAP, location);
                }
                children().retain(|child| !std::ptr::eq(&raw const **child, self));
            }
        }
        *exit_code
    }

    /// Its exit status, taken or told; `None` if it lives.
    fn status(&self) -> io::Result<Option<i32>> {
        let Some(mut told) = self.told.as_ref() else {
            return system::take_status(&self.process);
        };
        if !system::wait_for_death(&self.process, Some(Instant::now()))? {
            return Ok(None);
        }
        // The forkserver takes it just now.
        let mut status = [0; 4];
        told.read_exact(&mut status)?;
        Ok(Some(i32::from_ne_bytes(status)))
    }

    fn join(&self, location: &'static Location<'static>) -> i32 {
        operation::begin();
        let mut waited = false;
        loop {
            if let Some(code) = self.take_exit_code(location) {
                self.say(EventKind::JOIN, location);
                return code;
            }
            if !waited {
                self.say(EventKind::JOIN_WAIT, location);
                waited = true;
            }
            // Several threads may wait; whoever comes first takes the status, and tells the others.
            let _ = system::wait_for_death(&self.process, None);
        }
    }

    fn join_timeout(&self, timeout: Duration, location: &'static Location<'static>) -> Option<i32> {
        operation::begin();
        let deadline = Instant::now().checked_add(timeout);
        let mut code = self.take_exit_code(location);
        if code.is_none() {
            self.say(EventKind::JOIN_WAIT_TIMED, location);
            let _ = system::wait_for_death(&self.process, deadline);
            code = self.take_exit_code(location);
        }
        self.say(
            if code.is_some() {
                EventKind::JOIN
            } else {
                EventKind::JOIN_TIMEOUT
            },
            location,
        );
        code
    }

    fn signal(
        &self,
        signal: Signal,
        kind: EventKind,
        location: &'static Location<'static>,
    ) -> io::Result<()> {
        operation::begin();
        if self.exit_code().is_some() {
            return Ok(());
        }
        self.say(kind, location);
        system::send_signal(&self.process, signal)
    }
}

fn children() -> MutexGuard<'static, Vec<Arc<Child>>> {
    CHILDREN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// In a forked child: the children of its parent are not its own.
pub(crate) fn forget_all() {
    children().clear();
}

/// What Python does with child processes at exit: it ends those that are daemons, then waits for all.
pub(crate) fn end_children(location: &'static Location<'static>) {
    let (daemons, others): (Vec<_>, Vec<_>) = children().iter().cloned().partition(|child| child.daemon);
    for child in &daemons {
        // One that is dead already has nothing to be asked; it is waited for all the same.
        if child.take_exit_code(location).is_none() {
            let _ = child.signal(Signal::TERM, EventKind::TERMINATE, location);
        }
    }
    for child in daemons.iter().chain(&others) {
        child.join(location);
    }
}
