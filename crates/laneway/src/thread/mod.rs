//! Threads, as [`std::thread`], with daemons as in Python's `threading`.

mod parker;
mod scope;

use std::any::Any;
use std::cell::RefCell;
use std::io;
use std::panic::{self, AssertUnwindSafe, Location};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
pub use std::thread::{
    AccessError, LocalKey, Result, ThreadId, available_parallelism, panicking, yield_now,
};
use std::time::Duration;

use laneway_recorder::client::{self, Value, record};
use laneway_trace::EventKind;

use crate::failure::start_failed;
use crate::operation;
pub use crate::output::sleep;
use crate::waiting::{Patience, Waiters};
use parker::Parker;
pub use scope::{Scope, ScopedJoinHandle, scope};

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
    /// What the picture calls it.
    label: String,
    /// False if the program has given it no name.
    is_named: bool,
    daemon: bool,
    /// Its actor; 0 if it is not recorded.
    actor: u32,
    /// The address of its scope; 0 if it has none.
    scope: usize,
    life: Mutex<Life>,
    changed: Waiters,
    parker: Parker,
}

impl Inner {
    /// Of a thread that is not recorded and has not begun.
    fn new(label: String, is_named: bool, created: &'static Location<'static>) -> Self {
        Self {
            parker: Parker::new(&label, created),
            label,
            is_named,
            daemon: false,
            actor: 0,
            scope: 0,
            life: Mutex::default(),
            changed: Waiters::new(),
        }
    }
}

impl From<Inner> for Thread {
    fn from(inner: Inner) -> Self {
        Self {
            inner: Arc::new(inner),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Life {
    /// Its ids, once it has begun: that of `std`, and that of the system.
    ids: Option<(ThreadId, u64)>,
    ended: bool,
}

impl Life {
    /// Of the thread that asks.
    fn begun() -> Self {
        Self {
            ids: Some((std::thread::current().id(), native_id())),
            ended: false,
        }
    }
}

impl Thread {
    /// What the program calls it, if it does.
    pub fn name(&self) -> Option<&str> {
        self.inner.is_named.then_some(&*self.inner.label)
    }

    /// Its id in this process. Waits until the thread has begun.
    pub fn id(&self) -> ThreadId {
        self.ids().0
    }

    /// Its id in the system, as `threading.get_native_id`. Waits until the thread has begun.
    pub fn native_id(&self) -> u64 {
        self.ids().1
    }

    fn ids(&self) -> (ThreadId, u64) {
        loop {
            let not_begun = |life: &MutexGuard<'_, Life>| life.ids.is_none();
            let (life, _) = self
                .inner
                .changed
                .wait_while(self.life(), Patience::Endless, not_begun);
            if let Some(ids) = life.ids {
                return ids;
            }
        }
    }

    /// Lets the thread's [`park`] return: the one that it is in, or else the next one.
    #[track_caller]
    pub fn unpark(&self) {
        self.inner.parker.unpark(Location::caller());
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
        self.inner.changed.wake_all();
    }

    /// What comes of a thread that the system refused to start.
    fn not_started(&self, error: io::Error, location: &'static Location<'static>) -> io::Error {
        forget(self);
        let call = format!("starting the thread `{}`", self.inner.label);
        start_failed(self.inner.actor, &call, error, location)
    }

    /// True if it has ended; recorded as seen alive or dead.
    fn is_finished(&self, location: &'static Location<'static>) -> bool {
        operation::begin();
        let ended = self.life().ended;
        if self.inner.actor != 0 {
            let kind = if ended {
                EventKind::SAW_DEAD
            } else {
                EventKind::SAW_ALIVE
            };
            record(kind, 0, 0, Value::actor(self.inner.actor), location);
        }
        ended
    }

    /// Waits for its end and records that; false if patience was over before.
    fn wait(&self, patience: Patience, location: &'static Location<'static>) -> bool {
        operation::begin();
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
        let (life, ended) = self.inner.changed.wait_while(life, patience, |life| !life.ended);
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
        self.thread.is_finished(Location::caller())
    }

    /// The thread.
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// As [`is_finished`](Self::is_finished), and not recorded.
    pub(crate) fn has_ended(&self) -> bool {
        self.thread.life().ended
    }
}

/// What a thread is started with.
#[derive(Clone, Debug, Default)]
#[must_use = "a builder starts nothing before `spawn`"]
pub struct Builder {
    name: Option<String>,
    stack_size: Option<usize>,
    daemon: bool,
}

impl Builder {
    /// A thread that is no daemon and has no name; the picture calls it `thread-` and a number.
    pub fn new() -> Self {
        Self::default()
    }

    /// What to call it.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// How many bytes its stack has.
    pub fn stack_size(mut self, size: usize) -> Self {
        self.stack_size = Some(size);
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
        self.spawn_at(code, Location::caller())
    }

    pub(crate) fn spawn_at<F, T>(
        self,
        code: F,
        location: &'static Location<'static>,
    ) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (thread, builder) = self.announce(0, location);
        let inner = builder.spawn({
            let thread = thread.clone();
            move || live_thread(&thread, location, code)
        });
        match inner {
            Ok(inner) => Ok(JoinHandle { thread, inner }),
            Err(error) => Err(thread.not_started(error, location)),
        }
    }

    /// Starts a thread of a scope, as [`Scope::spawn`].
    ///
    /// # Errors
    /// The system has no room for another thread.
    #[track_caller]
    pub fn spawn_scoped<'scope, 'env, F, T>(
        self,
        scope: &'scope Scope<'scope, 'env>,
        code: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let location = Location::caller();
        let (thread, builder) = self.announce(scope.address(), location);
        let inner = builder.spawn_scoped(scope.of_std(), {
            let thread = thread.clone();
            move || live_thread(&thread, location, code)
        });
        match inner {
            Ok(inner) => Ok(ScopedJoinHandle::new(thread, inner)),
            Err(error) => Err(thread.not_started(error, location)),
        }
    }

    /// Says that there will be such a thread, and by what to start it.
    fn announce(
        self,
        scope: usize,
        location: &'static Location<'static>,
    ) -> (Thread, std::thread::Builder) {
        operation::begin();
        let mut builder = std::thread::Builder::new();
        if let Some(size) = self.stack_size {
            builder = builder.stack_size(size);
        }
        let is_named = self.name.is_some();
        if let Some(name) = &self.name {
            builder = builder.name(system_name(name));
        }
        let label = self.name.unwrap_or_else(client::next_thread_name);
        let actor = client::define_thread(&label, self.daemon).unwrap_or(0);
        if actor != 0 {
            record(EventKind::START, 0, 0, Value::actor(actor), location);
        }
        let thread = Thread::from(Inner {
            daemon: self.daemon,
            actor,
            scope,
            ..Inner::new(label, is_named, location)
        });
        live().push(thread.clone());
        (thread, builder)
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
    thread.change(|life| *life = Life::begun());
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
    // No closure: it would have the panic here, and not where the caller is.
    match Builder::new().spawn(code) {
        Ok(thread) => thread,
        Err(error) => panic!("a thread could not be started: {error}"),
    }
}

/// The thread that asks.
#[track_caller]
pub fn current() -> Thread {
    let location = Location::caller();
    // One that the library did not start.
    let unknown = || {
        let std = std::thread::current();
        let label = std.name().unwrap_or("thread").to_owned();
        Thread::from(Inner {
            life: Mutex::new(Life::begun()),
            ..Inner::new(label, std.name().is_some(), location)
        })
    };
    CURRENT.with_borrow_mut(|current| current.get_or_insert_with(unknown).clone())
}

/// Waits until somebody [unparks](Thread::unpark) this thread, unless somebody has since it parked last.
#[track_caller]
pub fn park() {
    let location = Location::caller();
    current().inner.parker.park(Patience::Endless, location);
}

/// As [`park`], but no longer than this.
#[track_caller]
pub fn park_timeout(timeout: Duration) {
    let location = Location::caller();
    current().inner.parker.park(Patience::of(timeout), location);
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
    join_those(|thread| !thread.is_daemon(), location);
}

/// Waits until no such thread lives.
fn join_those(is_one: impl Fn(&Thread) -> bool, location: &'static Location<'static>) {
    let next = || live().iter().find(|&thread| is_one(thread)).cloned();
    while let Some(thread) = next() {
        thread.wait(Patience::Endless, location);
    }
}

/// In a forked child: its one thread is another one, and those of its parent are not here.
pub(crate) fn forget_all() {
    live().clear();
    CURRENT.set(None);
}

/// The id of this thread in the system.
pub(crate) fn native_id() -> u64 {
    #[cfg(target_os = "linux")]
    let id = u64::from(rustix::thread::gettid().as_raw_nonzero().get().unsigned_abs());
    #[cfg(not(target_os = "linux"))]
    // SAFETY: a call without arguments that cannot fail; the thread's handle is unique in its process.
    let id = unsafe { libc::pthread_self() } as u64;
    id
}
