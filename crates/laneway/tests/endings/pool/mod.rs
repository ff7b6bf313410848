//! What pools record: compared with what must hold, event by event, and with what the model makes of it.

mod processes;
mod story;
mod threads;

use std::collections::{BTreeMap, BTreeSet};

use laneway_model::Moment;
use laneway_model::mechanism::{Future, ObjectState, Pool};
use laneway_trace::{ActorId, Event, EventKind, ObjectId};

use crate::Case;
use crate::sync::Run;

/// Every case, by what it is about.
pub const CASES: [&[Case]; 3] = [processes::CASES, story::CASES, threads::CASES];

/// What happened to a task.
#[derive(Debug, Default)]
struct Task {
    worker: Option<ActorId>,
    outcome: Option<i64>,
    cancelled: bool,
    /// How many callbacks have begun, and who runs those that have not ended: one that comes late runs beside
    /// those that were there.
    callbacks: u32,
    calls: Vec<ActorId>,
    newest_call: Option<ActorId>,
    answered: bool,
    /// Its worker died with it.
    given_up: bool,
}

impl Task {
    fn is_over(&self) -> bool {
        self.outcome.is_some() || self.cancelled
    }

    /// A task is submitted, then begun by one worker and ended by the same, or called off before it begins;
    /// callbacks and answers come afterwards. The manager ends those whose worker is dead.
    fn step(&mut self, event: &Event, manager: Option<ActorId>, name: &str) {
        let actor = event.actor;
        match event.kind {
            EventKind::SUBMIT => assert_eq!(event.sequence, 1, "{name}"),
            EventKind::TASK_BEGIN => {
                assert!(!self.is_over() && self.worker.is_none(), "{name}");
                self.worker = Some(actor);
            }
            EventKind::TASK_END if manager == Some(actor) => {
                assert!(event.value.int() == Some(1) && !self.answered, "{name}");
                (self.outcome, self.given_up) = (Some(1), true);
            }
            EventKind::TASK_END => {
                assert!(self.worker == Some(actor) && !self.is_over(), "{name}");
                self.outcome = event.value.int();
            }
            EventKind::TASK_CANCEL => {
                assert!(!self.is_over() && self.worker.is_none(), "{name}");
                self.cancelled = true;
            }
            EventKind::CALLBACK_BEGIN => {
                assert!(self.is_over() && !self.calls.contains(&actor), "{name}");
                self.callbacks += 1;
                self.calls.push(actor);
                self.newest_call = Some(actor);
            }
            EventKind::CALLBACK_END => {
                let call = self.calls.iter().position(|&other| other == actor);
                self.calls.remove(call.expect("it has begun"));
                self.newest_call = self.newest_call.filter(|&newest| newest != actor);
            }
            EventKind::RESULT => {
                assert!(self.is_over(), "{name}");
                self.answered = true;
            }
            EventKind::RESULT_WAIT | EventKind::RESULT_WAIT_TIMED => {
                // A result may be on its way from another process.
                assert!(!self.is_over() || manager.is_some(), "{name}");
            }
            EventKind::RESULT_TIMEOUT => {}
            other => panic!("{other:?} on {name}"),
        }
    }

    /// What the model knows of it.
    fn check(&self, future: &Future, name: &str) {
        let outcome = future.ended.map(|(_, outcome)| outcome);
        assert_eq!(outcome, self.outcome, "{name}");
        assert_eq!(future.cancelled, self.cancelled, "{name}");
        let worker = self.worker.filter(|_| self.outcome.is_none());
        assert_eq!(future.worker, worker, "{name}");
        assert_eq!(future.callback, self.newest_call, "{name}");
        let over = self.callbacks - self.calls.len() as u32;
        assert_eq!(future.callbacks, over, "{name}");
        assert_eq!(future.asked, self.answered, "{name}");
    }
}

/// Follows all tasks of a pool with so many workers; what happened to each, by its name.
fn check_pool(run: &Run<'_>, name: &str, workers: usize) -> BTreeMap<String, Task> {
    let pool = run.object(name);
    let mut tasks: BTreeMap<ObjectId, Task> = BTreeMap::new();
    let (mut pending, mut sequences) = (BTreeSet::new(), BTreeMap::new());
    let header = &run.seen.trace().header;
    let manager = header.actors.iter();
    let manager = manager
        .clone()
        .position(|actor| actor.name == format!("{name}-manager"));
    let manager = manager.and_then(ActorId::from_index);
    for (row, event) in (0..).zip(run.seen.trace().events.iter()) {
        let is_of_pool = |object: &ObjectId| header.objects[object.index()].parent == Some(pool);
        let Some(future) = event.object.filter(is_of_pool) else {
            continue;
        };
        let its_name = run.model.object_name(future);
        if event.sequence > 0 {
            let last = sequences.insert(future, event.sequence).unwrap_or(0);
            let is_given_up = event.kind == EventKind::TASK_END && manager == Some(event.actor);
            let most = if is_given_up { last + 3 } else { last + 1 };
            assert!((last + 1..=most).contains(&event.sequence), "{its_name}");
        }
        let task = tasks.entry(future).or_default();
        task.step(&event, manager, its_name);
        match event.kind {
            EventKind::SUBMIT => drop(pending.insert(future)),
            EventKind::TASK_BEGIN | EventKind::TASK_CANCEL => assert!(pending.remove(&future)),
            EventKind::TASK_END => drop(pending.remove(&future)),
            _ => {}
        }
        let Some(ObjectState::Future(state)) = run.model.object_at(future, Moment::after(row)) else {
            panic!("{its_name} is a future");
        };
        task.check(&state, its_name);
        let Some(ObjectState::Pool(state)) = run.model.object_at(pool, Moment::after(row)) else {
            panic!("{name} is a pool");
        };
        check_state(&state, &tasks, &pending, workers);
    }
    let named = |(future, task)| (run.model.object_name(future).to_owned(), task);
    tasks.into_iter().map(named).collect()
}

/// What the model knows of a pool: who runs what, and what is pending.
fn check_state(
    pool: &Pool,
    tasks: &BTreeMap<ObjectId, Task>,
    pending: &BTreeSet<ObjectId>,
    workers: usize,
) {
    let of_model: BTreeSet<_> = pool.pending.iter().map(|pending| pending.task).collect();
    assert_eq!(&of_model, pending);
    let running = tasks.iter().filter(|(_, task)| task.outcome.is_none());
    let running: BTreeSet<_> = running
        .filter_map(|(&future, task)| Some((task.worker?, future)))
        .collect();
    let of_model = pool.workers.iter();
    let of_model: BTreeSet<_> = of_model
        .filter_map(|worker| Some((worker.actor, worker.task?)))
        .collect();
    assert_eq!(of_model, running);
    assert!(running.len() <= workers, "{running:?}");
    assert!(pool.workers.len() <= workers, "{:?}", pool.workers);
}
