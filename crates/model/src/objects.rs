//! The state of objects at a moment.

use laneway_trace::{ActorId, ObjectId, Value};

use crate::{Model, Moment};

/// A lock at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockState {
    /// Who holds it.
    pub holder: Option<ActorId>,
    /// How often the holder has taken it.
    pub depth: u32,
    /// Since when.
    pub since: Option<Moment>,
    /// Who waits for it, longest first.
    pub waiters: Vec<ActorId>,
}

/// A queue at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueState {
    /// The items in the order they will leave, at most as many as were asked for.
    pub items: Vec<QueueItem>,
    /// How many there are in all.
    pub len: usize,
    /// How many it may hold; `None` for no bound.
    pub capacity: Option<u64>,
    /// Who waits for room, longest first.
    pub put_waiters: Vec<ActorId>,
    /// Who waits for an item, longest first.
    pub get_waiters: Vec<ActorId>,
}

/// An item in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueItem {
    /// The sequence number of its put: its identity in the queue.
    pub sequence: u32,
    /// What it looks like: a number or a text.
    pub label: Value,
    /// Who put it.
    pub from: ActorId,
    /// When it was put.
    pub since: Moment,
}

/// A pool at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoolState {
    /// Its workers that have shown themselves, in order of appearance, each with the future whose task it
    /// runs.
    pub workers: Vec<(ActorId, Option<ObjectId>)>,
    /// Futures whose task has not begun, in the order of their submits, at most as many as were asked for.
    pub pending: Vec<ObjectId>,
    /// How many are pending in all.
    pub pending_len: usize,
    /// Futures whose task is over, in the order in which they ended, the last ones, at most as many as were asked for.
    pub done: Vec<ObjectId>,
    /// How many are done in all.
    pub done_len: usize,
    /// True after `shutdown`.
    pub shut_down: bool,
}

/// A cell or a shared file at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellState {
    /// Its value; [`Value::None`] before the first read or write.
    pub value: Value,
    /// Who wrote it last, and when.
    pub writer: Option<(ActorId, Moment)>,
    /// Who has read a value, has not written since, and whose value is no longer the cell's: the actor,
    /// what it read, when. These are lost updates in the making.
    pub stale: Vec<(ActorId, Value, Moment)>,
}

impl Model {
    /// A lock at a moment. O(log events + lanes).
    pub fn lock(&self, object: ObjectId, at: Moment) -> LockState {
        let _ = (object, at);
        LockState::default()
    }

    /// A queue at a moment, with at most so many of its items. O(log events + lanes + items asked for) for
    /// a queue whose items left in the order in which they came.
    pub fn queue(&self, object: ObjectId, at: Moment, most: usize) -> QueueState {
        let _ = (object, at, most);
        QueueState::default()
    }

    /// A pool at a moment, with at most so many pending and done tasks.
    pub fn pool(&self, object: ObjectId, at: Moment, most: usize) -> PoolState {
        let _ = (object, at, most);
        PoolState::default()
    }

    /// A cell or file at a moment.
    pub fn cell(&self, object: ObjectId, at: Moment) -> CellState {
        let _ = (object, at);
        CellState::default()
    }
}
