//! The same content as lines of JSON, for people and scripts. Converts both ways without loss.
//! docs/FORMAT.md describes the lines.

mod line;
mod read;
mod write;

pub(crate) use read::JsonlReader;
pub use write::to_jsonl;
