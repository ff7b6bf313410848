//! How a process and its threads become actors of a session.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::panic::Location;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use laneway_trace::{ActorKind, EventKind, ObjectKind, StartMethod};
use nix::fcntl::OFlag;
use serde::{Deserialize, Serialize};

use super::hot::{Hot, epoch, hot, next_epoch};
use super::value::cut;
use super::{Value, record, record_unplaced, ring};
use crate::session::{
    ActorDefinition, AttachedDefinition, Control, Definition, DefinitionWriter, Folder,
    ObjectDefinition, ReapedDefinition, SessionError, ThreadDefinition,
};

/// What a process has of its session.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) folder: Folder,
    pub(super) control: Control,
    pub(super) definitions: DefinitionWriter,
}

static SESSION: OnceLock<Session> = OnceLock::new();
/// This process's actor; 0 before it has one (and in a forked child that nobody announced).
static PROCESS: AtomicU32 = AtomicU32::new(0);
/// The actor of the process that this one was forked from.
static FORKED_FROM: AtomicU32 = AtomicU32::new(0);
/// Threads of this process that have no name of their own.
static UNNAMED_THREADS: AtomicU32 = AtomicU32::new(0);
/// Held while a process that nobody announced becomes an actor: its threads may all try at once.
static ATTACHING: Mutex<()> = Mutex::new(());

/// The session, if this process records.
pub(super) fn session() -> Option<&'static Session> {
    if epoch() == 0 { None } else { SESSION.get() }
}

/// The actors of a child process, defined by its parent before it exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// The process.
    pub process: u32,
    /// Its main thread.
    pub thread: u32,
}

impl Child {
    /// Ids that nobody has.
    fn take(session: &Session) -> Self {
        let process = session.control.take_actors(2);
        Self {
            process,
            thread: process + 1,
        }
    }
}

/// Attaches this process, by its main thread, to the session that the environment names. False if it
/// names none. Does nothing if the process is attached already.
///
/// # Errors
/// The folder is unreadable, or of another version. The process then runs unrecorded.
pub fn attach(location: &'static Location<'static>) -> Result<bool, SessionError> {
    attach_with(location, |session| {
        let child = Child::take(session);
        let name = if child.process == 1 {
            "main".to_owned()
        } else {
            program_name()
        };
        define_actors(session, child, &name, None, false, None);
        child
    })
}

/// As [`attach`], for a process that its parent defined.
///
/// # Errors
/// As [`attach`].
pub fn attach_child(child: Child, location: &'static Location<'static>) -> Result<bool, SessionError> {
    attach_with(location, |_| child)
}

fn attach_with(
    location: &'static Location<'static>,
    actors: impl FnOnce(&Session) -> Child,
) -> Result<bool, SessionError> {
    if PROCESS.load(Ordering::Relaxed) != 0 {
        return Ok(true);
    }
    let session = match SESSION.get() {
        // A forked child.
        Some(session) => session,
        None => {
            let Some(folder) = Folder::from_environment() else {
                return Ok(false);
            };
            let session = open_session(folder)?;
            // SAFETY: the handler touches atomics and thread-local cells alone.
            unsafe { nix::libc::pthread_atfork(None, None, Some(in_forked_child)) };
            next_epoch();
            SESSION.get_or_init(|| session)
        }
    };
    let child = actors(session);
    enter(session, child);
    ring::open(session, child.thread);
    record(EventKind::BEGIN, 0, 0, Value::NONE, location);
    Ok(true)
}

fn open_session(folder: Folder) -> Result<Session, SessionError> {
    if !cfg!(target_os = "linux") {
        return Err(SessionError::Unsupported);
    }
    folder.check()?;
    let control = Control::open(&folder.control())?;
    let definitions = DefinitionWriter::open(&folder.definitions())?;
    Ok(Session {
        folder,
        control,
        definitions,
    })
}

/// Runs in a forked child before `fork` returns there: it must not write into its parent's ring.
extern "C" fn in_forked_child() {
    next_epoch();
    FORKED_FROM.store(PROCESS.swap(0, Ordering::Relaxed), Ordering::Relaxed);
    UNNAMED_THREADS.store(0, Ordering::Relaxed);
    hot(Hot::reset);
}

/// Says who this process is, and wakes the supervisor.
fn enter(session: &Session, child: Child) {
    PROCESS.store(child.process, Ordering::Relaxed);
    define(
        session,
        &Definition::Attached(AttachedDefinition {
            actor: child.process,
            pid: std::process::id(),
            tid: std::process::id(),
            parent_pid: std::os::unix::process::parent_id(),
            thread: child.thread,
        }),
    );
    // Without a reader (the supervisor is dead) this fails; when the FIFO is full the supervisor has
    // been woken already. The definitions tell it everything in both cases.
    let fifo = OpenOptions::new()
        .write(true)
        .custom_flags(OFlag::O_NONBLOCK.bits())
        .open(session.folder.announce());
    if let Ok(mut fifo) = fifo {
        let _ = fifo.write_all(format!("{}\n", std::process::id()).as_bytes());
    }
}

/// Defines the actors of a process that this one is about to start.
pub fn define_process(name: &str, daemon: bool, method: StartMethod) -> Option<Child> {
    let session = ring::ensure()?;
    let child = Child::take(session);
    define_actors(session, child, name, Some(process_actor()), daemon, Some(method));
    Some(child)
}

/// Defines a thread that this process is about to start; its actor. `None` if nothing is recorded.
pub fn define_thread(name: &str, daemon: bool) -> Option<u32> {
    let session = ring::ensure()?;
    let id = session.control.take_actors(1);
    define(
        session,
        &Definition::Actor(thread_actor(id, name, process_actor(), daemon)),
    );
    Some(id)
}

/// A name for a thread that has none: `thread-` and a number of this process.
pub fn next_thread_name() -> String {
    format!("thread-{}", UNNAMED_THREADS.fetch_add(1, Ordering::Relaxed) + 1)
}

/// This thread is that actor: opens its ring with `begin` as the first event.
pub fn begin_thread(actor: u32, location: &'static Location<'static>) {
    if let Some(session) = session() {
        define(
            session,
            &Definition::Thread(ThreadDefinition { actor, tid: tid() }),
        );
        ring::open(session, actor);
        record(EventKind::BEGIN, 0, 0, Value::NONE, location);
    }
}

/// Records `end` as this thread's last event: 0 in order, 1 by a panic. Nothing it does later is
/// recorded.
pub fn end_thread(outcome: i64) {
    if epoch() != 0 {
        record_unplaced(EventKind::END, 0, 0, Value::int(outcome));
        ring::end();
    }
}

/// Defines an object; its id in the session. `None` if nothing is recorded.
pub fn define_object(
    kind: ObjectKind,
    name: &str,
    capacity: Option<u64>,
    parent: Option<u32>,
    shared: bool,
) -> Option<u32> {
    let session = session()?;
    let id = session.control.take_object();
    let name = cut(name).into_owned();
    define(
        session,
        &Definition::Object(ObjectDefinition {
            id,
            kind,
            name,
            capacity,
            parent,
            shared,
        }),
    );
    Some(id)
}

/// Says that this process took the exit status of a child. To be called before its `reap` event.
pub fn define_reaped(actor: u32, exit_code: i32) {
    if let Some(session) = session() {
        define(
            session,
            &Definition::Reaped(ReapedDefinition { actor, exit_code }),
        );
    }
}

/// This process's actor; 0 if nothing is recorded.
pub fn process_actor() -> u32 {
    PROCESS.load(Ordering::Relaxed)
}

/// The actor of a thread that the library did not start, and of its process if the library did not
/// start that one either.
pub(super) fn unknown_thread(session: &Session) -> u32 {
    let _attaching = ATTACHING.lock().unwrap_or_else(PoisonError::into_inner);
    if process_actor() == 0 {
        let child = Child::take(session);
        let parent = FORKED_FROM.load(Ordering::Relaxed);
        define_actors(
            session,
            child,
            "fork",
            (parent != 0).then_some(parent),
            false,
            Some(StartMethod::Fork),
        );
        enter(session, child);
        if tid() == std::process::id() {
            return child.thread;
        }
    }
    let name = std::thread::current()
        .name()
        .map_or_else(next_thread_name, str::to_owned);
    let id = session.control.take_actors(1);
    define(
        session,
        &Definition::Actor(thread_actor(id, &name, process_actor(), false)),
    );
    define(
        session,
        &Definition::Thread(ThreadDefinition {
            actor: id,
            tid: tid(),
        }),
    );
    id
}

fn define_actors(
    session: &Session,
    child: Child,
    name: &str,
    parent: Option<u32>,
    daemon: bool,
    start_method: Option<StartMethod>,
) {
    let process = ActorDefinition {
        id: child.process,
        kind: ActorKind::Process,
        name: cut(name).into_owned(),
        parent,
        daemon,
        start_method,
    };
    define(session, &Definition::Actor(process));
    define(
        session,
        &Definition::Actor(thread_actor(child.thread, "main", child.process, false)),
    );
}

fn thread_actor(id: u32, name: &str, process: u32, daemon: bool) -> ActorDefinition {
    ActorDefinition {
        id,
        kind: ActorKind::Thread,
        name: cut(name).into_owned(),
        parent: Some(process),
        daemon,
        start_method: None,
    }
}

/// Appends a definition. Where there is no room for it the run goes on: the merge says what it misses.
fn define(session: &Session, definition: &Definition) {
    let _ = session.definitions.append(definition);
}

/// The file name of the program, as its caller named it.
fn program_name() -> String {
    let name = std::env::args_os().next().map(std::path::PathBuf::from);
    let name = name.as_deref().and_then(std::path::Path::file_name);
    name.map_or_else(
        || "program".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// This thread's id in the system.
fn tid() -> u32 {
    #[cfg(target_os = "linux")]
    let tid = nix::unistd::gettid().as_raw();
    #[cfg(not(target_os = "linux"))]
    let tid = 0;
    u32::try_from(tid).unwrap_or(0)
}
