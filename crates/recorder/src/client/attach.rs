//! How a process and its threads become actors of a session.

use std::panic::Location;

use laneway_trace::{EventKind, StartMethod};

use super::actors::{self, Child, define_actors, thread_actor, tid};
use super::hot::{Hot, epoch, hot, next_epoch};
use super::process::{self, Session, process_actor, session};
use super::record::{self, record, record_unplaced};
use super::value::Value;
use crate::session::{Definition, Folder, SessionError, ThreadDefinition};

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
    if process_actor() != 0 {
        return Ok(true);
    }
    let session = match process::opened() {
        // A forked child.
        Some(session) => session,
        None => {
            let Some(folder) = Folder::from_environment() else {
                return Ok(false);
            };
            let session = Session::open(folder)?;
            // SAFETY: the handler touches atomics and thread-local cells alone.
            unsafe { nix::libc::pthread_atfork(None, None, Some(in_forked_child)) };
            next_epoch();
            process::set(session)
        }
    };
    let child = actors(session);
    actors::enter(session, child);
    record::open(session, child.thread);
    record(EventKind::BEGIN, 0, 0, Value::NONE, location);
    Ok(true)
}

/// Runs in a forked child before `fork` returns there: it must not write into its parent's ring.
extern "C" fn in_forked_child() {
    next_epoch();
    actors::start_anew();
    hot(Hot::reset);
}

/// Defines the actors of a process that this one is about to start.
pub fn define_process(name: &str, daemon: bool, method: StartMethod) -> Option<Child> {
    let session = record::ensure()?;
    let child = Child::take(session);
    define_actors(session, child, name, Some(process_actor()), daemon, Some(method));
    Some(child)
}

/// Defines a thread that this process is about to start; its actor. `None` if nothing is recorded.
pub fn define_thread(name: &str, daemon: bool) -> Option<u32> {
    let session = record::ensure()?;
    let id = session.control.take_actors(1);
    session.define(&Definition::Actor(thread_actor(
        id,
        name,
        process_actor(),
        daemon,
    )));
    Some(id)
}

/// This thread is that actor: opens its ring with `begin` as the first event.
pub fn begin_thread(actor: u32, location: &'static Location<'static>) {
    if let Some(session) = session() {
        session.define(&Definition::Thread(ThreadDefinition { actor, tid: tid() }));
        record::open(session, actor);
        record(EventKind::BEGIN, 0, 0, Value::NONE, location);
    }
}

/// Records `end` as this thread's last event: 0 in order, 1 by a panic. Nothing it does later is
/// recorded.
pub fn end_thread(outcome: i64) {
    if epoch() != 0 {
        record_unplaced(EventKind::END, 0, 0, Value::int(outcome));
        record::end();
    }
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
