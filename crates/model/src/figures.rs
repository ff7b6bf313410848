//! Totals over a whole run: plain data for the page's figures and for `info`.

use laneway_trace::ObjectId;

use crate::track::Role;
use crate::track::locks::LockTrack;
use crate::{Model, State, lost};

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

/// Adds up a finished model. Linear in phases and in what happened to objects.
pub(crate) fn figures(model: &Model, locks: &[LockTrack]) -> Figures {
    let mut figures = Figures {
        lanes: vec![LaneFigures::default(); model.lanes.len()],
        locks: Vec::with_capacity(locks.len()),
        ..Figures::default()
    };
    let mut waits = vec![(0u64, 0u64); model.header.objects.len()];
    for lane in 0..model.lanes.len() as u32 {
        add_lane(model, lane, &mut figures.lanes[lane as usize], &mut waits);
    }
    for lock in locks {
        let Some(object) = ObjectId::from_index(lock.object as usize) else {
            continue;
        };
        let (wait_total_ns, wait_max_ns) = waits[lock.object as usize];
        figures.locks.push(LockFigures {
            object,
            acquisitions: lock.acquisitions,
            contended: lock.contended,
            wait_total_ns,
            wait_max_ns,
        });
    }
    for (index, role) in model.roles.iter().enumerate() {
        let Some(object) = ObjectId::from_index(index) else {
            continue;
        };
        match *role {
            Role::Queue(queue) => {
                let queue = &model.queues[queue as usize];
                figures.queues.push(QueueFigures {
                    object,
                    puts: queue.puts.len() as u32,
                    gets: queue.gets.len() as u32,
                    max_len: queue.max_len,
                });
            }
            Role::Cell(cell) => {
                let cell = &model.cells[cell as usize];
                figures.cells.push(CellFigures {
                    object,
                    reads: cell.reads,
                    writes: cell.writes.len() as u32,
                    lost_updates: lost::count(cell),
                });
            }
            _ => {}
        }
    }
    figures.locks.sort_by_key(|lock| lock.object);
    figures
}

/// Adds the phases of a lane to its times, and its waits for locks to theirs: total and longest.
fn add_lane(model: &Model, lane: u32, times: &mut LaneFigures, waits: &mut [(u64, u64)]) {
    let mut wait_ns = 0;
    for phase in model.lane_phases(lane) {
        let span = model.phase_span(lane, phase);
        let end = if span.end == model.end() {
            model.duration_ns()
        } else {
            model.time_ns(span.end)
        };
        let time_ns = end.saturating_sub(model.time_ns(span.start));
        let state = model.phases.state[phase as usize];
        let total = &mut times.time_ns[state as usize];
        *total = total.saturating_add(time_ns);

        // A wait that turned out to be for ever goes on in the phase after it.
        wait_ns = if state == State::Stuck {
            time_ns.saturating_add(wait_ns)
        } else {
            time_ns
        };
        let object = (model.phases.object[phase as usize] as usize).wrapping_sub(1);
        let is_lock = matches!(model.roles.get(object), Some(Role::Lock(_)));
        if is_lock && matches!(state, State::WaitsLock | State::Stuck) {
            let (wait_total_ns, wait_max_ns) = &mut waits[object];
            *wait_total_ns = wait_total_ns.saturating_add(time_ns);
            *wait_max_ns = (*wait_max_ns).max(wait_ns);
        }
    }
}
