//! From a trace to lanes, phases, ownership, queue contents, findings and explanations.
//!
//! A [`Builder`] takes a trace block by block and makes a [`Model`]: columns and indexes, built in one
//! pass, linear in the events. Every question a frame asks is then answered by index or binary search.
//!
//! "Row" is the number of an event in the trace, from 0.
#![forbid(unsafe_code)]

mod explain;
mod finding;
mod lanes;
mod moment;
mod objects;

pub use explain::{Explanation, Link};
pub use finding::{Certainty, Finding, FindingKind};
pub use lanes::{Hold, Lane, LaneEnding, Phases, ProcessLanes, State};
pub use moment::Moment;
pub use objects::{CellState, LockState, PoolState, QueueItem, QueueState};
