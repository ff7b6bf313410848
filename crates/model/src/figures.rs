//! Totals over a whole run: plain data for the page's figures and for `info`.

use std::ops::Range;

use laneway_trace::{Mechanism, ObjectId};

use crate::track::Counts;
use crate::{Model, State, lost};

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

/// Figures in the making: phase by phase, in slices, then the rest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summing {
    lanes: Vec<LaneFigures>,
    /// For each object how long actors waited for it, if it is a lock: total and longest, in nanoseconds.
    waits: Vec<(u64, u64)>,
    lane: usize,
    /// How long the wait that the lane is in has lasted.
    wait_ns: u64,
}

impl Summing {
    pub(crate) fn new(model: &Model) -> Self {
        Self {
            lanes: vec![LaneFigures::default(); model.lanes.len()],
            waits: vec![(0, 0); model.header.objects.len()],
            ..Self::default()
        }
    }

    /// Adds phases, which come in their order.
    pub(crate) fn add(&mut self, model: &Model, phases: Range<usize>) {
        let run_ns = model.duration_ns();
        for phase in phases {
            while model.lanes[self.lane].phases.end as usize <= phase {
                self.lane += 1;
            }
            let start_ns = |phase: usize| model.events.time_ns[model.phases.start_row[phase] as usize];
            let last = model.lanes[self.lane].phases.end as usize == phase + 1;
            let end_ns = if last { run_ns } else { start_ns(phase + 1) };
            self.add_phase(model, phase, end_ns.saturating_sub(start_ns(phase)));
        }
    }

    fn add_phase(&mut self, model: &Model, phase: usize, time_ns: u64) {
        let state = model.phases.state[phase];
        let total = &mut self.lanes[self.lane].time_ns[state as usize];
        *total = total.saturating_add(time_ns);

        let object = (model.phases.object[phase] as usize).wrapping_sub(1);
        let facts = model.object_facts.get(object);
        let is_holding = facts.is_some_and(|facts| matches!(facts.mechanism, Mechanism::Holding { .. }));
        if is_holding {
            // A wait that turned out to be for ever goes on in the phase after it.
            let before_ns = if state == State::Stuck { self.wait_ns } else { 0 };
            self.wait_ns = time_ns.saturating_add(before_ns);
            let (total_ns, max_ns) = &mut self.waits[object];
            *total_ns = total_ns.saturating_add(time_ns);
            *max_ns = (*max_ns).max(self.wait_ns);
        } else {
            self.wait_ns = 0;
        }
    }

    /// The figures, when all phases have been added. Linear in what happened to registers.
    pub(crate) fn finish(self, model: &Model, counts: &[Counts]) -> Figures {
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
                    let (wait_total_ns, wait_max_ns) = self.waits[index];
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
        figures.cells.sort_by_key(|cell| cell.object);
        figures
    }
}
