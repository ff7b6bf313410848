//! From a trace to lanes, phases, ownership, queue contents, findings and explanations.
//!
//! A [`Builder`] takes a trace block by block and makes a [`Model`]: columns and indexes, built in one
//! pass, linear in the events. Every question a frame asks is then answered by index or binary search.
//!
//! "Row" is the number of an event in the trace, from 0.
#![forbid(unsafe_code)]
#![warn(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types
)]

mod arrange;
mod builder;
mod check;
mod critical_path;
mod daemons;
mod danger;
mod edge;
mod event_rows;
mod explain;
mod failures;
mod figures;
mod finding;
mod finish;
mod history;
mod in_use;
mod index;
mod lanes;
mod line_rows;
mod lock_order;
mod lost;
pub mod mechanism;
mod model;
mod moment;
mod objects;
mod orphans;
mod phase_ends;
mod resolve;
mod roster;
mod sessions;
mod sort;
mod stale_checks;
mod starvation;
mod stuck;
mod track;
mod waiting;
mod zombies;

pub use builder::Builder;
pub use check::{Checked, MOST_VIOLATIONS, UnknownKind, Violation, check};
pub use critical_path::{CriticalPath, PathPart};
pub use edge::{Edge, EdgeKind};
pub use event_rows::EventRows;
pub use explain::{Explanation, Link};
pub use figures::{CellFigures, Figures, LaneFigures, LockFigures, QueueFigures};
pub use finding::{
    Certainty, Finding, FindingKind, LISTED_HELPERS, LISTED_LOST_UPDATES, LISTED_SUSPICIONS,
};
pub use finish::Finishing;
pub use in_use::{InUse, Sets};
pub use lanes::{Hold, Lane, LaneEnding, Phases, ProcessLanes, Span, State, TaskRun};
pub use line_rows::LineRows;
pub use model::Model;
pub use moment::Moment;
pub use phase_ends::PhaseEnd;
pub use sessions::Session;
pub use sort::sort_by_key;
pub use waiting::WaitFor;
