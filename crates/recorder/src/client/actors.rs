//! The actors of a process, as definitions of its session.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use laneway_trace::{ActorKind, StartMethod};
use nix::fcntl::OFlag;
use serde::{Deserialize, Serialize};

use super::process::{Session, become_actor, process_actor, session};
use super::value::cut;
use crate::session::{
    ActorDefinition, AttachedDefinition, Definition, Image, ProgramFile, ReapedDefinition,
    ThreadDefinition,
};

/// The actor of the process that this one was forked from.
static FORKED_FROM: AtomicU32 = AtomicU32::new(0);
/// The main thread of this process, until it has recorded anything: another one can be the first.
static MAIN_THREAD: AtomicU32 = AtomicU32::new(0);
/// Threads of this process that have no name of their own.
static UNNAMED_THREADS: AtomicU32 = AtomicU32::new(0);
/// Held while a process that nobody announced becomes an actor: its threads may all try at once.
static ATTACHING: Mutex<()> = Mutex::new(());

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
    pub(super) fn take(session: &Session) -> Self {
        let process = session.control.take_actors(2);
        Self {
            process,
            thread: process + 1,
        }
    }
}

/// A forked child is no actor yet, and has no threads but one.
pub(super) fn start_anew() {
    FORKED_FROM.store(become_actor(0), Ordering::Relaxed);
    MAIN_THREAD.store(0, Ordering::Relaxed);
    UNNAMED_THREADS.store(0, Ordering::Relaxed);
}

/// Says who this process is, and wakes the supervisor.
pub(super) fn enter(session: &Session, child: Child) {
    become_actor(child.process);
    session.define(&Definition::Attached(AttachedDefinition {
        actor: child.process,
        pid: std::process::id(),
        tid: std::process::id(),
        parent_pid: std::os::unix::process::parent_id(),
        thread: child.thread,
        program: ProgramFile::of_this_process(),
        image: Image::of_this_process(),
    }));
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

/// A name for a thread that has none: `thread-` and a number of this process.
pub fn next_thread_name() -> String {
    format!("thread-{}", UNNAMED_THREADS.fetch_add(1, Ordering::Relaxed) + 1)
}

/// Says that this process took the exit status of a child. To be called before its `reap` event.
pub fn define_reaped(actor: u32, exit_code: i32) {
    if let Some(session) = session() {
        session.define(&Definition::Reaped(ReapedDefinition { actor, exit_code }));
    }
}

/// The actor of a thread that the library did not start, and of its process if the library did not
/// start that one either.
pub(super) fn of_unknown_thread(session: &Session) -> u32 {
    let _attaching = ATTACHING.lock().unwrap_or_else(PoisonError::into_inner);
    if process_actor() == 0 {
        let child = Child::take(session);
        match FORKED_FROM.load(Ordering::Relaxed) {
            0 => define_program(session, child),
            parent => {
                let method = Some(StartMethod::Fork);
                define_actors(session, child, "fork", Some(parent), false, method);
            }
        }
        enter(session, child);
        MAIN_THREAD.store(child.thread, Ordering::Relaxed);
    }
    if is_main_thread() {
        match MAIN_THREAD.swap(0, Ordering::Relaxed) {
            0 => {}
            main => return main,
        }
    }
    let name = std::thread::current()
        .name()
        .map_or_else(next_thread_name, str::to_owned);
    let id = session.control.take_actors(1);
    session.define(&Definition::Actor(thread_actor(
        id,
        &name,
        process_actor(),
        false,
    )));
    session.define(&Definition::Thread(ThreadDefinition {
        actor: id,
        tid: tid(),
    }));
    id
}

/// Defines the actors of a process that nobody announced, and that was not forked.
pub(super) fn define_program(session: &Session, child: Child) {
    let name = if child.process == 1 {
        "main".to_owned()
    } else {
        program_name()
    };
    define_actors(session, child, &name, None, false, None);
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

pub(super) fn define_actors(
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
    session.define(&Definition::Actor(process));
    session.define(&Definition::Actor(thread_actor(
        child.thread,
        "main",
        child.process,
        false,
    )));
}

pub(super) fn thread_actor(id: u32, name: &str, process: u32, daemon: bool) -> ActorDefinition {
    ActorDefinition {
        id,
        kind: ActorKind::Thread,
        name: cut(name).into_owned(),
        parent: Some(process),
        daemon,
        start_method: None,
    }
}

/// A task, which its thread runs.
pub(super) fn task_actor(id: u32, name: &str, thread: u32) -> ActorDefinition {
    ActorDefinition {
        kind: ActorKind::Task,
        ..thread_actor(id, name, thread, false)
    }
}

/// True in the main thread of this process.
pub(super) fn is_main_thread() -> bool {
    tid() == std::process::id()
}

/// This thread's id in the system.
pub(super) fn tid() -> u32 {
    #[cfg(target_os = "linux")]
    let tid = nix::unistd::gettid().as_raw();
    #[cfg(not(target_os = "linux"))]
    let tid = 0;
    u32::try_from(tid).unwrap_or(0)
}
