//! Causes across lanes: what the arrows of the picture stand for.

use crate::{Model, Moment};

/// One event made another one possible, in another lane or in the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// What leads from one to the other.
    pub kind: EdgeKind,
    /// The lane of the cause.
    pub from_lane: u32,
    /// The row of the cause.
    pub from_row: u32,
    /// The lane of the effect.
    pub to_lane: u32,
    /// The row of the effect.
    pub to_row: u32,
}

/// What leads from a cause to its effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EdgeKind {
    /// A `start`, and the first event of the actor that was started.
    Start,
    /// An actor's `end` or `exit`, and the `join` that waited for it (or came later).
    Join,
    /// The release of a lock, and the next acquire by an actor that had waited for it.
    Lock,
    /// A `put`, and the `get` of the item.
    Item,
    /// The `get` that made room, and the `put` that had waited for room.
    Room,
    /// A `submit`, and the worker's `task_begin`.
    Task,
    /// A `task_end`, and the `result` that somebody asked for, or the callback that ran.
    Result,
    /// What let somebody pass a gate, and the pass.
    Signal,
    /// A call, and the beginning of its service.
    Call,
    /// A reply, and the caller who has it.
    Reply,
    /// What the program, or an importer, says to be cause and effect.
    Stated,
}

impl Model {
    /// The links whose effect is among these rows (`rows.start` included, `rows.end` not). O(log links).
    pub fn links_into(&self, rows: std::ops::Range<u32>) -> &[Edge] {
        let start = self.links.partition_point(|link| link.to_row < rows.start);
        let end = self.links.partition_point(|link| link.to_row < rows.end);
        self.links.get(start..end).unwrap_or_default()
    }

    /// The links that have happened at a moment; the newest stands last. O(log links).
    pub fn links_until(&self, at: Moment) -> &[Edge] {
        self.links_into(0..at.0)
    }

    /// The links whose cause is this row. O(log links + links found).
    pub fn links_from(&self, row: u32) -> impl Iterator<Item = &Edge> + '_ {
        let from = |&link: &u32| self.links[link as usize].from_row;
        let start = self.links_by_cause.partition_point(|link| from(link) < row);
        self.links_by_cause[start..]
            .iter()
            .map(|&link| &self.links[link as usize])
            .take_while(move |link| link.from_row == row)
    }
}
