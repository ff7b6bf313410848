//! What to record, and what comes of it.

use std::ffi::OsString;
use std::time::Duration;

use laneway_trace::{Header, Trace};

use crate::session::{Keep, SessionError};

/// The most events that a run may keep: half of what a reader takes, for what comes on top.
pub const MOST_EVENTS: u64 = 15_000_000;

/// What to record.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The program and its arguments. A name without a slash is looked for in `PATH`.
    pub program: Vec<OsString>,
    /// Environment variables to set for the program beside those of this process.
    pub environment: Vec<(OsString, OsString)>,
    /// What the caller knows already: title, lesson, source texts. The merge fills in the rest.
    pub header: Header,
    /// How long the run may take. It is ended then, and what was recorded is kept.
    pub timeout: Option<Duration>,
    /// How many events there is room for in the whole run, at most [`MOST_EVENTS`]. What there is no room for is counted as lost.
    pub events: u64,
    /// Which events are kept where there is not room for all.
    pub keep: Keep,
    /// How long nothing may move, when nothing can, before the run is said to be stuck.
    pub stuck_after: Duration,
    /// How long what the program started may go on after the program itself has ended.
    pub linger: Duration,
}

impl Plan {
    /// A plan for this program with room for two million events and no time limit.
    pub fn new(program: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        Self {
            program: program.into_iter().map(Into::into).collect(),
            environment: Vec::new(),
            header: Header::default(),
            timeout: None,
            events: 2_000_000,
            keep: Keep::First,
            stuck_after: Duration::from_millis(300),
            linger: Duration::from_secs(10),
        }
    }
}

/// How far a recording is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The program runs since this long. Told about ten times a second.
    Running {
        /// Since the start of the run.
        elapsed: Duration,
    },
    /// For ten seconds nobody has moved, and nothing that was recorded says why: the run may never end. Told
    /// once.
    AllAsleep {
        /// What the first threads are called.
        threads: Vec<String>,
        /// How many more there are.
        more: usize,
    },
    /// What the program's threads left is being read.
    Merging {
        /// Files read so far.
        done: usize,
        /// Files to read.
        total: usize,
    },
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Recording {
    /// The run.
    pub trace: Trace,
    /// The program's exit code, negative for the signal that killed it; `None` if the run was ended
    /// before the program.
    pub program_status: Option<i32>,
}

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The plan names no program.
    #[error("there is no program to record; name one after `--`")]
    NothingToRun,
    /// The caller has several threads, so that it cannot fork.
    #[error(
        "a recording needs a process of its own with one thread, and this one has {threads}; \
         start it by the command `laneway record`"
    )]
    Threads {
        /// How many.
        threads: usize,
    },
    /// There is no such program.
    #[error("there is no program `{program}`{}", is_it_built(program))]
    NotFound {
        /// As it was given.
        program: String,
    },
    /// The program is there and may not be run.
    #[error(
        "`{program}` may not be run: it is a folder, or not marked as a program (chmod +x {program})"
    )]
    NotExecutable {
        /// As it was given.
        program: String,
    },
    /// The program is there, and what is to run it is not.
    #[error("`{program}` is there, but the interpreter or loader that it names is not")]
    NoInterpreter {
        /// As it was given.
        program: String,
    },
    /// The program could not be started for another reason.
    #[error("`{program}` could not be started: {source}")]
    NotStarted {
        /// As it was given.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The session folder could not be made: no room, or no right.
    #[error(
        "the session folder could not be made: {source}; \
         it is made in XDG_RUNTIME_DIR, /dev/shm or TMPDIR: set XDG_RUNTIME_DIR to a folder with room"
    )]
    Folder {
        /// What failed.
        source: SessionError,
    },
    /// A system call that recording needs failed.
    #[error("recording is not possible here: {call}: {source}")]
    System {
        /// What was attempted.
        call: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// This system has no means to record.
    #[error("recording needs Linux; here a run can be viewed, not recorded")]
    Unsupported,
}

/// What to do about a program that is not there.
fn is_it_built(program: &str) -> String {
    if program.contains('/') {
        "; is it built?".to_owned()
    } else {
        format!(" in PATH; is it built? one in this folder is ./{program}")
    }
}

/// Says why a program could not be started, by what `exec` said.
#[cfg(target_os = "linux")]
pub(super) fn not_started(
    program: &std::ffi::OsStr,
    os_error: Option<i32>,
    message: &str,
) -> RecordError {
    let there = std::path::Path::new(program).exists();
    let name = program.to_string_lossy().into_owned();
    let source = match os_error {
        Some(number) => std::io::Error::from_raw_os_error(number),
        None => std::io::Error::other(message.to_owned()),
    };
    match source.kind() {
        std::io::ErrorKind::NotFound if there => RecordError::NoInterpreter { program: name },
        std::io::ErrorKind::NotFound => RecordError::NotFound { program: name },
        std::io::ErrorKind::PermissionDenied => RecordError::NotExecutable { program: name },
        _ => RecordError::NotStarted {
            program: name,
            source,
        },
    }
}
