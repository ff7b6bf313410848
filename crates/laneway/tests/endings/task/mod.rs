//! What tasks on one thread record, by random programs and by programs that get stuck: compared with
//! what must hold, event by event, and with what the model makes of it.

mod event;
mod join;
mod lock;
mod queue;
mod semaphore;
mod thread;
mod time;
mod turns;

use std::future::Future;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use laneway::task;
use laneway_trace::{ActorId, ActorKind, Ending, Event, EventKind};

use crate::sync::Run;
use crate::{Case, Seen};

/// Every case, by subject.
pub const CASES: [&[Case]; 8] = [
    event::CASES,
    join::CASES,
    lock::CASES,
    queue::CASES,
    semaphore::CASES,
    thread::CASES,
    time::CASES,
    turns::CASES,
];

/// How many random programs run one after another, each with objects of its own.
const PROGRAMS: u64 = 8;
const TASKS: u64 = 5;

/// A program that is a main task.
fn main_task<F: Future<Output = ()> + 'static>(main: F) -> ExitCode {
    laneway::run(|| task::run("main task", main))
}

/// Runs this in several tasks, each with its number and random numbers of its own, and waits for all.
async fn in_tasks<F: Future<Output = ()> + 'static>(
    seed: u64,
    code: impl Fn(u64, fastrand::Rng) -> F + 'static,
) {
    let task = |number| {
        let seed = seed * 100 + number;
        let code = code(number, fastrand::Rng::with_seed(seed));
        task::spawn(format!("random-{seed}"), code)
    };
    let tasks = (0..TASKS).map(task).collect();
    for outcome in task::gather(tasks).await {
        outcome.expect("what was promised held");
    }
}

/// Gives other tasks a chance to come in between, now and then.
async fn pause(random: &mut fastrand::Rng) {
    match random.u8(..10) {
        0 => task::sleep(Duration::from_millis(1)).await,
        1..5 => task::yield_now().await,
        _ => {}
    }
}

/// Waits until this holds, while others go on.
async fn until(holds: impl Fn() -> bool) {
    while !holds() {
        task::yield_now().await;
    }
}

/// The run of a program that ended in order, in which tasks took turns.
fn finished(seen: &Seen) -> Run<'_> {
    seen.ended(&Ending::Finished, Some(0));
    check_turns(seen);
    Run::new(seen)
}

/// The actor with this name.
fn actor(seen: &Seen, name: &str) -> ActorId {
    let actors = &seen.trace().header.actors;
    let index = actors.iter().position(|actor| actor.name == name);
    let index = index.unwrap_or_else(|| panic!("there is no actor {name}"));
    ActorId::from_index(index).expect("an actor")
}

/// What an actor did, beside its turns, in the words of the trace: `begin lock_wait lock_acquire`. For a
/// task by what the model takes for its events.
fn deeds(run: &Run<'_>, seen: &Seen, name: &str) -> String {
    let actor = actor(seen, name);
    let events = &run.model.events;
    let mine = (0..events.len()).filter_map(|row| events.get(row));
    let mine = mine.filter(|event| event.actor == actor);
    let names = mine.filter_map(|event| event.kind.name());
    names
        .filter(|name| !name.starts_with("seen_"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A thread goes on with one task after the other, every task begins in its first turn and ends in its
/// last one, and no task lives on.
fn check_turns(seen: &Seen) {
    let trace = seen.trace();
    let mut running = None;
    let events = (0..trace.events.len()).filter_map(|row| trace.events.get(row));
    for event in events {
        match event.kind {
            EventKind::RESUME => {
                assert_eq!(running.replace(event.value), None);
                let task = &trace.header.actors[about(&event).index()];
                assert_eq!((&task.kind, task.parent), (&ActorKind::Task, Some(event.actor)));
            }
            EventKind::SUSPEND => assert_eq!(running.take(), Some(event.value)),
            _ => {}
        }
    }
    assert_eq!(running, None);
    let model = Run::new(seen).model;
    for (index, lane) in (0..).zip(&model.lanes) {
        let is_task = model.header.actors[lane.actor.index()].kind == ActorKind::Task;
        let rows = model.lane_rows(index).iter();
        let kind = |row: &u32| model.events.kind[*row as usize];
        let mut kinds = rows.map(kind);
        if is_task {
            let ends = (kinds.next(), kinds.next_back());
            assert_eq!(ends, (Some(EventKind::BEGIN), Some(EventKind::END)));
        }
    }
}

/// Whom the event is about.
fn about(event: &Event) -> ActorId {
    event.value.actor().expect("an actor")
}

/// A clone for each of these names.
fn each<T, const N: usize>(names: [&'static str; N], shared: &Rc<T>) -> [(&'static str, Rc<T>); N] {
    names.map(|name| (name, Rc::clone(shared)))
}
