//! Which task runs on which thread.
//!
//! A thread records what its task does, as the thread: between a resume and the suspend, its events are
//! the task's.

use laneway_trace::{ActorId, Effect, Event};

use super::report::Report;
use super::{Act, is_told_by_others};

/// Every thread's task and every task's thread.
pub(super) struct Turns {
    /// For each thread the task that it runs.
    task: Vec<Option<ActorId>>,
    turn: Vec<Turn>,
}

/// Where a task is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// No thread has said anything of it: it records its events itself.
    Untold,
    /// A thread runs it.
    On(ActorId),
    /// Its thread has laid it aside.
    Aside,
    /// That is in what is missing of its thread.
    Unknown,
}

impl Turns {
    pub(super) fn new(actors: usize) -> Self {
        Self {
            task: vec![None; actors],
            turn: vec![Turn::Untold; actors],
        }
    }

    /// Whose event this is.
    pub(super) fn who(&self, event: &Event, effect: Effect) -> ActorId {
        let is_turn = matches!(effect, Effect::Resume | Effect::Suspend | Effect::Lost);
        let is_thread = is_turn || is_told_by_others(effect);
        let task = self.task[event.actor.index()].filter(|_| !is_thread);
        task.unwrap_or(event.actor)
    }

    /// True for a task whose events stand among those of threads.
    pub(super) fn is_task(&self, actor: ActorId) -> bool {
        self.turn[actor.index()] != Turn::Untold
    }

    pub(super) fn act(&mut self, act: &Act, report: &mut Report<'_>) {
        let thread = act.event.actor;
        match (act.facts.effect, act.event.value.actor()) {
            (Effect::Resume, Some(task)) => self.resume(thread, task, report),
            (Effect::Suspend, Some(task)) => self.suspend(thread, task, report),
            // Whose turn it is afterwards is in what is missing.
            (Effect::Lost, _) => {
                if let Some(task) = self.task[thread.index()].take() {
                    self.turn[task.index()] = Turn::Unknown;
                }
            }
            _ if self.turn[act.who.index()] == Turn::Aside => {
                // Another thread may have resumed it.
                report.doubt |= report.lossy;
                report.tell_if_sure("suspended_task_acts", |names| {
                    let kind = names.event(act.event.kind);
                    format!("{} does `{kind}` and was laid aside", names.actor(act.who))
                });
            }
            _ => {}
        }
    }

    fn resume(&mut self, thread: ActorId, task: ActorId, report: &mut Report<'_>) {
        if let Turn::On(other) = self.turn[task.index()] {
            report.tell_if_sure("resumed_twice", |names| {
                let (task, other) = (names.actor(task), names.actor(other));
                format!("{} resumes {task}, which runs on {other}", names.actor(thread))
            });
            self.task[other.index()] = None;
        }
        if let Some(other) = self.task[thread.index()] {
            report.tell_if_sure("resumed_twice", |names| {
                let (task, other) = (names.actor(task), names.actor(other));
                format!("{} resumes {task} and runs {other}", names.actor(thread))
            });
            self.turn[other.index()] = Turn::Aside;
        }
        self.task[thread.index()] = Some(task);
        self.turn[task.index()] = Turn::On(thread);
    }

    fn suspend(&mut self, thread: ActorId, task: ActorId, report: &mut Report<'_>) {
        if self.turn[task.index()] != Turn::On(thread) {
            report.tell_if_sure("suspend_without_resume", |names| {
                let (thread, task) = (names.actor(thread), names.actor(task));
                format!("{thread} lays {task} aside and does not run it")
            });
            return;
        }
        self.task[thread.index()] = None;
        self.turn[task.index()] = Turn::Aside;
    }
}
