//! Lanes and their phases: what each actor was doing, all the time.

use std::ops::Range;

use laneway_trace::{ActorId, ObjectId};

/// What an actor is doing. The order is that of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum State {
    /// It runs.
    Running,
    /// It could run, and waits for a core or the interpreter lock.
    Ready,
    /// The system says that it sleeps; in what, nobody saw.
    Unseen,
    /// Nobody knows: events are missing, or one had an effect that is not known.
    Unknown,
    /// It waits for a lock.
    WaitsLock,
    /// It waits on a queue or channel (empty or full), or a worker waits for a task.
    WaitsQueue,
    /// It waits for another actor: a join, a future's result, a reply.
    WaitsActor,
    /// It waits on a condition, event, semaphore or barrier.
    WaitsSignal,
    /// It sleeps or waits for input or output.
    Sleeping,
    /// It waits, and nobody is left who could ever wake it.
    Stuck,
    /// The process is dead and its parent has not taken its exit status.
    Zombie,
    /// It has ended.
    Finished,
}

impl State {
    /// All states in their order; `state as usize` is the place in it.
    pub const ALL: [Self; 12] = [
        Self::Running,
        Self::Ready,
        Self::Unseen,
        Self::Unknown,
        Self::WaitsLock,
        Self::WaitsQueue,
        Self::WaitsActor,
        Self::WaitsSignal,
        Self::Sleeping,
        Self::Stuck,
        Self::Zombie,
        Self::Finished,
    ];

    /// Its name in tests and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Ready => "ready",
            Self::Unseen => "unseen",
            Self::Unknown => "unknown",
            Self::WaitsLock => "waits_lock",
            Self::WaitsQueue => "waits_queue",
            Self::WaitsActor => "waits_actor",
            Self::WaitsSignal => "waits_signal",
            Self::Sleeping => "sleeping",
            Self::Stuck => "stuck",
            Self::Zombie => "zombie",
            Self::Finished => "finished",
        }
    }
}

/// One actor's lane: a thread or a task, or a process of which no thread was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Whose lane it is.
    pub actor: ActorId,
    /// The process it belongs to: a row of [`Model::processes`](crate::Model::processes).
    pub process: u32,
    /// Its phases: rows of [`Phases`].
    pub phases: Range<u32>,
    /// The row of its first event (or of the event that started it, if it recorded none).
    pub begin_row: u32,
    /// The row of the event that ended it: its own `end`, or its process's `exit`. `None` if the run
    /// ended first.
    pub end_row: Option<u32>,
    /// How it ended.
    pub ending: LaneEnding,
}

/// How a lane ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LaneEnding {
    /// By its own `end`, in order.
    Finished,
    /// By its own `end`, with a panic or an exception.
    Failed,
    /// Its process ended while it was still in the middle of something.
    CutOff,
    /// It was gone when somebody looked, or its process was, which nobody is known to have started it in: how it
    /// ended is not known.
    SeenGone,
    /// The run ended before it did.
    Open,
}

/// A process: a container of lanes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessLanes {
    /// The process.
    pub actor: ActorId,
    /// Its lanes: rows of [`Model::lanes`](crate::Model::lanes), its main thread first.
    pub lanes: Range<u32>,
    /// How deep it stands in the tree of processes, from 0.
    pub depth: u32,
    /// The row of its first event.
    pub begin_row: u32,
    /// The row of its `exit`, if it was seen.
    pub exit_row: Option<u32>,
    /// The row of the `reap` by its parent, if it was seen.
    pub reap_row: Option<u32>,
    /// Its exit code as in Python (negative: the signal that killed it), if it was seen.
    pub exit_code: Option<i32>,
}

/// All phases of all lanes as columns; the phases of a lane stand together, in order. A phase lasts
/// from its row to the next phase of its lane, the last one to the lane's end or the end of the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phases {
    /// The row of the event that began it.
    pub start_row: Vec<u32>,
    /// What the actor does.
    pub state: Vec<State>,
    /// On which object it waits; 0 for none.
    pub object: Vec<u32>,
    /// For which actor it waits; 0 for none.
    pub other: Vec<u32>,
}

/// A stretch in which an actor was inside a holding: held a lock, a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The lock, semaphore, ...
    pub object: ObjectId,
    /// The holder's lane: a row of [`Model::lanes`](crate::Model::lanes).
    pub lane: u32,
    /// The row of the acquire.
    pub start_row: u32,
    /// The row of the release; `None` if it was never given back.
    pub end_row: Option<u32>,
    /// The most times it was held at once in this stretch.
    pub depth: u32,
    /// True if it was shared with others.
    pub shared: bool,
}

/// A named stretch of a lane, of which nothing else is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The lane: a row of [`Model::lanes`](crate::Model::lanes).
    pub lane: u32,
    /// The row in which it was opened; the event's value is its name.
    pub start_row: u32,
    /// The row in which it was closed; `None` if it never was.
    pub end_row: Option<u32>,
    /// How many others of the lane it stands in.
    pub depth: u32,
}

/// A stretch in which a worker ran a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskRun {
    /// The future that stands for the task.
    pub future: ObjectId,
    /// The pool it was submitted to, if the future names one.
    pub pool: Option<ObjectId>,
    /// The worker's lane: a row of [`Model::lanes`](crate::Model::lanes).
    pub lane: u32,
    /// The row of the `task_begin`.
    pub start_row: u32,
    /// The row of the `task_end`; `None` if it was cut off or the run ended first.
    pub end_row: Option<u32>,
}
