//! Totals over a whole run: plain data for the page's figures and for `info`.

use laneway_trace::{Mechanism, ObjectFacts, ObjectId};

use crate::track::Counts;
use crate::{Model, State, lost, sort_by_key};

/// Totals over a whole run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// For each lane of [`Model::lanes`](crate::Model::lanes), how long it was in each state.
    pub lanes: Vec<LaneFigures>,
    /// Holdings (locks, semaphores, ...) that were used, by id.
    pub locks: Vec<LockFigures>,
    /// Stores (queues, channels, ...) that were used, by id.
    pub queues: Vec<QueueFigures>,
    /// Registers (cells, files, ...) that were used, by id.
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

/// Figures in the making: phase by phase, then the rest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summing {
    lanes: Vec<LaneFigures>,
    /// For each lane the phase that it is in.
    current: Vec<Option<Current>>,
    /// For each object how long actors waited for it, if it is a holding: total and longest, in nanoseconds.
    waits: Vec<Option<(u64, u64)>>,
}

/// The phase that a lane is in.
#[derive(Clone, Copy, Debug)]
struct Current {
    start_ns: u64,
    state: State,
    /// What it waits for, as a number from 1; 0 for none.
    object: u32,
    /// How long it had waited for it before the phase began: a wait that turned out to be for ever goes on in
    /// the phase after it.
    waited_ns: u64,
}

impl Summing {
    pub(crate) fn new(model: &Model) -> Self {
        let is_holding = |facts: &ObjectFacts| matches!(facts.mechanism, Mechanism::Holding { .. });
        let facts = model.object_facts.iter();
        Self {
            lanes: vec![LaneFigures::default(); model.lanes.len()],
            current: vec![None; model.lanes.len()],
            waits: facts.map(|facts| is_holding(facts).then_some((0, 0))).collect(),
        }
    }

    /// Ends the phase that a lane is in, and begins another one. The phases of a lane come in their order.
    pub(crate) fn begin(&mut self, lane: usize, start_ns: u64, state: State, object: u32) {
        let waited_ns = self.end(lane, start_ns);
        self.current[lane] = Some(Current {
            start_ns,
            state,
            object,
            waited_ns: if state == State::Stuck { waited_ns } else { 0 },
        });
    }

    /// Ends the phase that a lane is in; how long it has waited for a holding by then.
    fn end(&mut self, lane: usize, end_ns: u64) -> u64 {
        let Some(phase) = self.current[lane].take() else {
            return 0;
        };
        let time_ns = end_ns.saturating_sub(phase.start_ns);
        let total_ns = &mut self.lanes[lane].time_ns[phase.state as usize];
        *total_ns = total_ns.saturating_add(time_ns);
        let object = (phase.object as usize).wrapping_sub(1);
        let Some(Some((total_ns, max_ns))) = self.waits.get_mut(object) else {
            return 0;
        };
        let waited_ns = time_ns.saturating_add(phase.waited_ns);
        *total_ns = total_ns.saturating_add(time_ns);
        *max_ns = (*max_ns).max(waited_ns);
        waited_ns
    }

    /// The figures, when all phases have been added. Linear in what happened to registers.
    pub(crate) fn finish(mut self, model: &Model, counts: &[Counts]) -> Figures {
        for lane in 0..self.lanes.len() {
            self.end(lane, model.duration_ns());
        }
        let mut figures = Figures {
            lanes: self.lanes,
            ..Figures::default()
        };
        for (index, facts) in model.object_facts.iter().enumerate() {
            let (true, Some(object)) = (model.histories[index].is_some(), ObjectId::from_index(index))
            else {
                continue;
            };
            let Counts {
                came,
                waited_or_left,
                most,
            } = counts[index];
            match facts.mechanism {
                Mechanism::Holding { .. } => {
                    let (wait_total_ns, wait_max_ns) = self.waits[index].unwrap_or_default();
                    figures.locks.push(LockFigures {
                        object,
                        acquisitions: came,
                        contended: waited_or_left,
                        wait_total_ns,
                        wait_max_ns,
                    });
                }
                Mechanism::Store { .. } => figures.queues.push(QueueFigures {
                    object,
                    puts: came,
                    gets: waited_or_left,
                    max_len: most,
                }),
                _ => {}
            }
        }
        let cells = model.cells.iter().filter_map(|cell| {
            Some(CellFigures {
                object: ObjectId::from_index(cell.object as usize)?,
                reads: cell.reads,
                writes: cell.writes.len() as u32,
                lost_updates: lost::count(cell),
            })
        });
        figures.cells.extend(cells);
        sort_by_key(&mut figures.cells, |cell| cell.object);
        figures
    }
}
