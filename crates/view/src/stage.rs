//! The objects at a moment, as cards for the page to animate. Plain data; the page draws it.
//!
//! A card is made of parts, one for each mechanism, so that a new kind of object has one without more. Cards
//! stand in the order of their objects' ids, so that nothing jumps. Everything that moves has an identity to
//! animate by: actors by [`ActorId`], items by the sequence number of their put, tasks by their future.

use laneway_model::State as Doing;
use laneway_trace::{ActorId, ObjectId, ObjectKind, Opens, Order, StartMethod};

/// The objects of a run at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// Objects in use or in question, by id.
    pub cards: Vec<Card>,
    /// How many others the run has.
    pub others: usize,
    /// Processes; none if there is but one.
    pub processes: Processes,
}

/// The processes of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Processes {
    /// In display order, at most as many as were asked for.
    pub shown: Vec<ProcessCard>,
    /// How many there are.
    pub len: usize,
    /// How many live.
    pub alive: usize,
    /// How many are zombies.
    pub zombies: usize,
}

/// An object.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Which object.
    pub object: ObjectFacts,
    /// What it is like, by mechanism: its own, then that of what belongs to it.
    pub parts: Vec<Part>,
}

/// What an object is like, by mechanism.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A place to be inside.
    Holding(HoldingPart),
    /// Items.
    Store(StorePart),
    /// A value.
    Register(RegisterPart),
    /// A place to pass.
    Gate(GatePart),
    /// Tasks, and who runs them.
    Tasks(TasksPart),
    /// Requests, and who serves them.
    Call(CallPart),
    /// How it behaves is not known to this version.
    Unknown,
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

/// A line of actors: the first of them, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    /// Longest first, at most as many as were asked for.
    pub shown: Vec<Chip>,
    /// How many there are in all.
    pub len: usize,
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

/// A lock of any kind: a place, its holders inside and its waiters queued outside.
#[derive(Clone, Debug, PartialEq)]
pub struct HoldingPart {
    /// Who is inside, longest first, at most as many as were asked for.
    pub holders: Vec<Holder>,
    /// How many are inside in all.
    pub holders_len: usize,
    /// How many permits there are, where they are counted; `None` for a lock, and for no bound.
    pub permits: Option<u64>,
    /// How many of them are taken.
    pub taken: u64,
    /// True once a holder has panicked: what it protects may be broken.
    pub poisoned: bool,
    /// Who waits.
    pub waiters: Crowd,
}

/// Somebody inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub chip: Chip,
    /// True if it is there together with others who share.
    pub shares: bool,
    /// How often it has entered.
    pub depth: u32,
    /// Since when, in nanoseconds since the start of the run.
    pub since_ns: u64,
}

/// A queue of any kind: its items in the order in which they will leave.
#[derive(Clone, Debug, PartialEq)]
pub struct StorePart {
    /// The items, first to leave first, at most as many as were asked for.
    pub items: Vec<ItemChip>,
    /// How many there are in all.
    pub len: usize,
    /// How many it may hold; `None` for no bound.
    pub capacity: Option<u64>,
    /// Which item leaves next.
    pub order: Order,
    /// True once nothing more comes.
    pub closed: bool,
    /// Who waits for room.
    pub putters: Crowd,
    /// Who waits for an item.
    pub getters: Crowd,
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

/// A shared value.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterPart {
    /// Its value; `None` before the first read or write.
    pub value: Option<String>,
    /// Who wrote it last.
    pub writer: Option<Chip>,
    /// When, in nanoseconds since the start of the run.
    pub written_ns: Option<u64>,
    /// Who holds a value that is no longer its, at most as many as were asked for.
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

/// A condition, event or barrier: who waits to pass.
#[derive(Clone, Debug, PartialEq)]
pub struct GatePart {
    /// What lets those pass who wait.
    pub opens: Opens,
    /// Of a flag: true while it is open.
    pub open: bool,
    /// Of a gate that opens by notifications: how many of those who wait may pass.
    pub notified: u32,
    /// Of a gate that counts: who has arrived in this generation.
    pub arrived: Crowd,
    /// Of a gate that counts: how many are needed.
    pub needed: Option<u64>,
    /// Of a gate that counts: how often it has opened.
    pub generation: u32,
    /// Who waits.
    pub waiters: Crowd,
}

/// A pool, or a task by itself: pending tasks, workers with theirs, done tasks.
#[derive(Clone, Debug, PartialEq)]
pub struct TasksPart {
    /// How many workers it may have.
    pub capacity: Option<u64>,
    /// Its workers, in order of appearance, at most as many as were asked for.
    pub workers: Vec<WorkerChip>,
    /// How many workers it has.
    pub workers_len: usize,
    /// Tasks that nobody has begun, first to begin first, at most as many as were asked for.
    pub pending: Vec<TaskChip>,
    /// How many are pending in all.
    pub pending_len: usize,
    /// Tasks that are over, the last ones, oldest first, at most as many as were asked for.
    pub done: Vec<TaskChip>,
    /// How many are done in all.
    pub done_len: usize,
    /// True once no more tasks come.
    pub closed: bool,
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
    /// True if it ended by a panic or an exception, or was called off.
    pub failed: bool,
    /// Who runs a callback of it.
    pub callback: Option<Chip>,
    /// How many of its callbacks are over.
    pub callbacks: u32,
}

/// Requests to another actor.
#[derive(Clone, Debug, PartialEq)]
pub struct CallPart {
    /// Those whose caller does not have the answer yet, oldest first, at most as many as were asked for.
    pub asked: Vec<AskedChip>,
    /// How many there are in all.
    pub asked_len: usize,
    /// How many have been answered.
    pub answered: u32,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedChip {
    /// Its sequence number: its identity.
    pub sequence: u32,
    /// Who asks.
    pub from: Chip,
    /// What for.
    pub what: String,
    /// Who serves it, or has.
    pub by: Option<Chip>,
    /// True once it is answered.
    pub answered: bool,
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
    /// True while it lives and the process that started it does not.
    pub orphan: bool,
    /// The session that it is in, if it ever is in another one than the run.
    pub session: Option<SessionCard>,
    /// What its main thread is doing.
    pub doing: Doing,
    /// The lane of its main thread.
    pub lane: Option<u32>,
}

/// A session other than that of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionCard {
    /// The pid of the process that has begun it; `None` while it is still in the run's, and once it is dead.
    pub leader: Option<i64>,
    /// The controlling terminal, empty if there is none; `None` if nobody has seen it.
    pub terminal: Option<String>,
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
