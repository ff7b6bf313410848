//! The header: everything about a run that is not an event. It can be read without the events.
//!
//! In a file it stands in three places. What is known at the start is the head, which is the JSON of a
//! [`Header`]; the rows of the tables come before the events that name them ([`Definitions`]); what is known
//! at the end comes last ([`Closing`]).
//!
//! Every struct but [`Location`] keeps the fields it does not know (`extra`), and every enum the names it
//! does not know (`Other`), so that what a newer program adds survives a read and a write.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::{ActorId, Lesson, ObjectId, ObjectKind, Vocabulary};
#[cfg(doc)]
use crate::{Closing, Definitions};

/// Who recorded what, where and how; the tables that events point into.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Header {
    /// The program that wrote the trace, with its version: `laneway 0.1.0`.
    pub recorder: String,
    /// Where the events come from.
    #[serde(skip_serializing_if = "Provenance::is_recorded")]
    pub provenance: Provenance,
    /// A title for people; empty for a lesson, whose title is in its text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The command line that was recorded.
    pub command: Vec<String>,
    /// The machine.
    pub host: Host,
    /// Milliseconds since 1970-01-01 UTC at which the run started.
    pub started_unix_ms: u64,
    /// What all times are multiples of, where they were rounded to save room; 0 where they were not.
    #[serde(skip_serializing_if = "is_zero")]
    pub time_unit_ns: u64,
    /// How the run ended.
    #[serde(skip)]
    pub ending: Ending,
    /// The length of the run.
    #[serde(skip)]
    pub duration_ns: u64,
    /// The number of events in the file.
    #[serde(skip)]
    pub events: u64,
    /// Events that were not kept for lack of room.
    #[serde(skip)]
    pub lost: u64,
    /// Events whose time stamp contradicted the order and was moved.
    #[serde(skip)]
    pub times_corrected: u64,
    /// What could not be seen, a sentence each, in English.
    #[serde(skip)]
    pub unseen: Vec<String>,
    /// The lesson, if one was run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lesson: Option<Lesson>,
    /// What the kinds mean that the trace uses; what the format's version knows may be missing.
    #[serde(skip)]
    pub vocabulary: Vocabulary,
    /// Who acts. Row `n` is [`ActorId`] `n + 1`. A parent stands before its children.
    #[serde(skip)]
    pub actors: Vec<Actor>,
    /// What is acted on. Row `n` is [`ObjectId`] `n + 1`.
    #[serde(skip)]
    pub objects: Vec<Object>,
    /// Places in the source. Row `n` is [`LocationId`](crate::LocationId) `n + 1`.
    #[serde(skip)]
    pub locations: Vec<Location>,
    /// Source texts by file name as in [`Location::file`].
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sources: BTreeMap<String, String>,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

pub(crate) fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Where the events of a run come from. What was not recorded says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// From real threads and processes.
    #[default]
    Recorded,
    /// From a simulator.
    Simulated,
    /// From another program's file.
    Imported,
    /// A word of a newer version.
    #[serde(untagged)]
    Other(String),
}

impl Provenance {
    fn is_recorded(&self) -> bool {
        *self == Self::Recorded
    }
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The program ended with status 0.
    #[default]
    Finished,
    /// Nobody could ever move again; the supervisor ended the run.
    Stuck,
    /// The run took longer than allowed; the supervisor ended it.
    Timeout,
    /// The program ended with another status than 0, or was killed.
    Failed,
    /// The run was interrupted (Ctrl+C, or the supervisor's own end).
    Interrupted,
    /// A word of a newer version.
    #[serde(untagged)]
    Other(String),
}

impl Ending {
    /// That of a run whose file does not say it: it was cut off, or is still being written.
    pub fn unknown() -> Self {
        Self::Other("unknown".into())
    }
}

/// The machine a run was recorded on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Host {
    /// `linux`, `macos`, ...
    pub os: String,
    /// `x86_64`, `aarch64`, ...
    pub arch: String,
    /// Cores that the run could use.
    pub cores: u32,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

/// Who acts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Actor {
    /// Process, thread or task.
    pub kind: ActorKind,
    /// What the program calls it.
    pub name: String,
    /// A thread's process; a process's parent process; a task's thread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<ActorId>,
    /// The operating system's process id; 0 if unknown.
    pub pid: u32,
    /// The operating system's thread id; for a process that of its main thread; 0 if unknown.
    pub tid: u32,
    /// True if it does not keep the program alive, and is cut off when the program ends.
    pub daemon: bool,
    /// How a process was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_method: Option<StartMethod>,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

/// The kinds of actor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A process of the operating system: a container of threads.
    #[default]
    Process,
    /// A thread of the operating system.
    Thread,
    /// A coroutine.
    Task,
    /// A kind of a newer version.
    #[serde(untagged)]
    Other(String),
}

/// How a process comes to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartMethod {
    /// A copy of its parent.
    Fork,
    /// A new program from the start.
    Spawn,
    /// A method of a newer version.
    #[serde(untagged)]
    Other(String),
}

/// What is acted on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Object {
    /// Lock, queue, cell, ...
    pub kind: ObjectKind,
    /// What the program calls it.
    pub name: String,
    /// The pool of a future; none for most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<ObjectId>,
    /// The most items a queue holds, the workers of a pool; none for no bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u64>,
    /// True if it is shared between processes.
    pub shared: bool,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

/// A place in the source. There are many of them, so there is no room for fields of a newer version.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Location {
    /// The file as the compiler or interpreter names it.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1; 0 if unknown.
    pub column: u32,
}
