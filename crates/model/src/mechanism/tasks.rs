//! Pools and futures: which tasks are pending, who runs which, and what came of them.

use laneway_trace::{ActorId, Effect, ObjectId};

use super::{Act, Change, Line, Moved, Stands, Waiters};
use crate::{EdgeKind, Moment};

/// Workers, and the tasks that wait for one. A pool learns what happens to its futures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pool {
    /// Its workers that have shown themselves, in order of appearance.
    pub workers: Line<Worker>,
    /// Tasks that nobody has begun, in the order of their submits.
    pub pending: Line<Pending>,
    /// How many tasks are over.
    pub done: u32,
    /// Workers that wait for a task, longest first.
    pub waiters: Waiters,
    /// True once no more tasks will come.
    pub closed: bool,
}

/// A worker of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Who.
    pub actor: ActorId,
    /// What it runs.
    pub task: Option<ObjectId>,
    /// The row in which it showed itself.
    pub row: u32,
}

impl Stands for Worker {
    type Key = ActorId;

    fn key(&self) -> ActorId {
        self.actor
    }

    fn row(&self) -> u32 {
        self.row
    }
}

/// A task that nobody has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its future.
    pub task: ObjectId,
    /// The row in which it was submitted.
    pub row: u32,
}

impl Stands for Pending {
    type Key = ObjectId;

    fn key(&self) -> ObjectId {
        self.task
    }

    fn row(&self) -> u32 {
        self.row
    }
}

impl Pool {
    /// A task is pending once, however often it is submitted.
    pub(super) fn step(&mut self, act: &Act) -> Moved {
        match act.facts.effect {
            Effect::Submit if self.pending.find(act.object).is_none() => {
                let (task, row) = (act.object, act.row);
                self.pending.push(Pending { task, row });
            }
            Effect::TaskBegin => {
                self.waiters.step(act);
                self.withdraw(act.object);
                self.show(act).task = Some(act.object);
            }
            Effect::TaskEnd => {
                let place = self.workers.find(act.actor);
                let worker = place.and_then(|place| self.workers.get_mut(place));
                if let Some(worker) = worker.filter(|worker| worker.task == Some(act.object)) {
                    worker.task = None;
                    self.done += 1;
                }
            }
            Effect::Cancel => self.withdraw(act.object),
            Effect::Close => self.closed = true,
            Effect::Wait | Effect::GiveUp if act.facts.awaits == Some(laneway_trace::Awaits::Task) => {
                self.waiters.step(act);
                self.show(act);
            }
            _ => {}
        }
        Moved::NOTHING
    }

    /// The worker that acts, which shows itself by that.
    fn show(&mut self, act: &Act) -> &mut Worker {
        self.workers.find_or_push(Worker {
            actor: act.actor,
            task: None,
            row: act.row,
        })
    }

    fn withdraw(&mut self, task: ObjectId) {
        if let Some(place) = self.pending.find(task) {
            self.pending.remove(place);
        }
    }
}

/// One task and its outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Future {
    /// Who submitted it, and when.
    pub submitted: Option<(ActorId, Moment)>,
    /// Who runs it, from its begin to its end.
    pub worker: Option<ActorId>,
    /// When it began.
    pub begun: Option<Moment>,
    /// When it ended, and how: 0 in order.
    pub ended: Option<(Moment, i64)>,
    /// True if it was called off.
    pub cancelled: bool,
    /// True once somebody has had the outcome.
    pub asked: bool,
    /// Who runs the callback of it that began last.
    pub callback: Option<ActorId>,
    /// How many callbacks are over.
    pub callbacks: u32,
    /// Who waits for the outcome, longest first.
    pub waiters: Waiters,
}

impl Future {
    /// Only the first submit, the first begin, and the first end by the worker that began count.
    pub(super) fn step(&mut self, act: &Act) -> Moved {
        match act.facts.effect {
            Effect::Submit => {
                self.submitted.get_or_insert((act.actor, act.at()));
            }
            Effect::TaskBegin if self.begun.is_none() => {
                self.begun = Some(act.at());
                self.worker = Some(act.actor);
                let submitted = self.submitted.and_then(|(_, at)| at.row());
                return Moved {
                    change: Change::Began,
                    ..Moved::caused(EdgeKind::Task, submitted)
                };
            }
            Effect::TaskEnd if self.worker == Some(act.actor) => {
                self.worker = None;
                self.ended = Some((act.at(), act.value.int().unwrap_or(0)));
                return Moved::changed(Change::Ended);
            }
            Effect::Cancel => {
                self.cancelled = true;
            }
            Effect::Answer => {
                self.waiters.step(act);
                self.asked = true;
                let ended = self.ended.and_then(|(at, _)| at.row());
                return Moved::caused(EdgeKind::Result, ended);
            }
            Effect::CallbackBegin => {
                self.callback = Some(act.actor);
                let ended = self.ended.and_then(|(at, _)| at.row());
                return Moved::caused(EdgeKind::Result, ended);
            }
            Effect::CallbackEnd => {
                // One that comes late runs beside those that were there.
                self.callback = self.callback.filter(|&newest| newest != act.actor);
                self.callbacks += 1;
            }
            Effect::Wait | Effect::GiveUp | Effect::Refuse => {
                self.waiters.step(act);
            }
            _ => {}
        }
        Moved::NOTHING
    }
}
