//! Tasks are submitted, run once, and are answered for afterwards.

use std::collections::BTreeMap;

use laneway_trace::{ActorId, Effect, ObjectId};

use super::Act;
use super::life::Lives;
use super::report::Report;

/// The workers.
pub(super) struct Pool {
    capacity: Option<u64>,
    running: u64,
}

impl Pool {
    pub(super) fn new(capacity: Option<u64>) -> Self {
        Self { capacity, running: 0 }
    }

    /// So many more of its tasks run.
    pub(super) fn run(&mut self, change: i64, object: ObjectId, report: &mut Report<'_>) {
        self.running = self.running.saturating_add_signed(change);
        if change > 0 && self.capacity.is_some_and(|capacity| self.running > capacity) {
            report.tell_if_sure("over_capacity", |names| {
                format!("`{}` runs {} tasks at once", names.object(object), self.running)
            });
        }
    }
}

/// One task and its outcome.
#[derive(Default)]
pub(super) struct Future {
    submitted: bool,
    ended: bool,
    cancelled: bool,
    /// Who runs it.
    worker: Option<ActorId>,
    /// Who began it.
    beginner: Option<ActorId>,
    /// Somebody else has ended it.
    given_up: bool,
    answered: bool,
    /// Who runs its callbacks, and how many each.
    callbacks: BTreeMap<ActorId, u32>,
}

impl Future {
    /// Takes note of an event; tells how many more tasks run.
    pub(super) fn act(
        &mut self,
        act: &Act,
        object: ObjectId,
        pool: Option<ObjectId>,
        lives: &Lives,
        report: &mut Report<'_>,
    ) -> i64 {
        let worker = self.worker;
        // A future without a pool is a promise: somebody ends it who need not have begun it.
        let is_task = self.submitted || pool.is_some();
        let broken = match act.facts.effect {
            Effect::Submit => self.submit(),
            Effect::TaskBegin => self.begin(act.who, is_task),
            Effect::TaskEnd => self.end(act, is_task, lives),
            Effect::Cancel => {
                self.cancelled = true;
                self.beginner
                    .map(|_| ("cancel_after_begin", "is called off after it has begun"))
            }
            Effect::Answer => {
                self.answered = true;
                (!self.is_over()).then_some(("result_before_end", "has a result before it is over"))
            }
            Effect::CallbackBegin => {
                *self.callbacks.entry(act.who).or_default() += 1;
                (!self.is_over()).then_some(("callback_before_end", "calls back before it is over"))
            }
            Effect::CallbackEnd => self.end_callback(act.who),
            _ => None,
        };
        if let Some((rule, words)) = broken {
            report.tell_if_sure(rule, |names| {
                format!("the task of `{}` {words}", names.object(object))
            });
        }
        i64::from(self.worker.is_some()) - i64::from(worker.is_some())
    }

    fn is_over(&self) -> bool {
        self.ended || self.cancelled
    }

    fn submit(&mut self) -> Broken {
        std::mem::replace(&mut self.submitted, true)
            .then_some(("submitted_twice", "is submitted a second time"))
    }

    fn begin(&mut self, who: ActorId, is_task: bool) -> Broken {
        if self.beginner.is_some() {
            return Some(("begun_twice", "begins a second time"));
        }
        (self.beginner, self.worker) = (Some(who), Some(who));
        if self.cancelled || self.given_up {
            Some(("begin_after_cancel", "begins after it was called off"))
        } else {
            (is_task && !self.submitted)
                .then_some(("begin_before_submit", "begins before it is submitted"))
        }
    }

    fn end(&mut self, act: &Act, is_task: bool, lives: &Lives) -> Broken {
        let is_own = self.worker == Some(act.who) || !is_task && self.beginner.is_none();
        if !is_own {
            if !self.can_be_given_up(act, lives) {
                return Some(("end_without_begin", "is ended by somebody who had not begun it"));
            }
            self.given_up = true;
        }
        (self.ended, self.worker) = (true, None);
        None
    }

    /// True if somebody who does not run it may say that it failed: nobody has begun it, or whose process
    /// is dead, with the outcome, if there was one.
    fn can_be_given_up(&self, act: &Act, lives: &Lives) -> bool {
        let is_lost = self.beginner.is_none_or(|beginner| lives.is_dead(beginner));
        let is_open = self.submitted && !(self.cancelled || self.given_up || self.answered);
        is_lost && is_open && act.event.value.int().is_some_and(|outcome| outcome != 0)
    }

    fn end_callback(&mut self, who: ActorId) -> Broken {
        match self.callbacks.get_mut(&who) {
            Some(open) if *open > 1 => *open -= 1,
            Some(_) => drop(self.callbacks.remove(&who)),
            None => {
                let words = "ends a callback for somebody who had not begun one";
                return Some(("end_without_begin", words));
            }
        }
        None
    }
}

/// The rule that is broken, if one is, and how that is said.
type Broken = Option<(&'static str, &'static str)>;
