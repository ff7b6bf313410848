//! The objects at a moment, as cards for the page to animate. Plain data; the page draws it.
//!
//! Cards stand in the order of their objects' ids, from the first moment to the last, so that nothing
//! jumps. Everything that moves has an identity to animate by: actors by [`ActorId`], items by the
//! sequence number of their put, tasks by their future.

use laneway_model::State as Doing;
use laneway_trace::{ActorId, ObjectId, ObjectKind, StartMethod};

/// The objects of a run at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// Locks.
    pub locks: Vec<LockCard>,
    /// Queues and channels.
    pub queues: Vec<QueueCard>,
    /// Pools.
    pub pools: Vec<PoolCard>,
    /// Cells and files.
    pub cells: Vec<CellCard>,
    /// Processes, in display order; empty if there is but one.
    pub processes: Vec<ProcessCard>,
}

/// An actor on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// Who.
    pub actor: ActorId,
    /// What the program calls it; a process's main thread goes by the name of the process.
    pub name: String,
    /// What it is doing.
    pub doing: Doing,
    /// Its lane, if it has one.
    pub lane: Option<u32>,
}

/// What all cards of objects have.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectFacts {
    /// Which object.
    pub id: ObjectId,
    /// What the program calls it.
    pub name: String,
    /// What it is.
    pub kind: ObjectKind,
    /// True if it is shared between processes.
    pub shared: bool,
    /// True if anything has happened to it yet.
    pub used: bool,
    /// True if the last event of the run up to this moment was on it: worth a highlight.
    pub active: bool,
}

/// A lock: a place, its holder inside and its waiters queued outside.
#[derive(Clone, Debug, PartialEq)]
pub struct LockCard {
    /// Which lock.
    pub object: ObjectFacts,
    /// Who holds it.
    pub holder: Option<Chip>,
    /// How often the holder has taken it.
    pub depth: u32,
    /// Since when, in nanoseconds since the start of the run.
    pub since_ns: Option<u64>,
    /// Who waits, longest first, at most as many as were asked for.
    pub waiters: Vec<Chip>,
    /// How many wait in all.
    pub waiters_len: usize,
}

/// A queue: its items in the order in which they will leave.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueCard {
    /// Which queue.
    pub object: ObjectFacts,
    /// The items, first to leave first, at most as many as were asked for.
    pub items: Vec<ItemChip>,
    /// How many there are in all.
    pub len: usize,
    /// How many it may hold; `None` for no bound.
    pub capacity: Option<u64>,
    /// Who waits for room, longest first.
    pub putters: Vec<Chip>,
    /// How many wait for room in all.
    pub putters_len: usize,
    /// Who waits for an item, longest first.
    pub getters: Vec<Chip>,
    /// How many wait for an item in all.
    pub getters_len: usize,
}

/// An item in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChip {
    /// The sequence number of its put: its identity in the queue.
    pub sequence: u32,
    /// What it looks like.
    pub label: String,
    /// Who put it.
    pub from: String,
}

/// A pool: pending tasks, workers with theirs, done tasks.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolCard {
    /// Which pool.
    pub object: ObjectFacts,
    /// How many workers it may have.
    pub capacity: Option<u64>,
    /// Its workers, in order of appearance.
    pub workers: Vec<WorkerChip>,
    /// Tasks that nobody has begun, first to begin first, at most as many as were asked for.
    pub pending: Vec<TaskChip>,
    /// How many are pending in all.
    pub pending_len: usize,
    /// Tasks that are over, the last ones, oldest first, at most as many as were asked for.
    pub done: Vec<TaskChip>,
    /// How many are done in all.
    pub done_len: usize,
    /// True after `shutdown`.
    pub shut_down: bool,
}

/// A worker of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerChip {
    /// Who.
    pub chip: Chip,
    /// What it runs.
    pub task: Option<TaskChip>,
}

/// A task of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskChip {
    /// The future that stands for it.
    pub future: ObjectId,
    /// What the program calls it.
    pub name: String,
}

/// A shared value.
#[derive(Clone, Debug, PartialEq)]
pub struct CellCard {
    /// Which cell or file.
    pub object: ObjectFacts,
    /// Its value; `None` before the first read or write.
    pub value: Option<String>,
    /// Who wrote it last.
    pub writer: Option<Chip>,
    /// When, in nanoseconds since the start of the run.
    pub written_ns: Option<u64>,
    /// Who holds a value that is no longer the cell's, at most as many as were asked for.
    pub stale: Vec<StaleChip>,
    /// How many do in all.
    pub stale_len: usize,
}

/// An actor that works with an outdated value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleChip {
    /// Who.
    pub chip: Chip,
    /// What it read.
    pub value: String,
}

/// A process.
#[derive(Clone, Debug, PartialEq)]
pub struct ProcessCard {
    /// Which process.
    pub actor: ActorId,
    /// What the program calls it.
    pub name: String,
    /// The operating system's number for it; 0 if unknown.
    pub pid: u32,
    /// The process that started it.
    pub parent: Option<ActorId>,
    /// How deep it stands in the tree, from 0.
    pub depth: u32,
    /// True for a daemon.
    pub daemon: bool,
    /// How it was started.
    pub start_method: Option<StartMethod>,
    /// Whether it lives.
    pub life: Life,
    /// Its exit code as in Python (negative: the signal that killed it), once it is dead.
    pub exit_code: Option<i32>,
    /// Its lanes that have begun and not ended.
    pub threads_alive: u32,
    /// True while it lives and the process that started it does not.
    pub orphan: bool,
    /// What its main thread is doing.
    pub doing: Doing,
    /// The lane of its main thread.
    pub lane: Option<u32>,
}

/// The most that an object has to hold at once in the whole run: a card with room for it never changes
/// its size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// How many wait for the lock, for an item of the queue, or for a task of the pool.
    pub waiters: usize,
    /// How many wait for room in the queue.
    pub putters: usize,
    /// How many items are in the queue.
    pub items: usize,
    /// How many tasks the pool is given in all.
    pub tasks: usize,
    /// How many hold a value that may no longer be the cell's.
    pub stale: usize,
}

/// Whether a process lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Life {
    /// It has not been started yet.
    Unborn,
    /// It lives.
    Alive,
    /// It is dead, and its parent has not taken its exit status.
    Zombie,
    /// It is gone.
    Dead,
}
