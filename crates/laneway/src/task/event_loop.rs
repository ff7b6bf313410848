//! The loop of a thread: whose turn it is next, by tokio's one-threaded runtime, and what the thread
//! itself waits for when it is nobody's turn.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::panic::{self, Location};
use std::rc::Rc;

use laneway_recorder::client::{Value, record_unplaced};
use laneway_trace::EventKind;
use tokio::runtime::{Builder, Handle, LocalOptions, LocalRuntime};

use super::actor::Task;
use super::join::{JoinError, JoinHandle};
use super::life::{Life, Living};
use crate::failure::fail;
use crate::thread;

/// The loop of a thread, while it runs.
struct Loop {
    main: Rc<Task>,
    /// The tasks that have not ended, in the order of their starts.
    live: RefCell<BTreeMap<u64, Rc<Task>>>,
    /// How many tasks were started.
    started: Cell<u64>,
    /// How many are laid aside in a wait that ends whatever the others do: for time, or for what is not
    /// seen.
    limited: Cell<usize>,
    /// What the thread has recorded that it waits for.
    idle: Cell<Idle>,
    /// The threads that tasks have handed something over to.
    threads: RefCell<Vec<thread::JoinHandle<()>>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Idle {
    /// For nothing.
    No,
    /// For a timer, or for a socket.
    Io,
    /// For the end of the main task: the others wait without a limit.
    Main,
}

impl Loop {
    /// True if tasks are alive that this library did not start: what they wait for is not known.
    fn has_company(&self) -> bool {
        Handle::current().metrics().num_alive_tasks() > self.live.borrow().len()
    }
}

thread_local! {
    static LOOP: RefCell<Option<Rc<Loop>>> = const { RefCell::new(None) };
}

/// The loop that runs on this thread.
fn running() -> Option<Rc<Loop>> {
    LOOP.with_borrow(Option::clone)
}

/// Runs the task to its end, and with it those that it starts, all on this thread: `asyncio.run`.
///
/// It is the main task, with a name like any other. When it has ended those that are left are
/// [cancelled](JoinHandle::cancel), and threads that [`to_thread`](super::to_thread) has started are
/// waited for. A panic of the main task goes on here.
///
/// # Panics
/// A loop runs on this thread already (in a child that one of its tasks forked, too), or the system has
/// no room for one.
#[track_caller]
pub fn run<F>(name: impl AsRef<str>, main: F) -> F::Output
where
    F: Future + 'static,
    F::Output: 'static,
{
    let location = Location::caller();
    assert!(running().is_none(), "a loop runs on this thread already");
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => fail("making the loop", error, location),
    };
    let task = Task::start(name.as_ref(), 0, location);
    let entered = Entered::new(Rc::clone(&task));
    let life = Life::new(Rc::clone(&task));
    drop(runtime.spawn_local(Living::new(main, Rc::clone(&life))));
    runtime.block_on(life.ended());
    entered.end_all(&runtime, location);
    drop(runtime);
    task.say(EventKind::JOIN, Some(location));
    match life.take() {
        Ok(outcome) => outcome,
        Err(JoinError::Panicked(payload)) => panic::resume_unwind(payload),
        Err(JoinError::Cancelled) => panic!("the main task was cancelled"),
    }
}

fn runtime() -> io::Result<LocalRuntime> {
    let mut builder = Builder::new_current_thread();
    builder.enable_all();
    builder.on_thread_park(becomes_idle).on_thread_unpark(looks_again);
    builder.build_local(LocalOptions::default())
}

/// Starts a task on the loop of this thread, and returns at once: `asyncio.create_task`. Its first turn
/// comes after those of the tasks that can go on already.
///
/// # Panics
/// No loop runs on this thread.
#[track_caller]
pub fn spawn<F>(name: impl AsRef<str>, code: F) -> JoinHandle<F::Output>
where
    F: Future + 'static,
    F::Output: 'static,
{
    let location = Location::caller();
    let Some(running) = running() else {
        panic!("no loop runs on this thread: see task::run");
    };
    let number = running.started.get() + 1;
    running.started.set(number);
    let task = Task::start(name.as_ref(), number, location);
    running.live.borrow_mut().insert(number, Rc::clone(&task));
    let life = Life::new(task);
    drop(tokio::task::spawn_local(Living::new(code, Rc::clone(&life))));
    JoinHandle::new(life)
}

/// While it is there, a loop runs on this thread.
struct Entered {
    running: Rc<Loop>,
}

impl Entered {
    fn new(main: Rc<Task>) -> Self {
        let running = Rc::new(Loop {
            live: RefCell::new(BTreeMap::from([(0, Rc::clone(&main))])),
            main,
            started: Cell::new(0),
            limited: Cell::new(0),
            idle: Cell::new(Idle::No),
            threads: RefCell::default(),
        });
        LOOP.set(Some(Rc::clone(&running)));
        Self { running }
    }

    /// Cancels what is left, also what starts meanwhile, and waits for the threads.
    fn end_all(&self, runtime: &LocalRuntime, location: &'static Location<'static>) {
        loop {
            let live: Vec<_> = self.running.live.borrow().values().cloned().collect();
            if live.is_empty() {
                break;
            }
            live.iter().for_each(|task| task.cancel(location));
            // Each of them ends in its next turn.
            runtime.block_on(tokio::task::yield_now());
        }
        for thread in self.running.threads.take() {
            // What it panics with is the outcome of what was handed over, and not its own.
            let _ = thread.join_at(location);
        }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        LOOP.set(None);
    }
}

/// The thread has nobody to go on with.
fn becomes_idle() {
    let Some(running) = running().filter(|running| running.idle.get() == Idle::No) else {
        return;
    };
    if running.limited.get() == 0 && !running.has_company() {
        running.idle.set(Idle::Main);
        running.main.say(EventKind::JOIN_WAIT, None);
    } else {
        running.idle.set(Idle::Io);
        if running.main.is_recorded() {
            let awaited = Value::text("timers and sockets");
            record_unplaced(EventKind::IO_WAIT, 0, 0, awaited);
        }
    }
}

/// Something has come, for a task of this library or another one.
fn looks_again() {
    let Some(running) = running().filter(|running| running.idle.get() == Idle::Io) else {
        return;
    };
    running.idle.set(Idle::No);
    if running.main.is_recorded() {
        record_unplaced(EventKind::IO_DONE, 0, 0, Value::NONE);
    }
}

/// The turn of a task comes, which was laid aside in a limited wait or not.
pub(super) fn goes_on(was_limited: bool) {
    let Some(running) = running() else { return };
    if was_limited {
        running.limited.set(running.limited.get() - 1);
    }
    running.idle.set(Idle::No);
}

/// A task is laid aside, in a limited wait or not.
pub(super) fn lays_aside(is_limited: bool) {
    if let Some(running) = running().filter(|_| is_limited) {
        running.limited.set(running.limited.get() + 1);
    }
}

/// A task has ended.
pub(super) fn forget(number: u64) {
    if let Some(running) = running() {
        running.live.borrow_mut().remove(&number);
    }
}

/// Keeps a thread that a task has handed something over to, to be waited for at the end; lets go of
/// those that have ended.
pub(super) fn keep(thread: thread::JoinHandle<()>) {
    if let Some(running) = running() {
        let mut threads = running.threads.borrow_mut();
        threads.retain(|thread| !thread.has_ended());
        threads.push(thread);
    }
}
