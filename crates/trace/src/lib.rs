//! The vocabulary of a recorded run and the file that holds it.
//!
//! Persisted types live here and nowhere else. The format is described in `docs/FORMAT.md`.
#![forbid(unsafe_code)]
#![warn(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types
)]

mod crc;
mod definitions;
mod error;
mod event;
mod gathered;
mod header;
mod header_json;
mod id;
mod jsonl;
mod lane;
mod lean;
mod lesson;
mod limits;
mod order;
mod read;
mod tables;
mod upgrade;
mod vocabulary;
mod write;

pub use definitions::{Closing, Definitions};
pub use error::{Diagnostic, Position, ReadError};
pub use event::{Event, Events, Value};
pub use header::{Actor, ActorKind, Ending, Header, Host, Location, Object, Provenance, StartMethod};
pub use id::{ActorId, LocationId, ObjectId, TextId};
pub use jsonl::to_jsonl;
pub use lane::Writer;
pub use lean::{Content, fill, fill_lesson, make_lean};
pub use lesson::{Comparison, FollowUp, Lesson, LessonText, Predicate, Prompt, PromptText, Step};
pub use limits::Limits;
pub use order::{Merger, Ordered, order};
pub use read::{Excerpt, Piece, Reader, Rest, read, read_between, read_header};
pub use upgrade::FORMAT_VERSION;
pub use vocabulary::{
    Awaits, Effect, EventFacts, EventKind, EventRow, EventTable, KnownEvent, KnownObject, Look, Meaning,
    Mechanism, Mode, ObjectFacts, ObjectKind, ObjectRow, Opens, Order, Part, Permits, Sign, Vocabulary,
    Word,
};
pub use write::{to_bytes, write};

use tables::Tables;

/// A whole run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// Everything that is not an event.
    pub header: Header,
    /// What was printed, noted, or put as text; row `n` is [`TextId`] `n + 1`.
    pub texts: Vec<String>,
    /// What happened.
    pub events: Events,
    /// Parts of the file that this version does not know, kept for the next write.
    pub chunks: Vec<Chunk>,
}

/// A part of a file that this version does not know, as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Four printable ASCII characters.
    pub tag: [u8; 4],
    /// The length of the payload when it is inflated; that of `stored` if it is not deflated.
    pub raw_length: u32,
    /// The payload, still deflated.
    pub stored: Vec<u8>,
}
