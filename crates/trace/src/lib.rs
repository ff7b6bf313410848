//! The vocabulary of a recorded run and the file that holds it.
//!
//! Persisted types live here and nowhere else. The format is described in `docs/FORMAT.md`.
#![forbid(unsafe_code)]

mod event;
mod header;
mod id;
mod kind;
mod lesson;

pub use event::{Event, Events, Value};
pub use header::{
    Actor, ActorKind, Ending, Header, Host, Location, Object, ObjectKind, Provenance, StartMethod,
};
pub use id::{ActorId, LocationId, ObjectId, TextId};
pub use kind::{EventKind, KindFacts, Meaning, Waits};
pub use lesson::{Comparison, Lesson, LessonText, Predicate, Prompt, PromptText, Step};

/// A whole run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// Everything that is not an event.
    pub header: Header,
    /// What was printed, noted, or put as text; row `n` is [`TextId`] `n + 1`.
    pub texts: Vec<String>,
    /// What happened.
    pub events: Events,
}
