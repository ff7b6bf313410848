//! Pools and futures: which tasks are pending, who runs which, and what came of them.

use std::collections::BTreeMap;

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
    /// How many workers run a task.
    pub busy: u32,
    /// How many tasks are over.
    pub done: u32,
    /// Workers that wait for a task, longest first.
    pub waiters: Waiters,
    /// True once no more tasks will come.
    pub closed: bool,
    /// Who began each task that has not ended.
    runners: BTreeMap<ObjectId, ActorId>,
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
                self.runners.insert(act.object, act.actor);
                let idle = self.show(act).task.replace(act.object).is_none();
                self.busy += u32::from(idle);
            }
            Effect::TaskEnd => self.end(act),
            Effect::Cancel => drop(self.withdraw(act.object)),
            Effect::Close => self.closed = true,
            Effect::Wait | Effect::GiveUp if act.facts.awaits == Some(laneway_trace::Awaits::Task) => {
                self.waiters.step(act);
                self.show(act);
            }
            _ => {}
        }
        Moved::NOTHING
    }

    fn end(&mut self, act: &Act) {
        let runner = self.runners.get(&act.object).copied();
        let Some(runner) = runner.filter(|&runner| runner == act.actor || gives_up(act)) else {
            // Somebody gives up what nobody has begun.
            if gives_up(act) && self.withdraw(act.object) {
                self.done += 1;
            }
            return;
        };
        self.runners.remove(&act.object);
        let place = self.workers.find(runner);
        let worker = place.and_then(|place| self.workers.get_mut(place));
        if let Some(worker) = worker.filter(|worker| worker.task == Some(act.object)) {
            worker.task = None;
            self.busy -= 1;
            self.done += 1;
        }
    }

    /// How much there is to copy, beside those who wait.
    pub(super) fn size(&self) -> usize {
        self.workers.len() + self.pending.len() + self.runners.len()
    }

    /// The worker that acts, which shows itself by that.
    fn show(&mut self, act: &Act) -> &mut Worker {
        self.workers.find_or_push(Worker {
            actor: act.actor,
            task: None,
            row: act.row,
        })
    }

    /// True if the task was pending.
    fn withdraw(&mut self, task: ObjectId) -> bool {
        let place = self.pending.find(task);
        place.and_then(|place| self.pending.remove(place)).is_some()
    }
}

/// True for an end by which somebody who does not run the task says that it failed.
fn gives_up(act: &Act) -> bool {
    act.value.int().is_some_and(|outcome| outcome != 0)
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
    /// True for the end of a task whose worker is dead, by somebody else: the outcome is lost, even if there
    /// was one.
    fn is_given_up(&self, act: &Act) -> bool {
        let is_open = self.submitted.is_some() && !self.asked && !self.cancelled;
        gives_up(act) && is_open
    }

    /// Only the first submit, the first begin, and the first end by the worker that began count, or by somebody
    /// who gives the task up.
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
            Effect::TaskEnd if self.worker == Some(act.actor) || self.is_given_up(act) => {
                self.ended = Some((act.at(), act.value.int().unwrap_or(0)));
                if self.worker.take().is_some() {
                    return Moved::changed(Change::Ended);
                }
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
