//! The vocabulary: what each kind of object and of event means, as data.
//!
//! Every object is of a kind, and every kind has one of few [`Mechanism`]s: how such objects behave.
//! Every event is of a kind, and every kind has an [`Effect`]: what it does in its mechanism. Nothing else
//! in the project knows a kind by its name to find out what it means. A new kind of object is one row of
//! [`ObjectKind::ALL`], a new kind of event one row of [`EventKind::ALL`].
//!
//! A trace carries the rows that it uses ([`Vocabulary`]), so that a reader that does not know a kind still
//! knows how it behaves. (The idea is that of the Firefox Profiler, whose profiles carry the schema of
//! their markers.)

mod effect;
mod event_kind;
mod mechanism;
mod object_kind;
mod rows;

pub use effect::{Awaits, Effect, Mode};
pub use event_kind::{EventFacts, EventKind, KnownEvent, Meaning, Sign};
pub use mechanism::{Look, Mechanism, Opens, Order, Part, Permits};
pub use object_kind::{KnownObject, ObjectFacts, ObjectKind};
pub use rows::{EventRow, EventTable, ObjectRow, Vocabulary, Word};
