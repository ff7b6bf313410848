//! How a process and its threads become actors of a session.

use std::panic::Location;
use std::sync::{Mutex, PoisonError};

use laneway_trace::{EventKind, StartMethod};

use super::actors::{self, Child, define_actors, task_actor, thread_actor, tid};
use super::hot::{Hot, UNTRIED, epoch, hot, next_epoch, settle_epoch};
use super::panics;
use super::process::{self, Session, process_actor, session};
use super::record::{self, record, record_unplaced};
use super::value::Value;
use crate::session::{Definition, Folder, SessionError, ThreadDefinition};

/// Names to a process, started anew to be the child that its parent has defined, what it is to do. It is
/// taken out of the environment when the process becomes that child ([`attach_child`]), and until then
/// nothing is recorded: whatever it uses before, it is nobody yet.
pub const SPAWN_VARIABLE: &str = "LANEWAY_SPAWN";

/// Held by who looks for the session: several threads may be the first to use anything.
static LOOKING: Mutex<()> = Mutex::new(());

/// The [`epoch`], once somebody has looked for the session that the environment names. A process that
/// never called [`attach()`] attaches by this, at its first use of anything; a session that it cannot
/// open is told on the standard error.
#[inline]
pub fn settled_epoch() -> u32 {
    match epoch() {
        UNTRIED => settle(),
        epoch => epoch,
    }
}

#[cold]
fn settle() -> u32 {
    if std::env::var_os(SPAWN_VARIABLE).is_some() {
        return 0;
    }
    if let Err(error) = look_for_session() {
        tell(&error);
    }
    epoch()
}

/// Says why this process runs unrecorded.
pub fn tell(error: &SessionError) {
    eprintln!("laneway: this run is not recorded: {error}");
}

/// The session: that which is open, or else the one that the environment names, if it names one.
#[cold]
fn look_for_session() -> Result<Option<&'static Session>, SessionError> {
    let _looking = LOOKING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(session) = process::opened() {
        return Ok(Some(session));
    }
    let session = match Folder::from_environment().map(Session::open).transpose() {
        Ok(Some(session)) => session,
        none => {
            settle_epoch(false);
            return none.map(|_| None);
        }
    };
    // SAFETY: the handler touches atomics and thread-local cells alone.
    unsafe { nix::libc::pthread_atfork(None, None, Some(in_forked_child)) };
    panics::record_panics();
    let session = process::set(session);
    settle_epoch(true);
    Ok(Some(session))
}

/// Attaches this process, by its main thread, to the session that the environment names. False if it
/// names none. Does nothing if the process is attached already.
///
/// # Errors
/// The folder is unreadable, or of another version. The process then runs unrecorded.
pub fn attach(location: &'static Location<'static>) -> Result<bool, SessionError> {
    attach_with(location, |session| {
        let child = Child::take(session);
        actors::define_program(session, child);
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
    let Some(session) = look_for_session()? else {
        return Ok(false);
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

/// Defines a task that this thread is about to start, and will run; its actor. `None` if nothing is
/// recorded.
pub fn define_task(name: &str) -> Option<u32> {
    let (session, thread) = record::ensure_thread()?;
    let id = session.control.take_actors(1);
    session.define(&Definition::Actor(task_actor(id, name, thread)));
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
    if settled_epoch() != 0 {
        record_unplaced(EventKind::END, 0, 0, Value::int(outcome));
        record::end();
    }
}
