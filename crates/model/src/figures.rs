//! Totals over a whole run: plain data for the page's figures and for `info`.

use laneway_trace::ObjectId;

use crate::State;

/// Totals over a whole run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// For each lane of [`Model::lanes`](crate::Model::lanes), how long it was in each state.
    pub lanes: Vec<LaneFigures>,
    /// Locks that were used, by id.
    pub locks: Vec<LockFigures>,
    /// Queues that were used, by id.
    pub queues: Vec<QueueFigures>,
    /// Cells and files that were used, by id.
    pub cells: Vec<CellFigures>,
}

/// How long a lane was in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LaneFigures {
    /// Nanoseconds by state, in the order of [`State::ALL`].
    pub time_ns: [u64; State::ALL.len()],
}

impl LaneFigures {
    /// How long the lane was in this state, in nanoseconds.
    pub fn in_state_ns(&self, state: State) -> u64 {
        self.time_ns[state as usize]
    }
}

/// What happened to a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockFigures {
    /// The lock.
    pub object: ObjectId,
    /// How often it was taken; taking it again while holding it is not counted.
    pub acquisitions: u32,
    /// How often of these the actor had to wait.
    pub contended: u32,
    /// How long actors waited for it in all, in nanoseconds, in vain included.
    pub wait_total_ns: u64,
    /// The longest wait, in nanoseconds.
    pub wait_max_ns: u64,
}

/// What happened to a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueFigures {
    /// The queue.
    pub object: ObjectId,
    /// Items put.
    pub puts: u32,
    /// Items taken.
    pub gets: u32,
    /// The most items it held at once.
    pub max_len: u32,
}

/// What happened to a cell or file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellFigures {
    /// The cell.
    pub object: ObjectId,
    /// How often it was read.
    pub reads: u32,
    /// How often it was written.
    pub writes: u32,
    /// How many of the writes were lost: exactly, also where not all are listed as findings.
    pub lost_updates: u32,
}
