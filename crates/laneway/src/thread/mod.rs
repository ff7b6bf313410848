//! Threads, as [`std::thread`], with daemons as in Python's `threading`.

use std::any::Any;
use std::cell::RefCell;
use std::io;
use std::panic::{self, AssertUnwindSafe, Location};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use laneway_recorder::client::{self, Value, record};
use laneway_trace::EventKind;

use crate::failure::start_failed;
use crate::patience::{Patience, wait_while};

/// What a thread returned, or what it panicked with.
pub type Result<T> = std::thread::Result<T>;

/// The threads of this process that the library started and that have not ended.
static LIVE: Mutex<Vec<Thread>> = Mutex::new(Vec::new());

thread_local! {
    static CURRENT: RefCell<Option<Thread>> = const { RefCell::new(None) };
}

/// A thread: what others may know of it. A clone is the same thread.
#[derive(Clone, Debug)]
pub struct Thread {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    name: String,
    daemon: bool,
    /// Its actor; 0 if it is not recorded.
    actor: u32,
    life: Mutex<Life>,
    changed: Condvar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Life {
    /// Its id in the system, once it has begun.
    id: Option<u64>,
    ended: bool,
}

impl Thread {
    fn new(name: String, daemon: bool, actor: u32, id: Option<u64>) -> Self {
        let life = Mutex::new(Life { id, ended: false });
        Self {
            inner: Arc::new(Inner {
                name,
                daemon,
                actor,
                life,
                changed: Condvar::new(),
            }),
        }
    }

    /// What the program calls it.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// Its id in the system, as `threading.get_native_id`. Waits until the thread has begun.
    pub fn id(&self) -> u64 {
        let (life, _) = wait_while(&self.inner.changed, self.life(), Patience::Endless, |life| {
            life.id.is_none()
        });
        life.id.unwrap_or_default()
    }

    /// True if it is cut off when the process ends.
    pub fn is_daemon(&self) -> bool {
        self.inner.daemon
    }

    fn life(&self) -> MutexGuard<'_, Life> {
        self.inner.life.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, with: impl FnOnce(&mut Life)) {
        with(&mut self.life());
        self.inner.changed.notify_all();
    }

    /// Waits for its end and records that; false if patience was over before.
    fn wait(&self, patience: Patience, location: &'static Location<'static>) -> bool {
        let say = |kind| {
            if self.inner.actor != 0 {
                record(kind, 0, 0, Value::actor(self.inner.actor), location);
            }
        };
        let life = self.life();
        if !life.ended {
            match patience {
                Patience::Endless => say(EventKind::JOIN_WAIT),
                Patience::None | Patience::Until(..) => say(EventKind::JOIN_WAIT_TIMED),
            }
        }
        let (life, ended) = wait_while(&self.inner.changed, life, patience, |life| !life.ended);
        drop(life);
        say(if ended {
            EventKind::JOIN
        } else {
            EventKind::JOIN_TIMEOUT
        });
        ended
    }
}

/// The right to wait for a thread and to have what it returns. Dropping it lets the thread go on alone;
/// the end of the process still waits for it, unless it is a daemon.
#[derive(Debug)]
pub struct JoinHandle<T> {
    thread: Thread,
    inner: std::thread::JoinHandle<T>,
}

impl<T> JoinHandle<T> {
    /// Waits for the thread's end.
    ///
    /// # Errors
    /// The thread panicked: what it panicked with.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        self.join_at(Location::caller())
    }

    pub(crate) fn join_at(self, location: &'static Location<'static>) -> Result<T> {
        self.thread.wait(Patience::Endless, location);
        self.inner.join()
    }

    /// Waits for the thread's end, but no longer than this.
    ///
    /// # Errors
    /// It still ran then: the handle, to try again.
    #[track_caller]
    pub fn join_timeout(self, timeout: Duration) -> std::result::Result<Result<T>, Self> {
        if self.thread.wait(Patience::of(timeout), Location::caller()) {
            Ok(self.inner.join())
        } else {
            Err(self)
        }
    }

    /// True if the thread has ended; recorded as seen alive or dead.
    #[track_caller]
    pub fn is_finished(&self) -> bool {
        let ended = self.thread.life().ended;
        if self.thread.inner.actor != 0 {
            let kind = if ended {
                EventKind::SAW_DEAD
            } else {
                EventKind::SAW_ALIVE
            };
            record(
                kind,
                0,
                0,
                Value::actor(self.thread.inner.actor),
                Location::caller(),
            );
        }
        ended
    }

    /// The thread.
    pub fn thread(&self) -> &Thread {
        &self.thread
    }
}

/// What a thread is started with.
#[derive(Clone, Debug, Default)]
#[must_use = "a builder starts nothing before `spawn`"]
pub struct Builder {
    name: Option<String>,
    daemon: bool,
}

impl Builder {
    /// A thread that is no daemon, called `thread-` and a number.
    pub fn new() -> Self {
        Self::default()
    }

    /// What to call it.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Whether it is cut off when the process ends, instead of being waited for.
    pub fn daemon(mut self, daemon: bool) -> Self {
        self.daemon = daemon;
        self
    }

    /// Starts the thread.
    ///
    /// # Errors
    /// The system has no room for another thread.
    #[track_caller]
    pub fn spawn<F, T>(self, code: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let location = Location::caller();
        let name = self.name.unwrap_or_else(client::next_thread_name);
        let actor = client::define_thread(&name, self.daemon).unwrap_or(0);
        if actor != 0 {
            record(EventKind::START, 0, 0, Value::actor(actor), location);
        }
        let thread = Thread::new(name, self.daemon, actor, None);
        live().push(thread.clone());
        let inner = std::thread::Builder::new()
            .name(system_name(thread.name()))
            .spawn({
                let thread = thread.clone();
                move || live_thread(&thread, location, code)
            });
        match inner {
            Ok(inner) => Ok(JoinHandle { thread, inner }),
            Err(error) => {
                forget(&thread);
                let call = format!("starting the thread `{}`", thread.name());
                Err(start_failed(actor, &call, error, location))
            }
        }
    }
}

/// A name that the system takes: one with a zero byte is cut there.
fn system_name(name: &str) -> String {
    name.split('\0').next().unwrap_or_default().to_owned()
}

/// The whole life of a thread: `begin`, its code, `end`, and then whoever waits for it may go on.
fn live_thread<T>(thread: &Thread, location: &'static Location<'static>, code: impl FnOnce() -> T) -> T {
    if thread.inner.actor != 0 {
        client::begin_thread(thread.inner.actor, location);
    }
    thread.change(|life| life.id = Some(native_id()));
    CURRENT.set(Some(thread.clone()));
    let result = panic::catch_unwind(AssertUnwindSafe(code));
    client::end_thread(i64::from(result.is_err()));
    forget(thread);
    thread.change(|life| life.ended = true);
    result.unwrap_or_else(|payload: Box<dyn Any + Send>| panic::resume_unwind(payload))
}

/// Starts a thread, as [`Builder::spawn`].
///
/// # Panics
/// The system has no room for another thread.
#[track_caller]
pub fn spawn<F, T>(code: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Builder::new()
        .spawn(code)
        .unwrap_or_else(|error| panic!("a thread could not be started: {error}"))
}

/// The thread that asks.
pub fn current() -> Thread {
    let unknown = || {
        let std = std::thread::current();
        Thread::new(
            std.name().unwrap_or("thread").to_owned(),
            false,
            0,
            Some(native_id()),
        )
    };
    CURRENT.with_borrow_mut(|current| current.get_or_insert_with(unknown).clone())
}

/// True in the main thread of the process.
pub(crate) fn is_main() -> bool {
    if cfg!(target_os = "linux") {
        native_id() == u64::from(std::process::id())
    } else {
        std::thread::current().name() == Some("main")
    }
}

/// How many threads live: those that the library started, and the main thread.
pub fn active_count() -> usize {
    live().len() + 1
}

fn live() -> MutexGuard<'static, Vec<Thread>> {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn forget(thread: &Thread) {
    live().retain(|other| !Arc::ptr_eq(&other.inner, &thread.inner));
}

/// Waits for every thread that is no daemon, also for those that start meanwhile.
pub(crate) fn join_all(location: &'static Location<'static>) {
    loop {
        let thread = live().iter().find(|thread| !thread.is_daemon()).cloned();
        let Some(thread) = thread else {
            return;
        };
        thread.wait(Patience::Endless, location);
    }
}

/// In a forked child: its one thread is another one, and those of its parent are not here.
pub(crate) fn forget_all() {
    live().clear();
    CURRENT.set(None);
}

/// The id of this thread in the system.
fn native_id() -> u64 {
    #[cfg(target_os = "linux")]
    let id = u64::from(rustix::thread::gettid().as_raw_nonzero().get().unsigned_abs());
    #[cfg(not(target_os = "linux"))]
    // SAFETY: a call without arguments that cannot fail; the thread's handle is unique in its process.
    let id = unsafe { libc::pthread_self() } as u64;
    id
}
