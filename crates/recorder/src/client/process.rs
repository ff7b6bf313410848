//! What a process has of its session.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::attach::settled_epoch;
use crate::session::{Cause, Control, Definition, DefinitionWriter, Folder, SessionError, What};

/// What a process has of its session.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) folder: Folder,
    pub(super) control: Control,
    definitions: DefinitionWriter,
}

static SESSION: OnceLock<Session> = OnceLock::new();
/// This process's actor; 0 before it has one (and in a forked child that nobody announced).
static PROCESS: AtomicU32 = AtomicU32::new(0);

/// The session, if this process records.
pub(super) fn session() -> Option<&'static Session> {
    if settled_epoch() == 0 { None } else { opened() }
}

/// The session that this process or one that it was forked from has opened.
pub(super) fn opened() -> Option<&'static Session> {
    SESSION.get()
}

/// Makes this the session of the process.
pub(super) fn set(session: Session) -> &'static Session {
    SESSION.get_or_init(|| session)
}

/// This process's actor; 0 if nothing is recorded.
pub fn process_actor() -> u32 {
    PROCESS.load(Ordering::Relaxed)
}

/// From now on the process is this actor; the one that it was.
pub(super) fn become_actor(actor: u32) -> u32 {
    PROCESS.swap(actor, Ordering::Relaxed)
}

impl Session {
    /// Opens the session in this folder, which must be this user's alone.
    pub(super) fn open(folder: Folder) -> Result<Self, SessionError> {
        if !cfg!(target_os = "linux") {
            return Err(SessionError::Unsupported);
        }
        folder.check()?;
        let control = Control::open(&folder.control())?;
        let definitions = DefinitionWriter::open(&folder.definitions())?;
        Ok(Self {
            folder,
            control,
            definitions,
        })
    }

    /// Appends a definition. Where that cannot be, false, and the run goes on: it is counted with its
    /// cause, and the merge says what it misses.
    pub(super) fn define(&self, definition: &Definition) -> bool {
        let written = self.definitions.append(definition);
        if let Err(error) = &written {
            self.control.add_loss(What::Definitions, Cause::of(error), 1);
        }
        written.is_ok()
    }
}
