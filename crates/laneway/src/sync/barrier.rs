//! A place where threads wait for each other, as [`std::sync::Barrier`] and Python's `threading.Barrier`.

use std::borrow::Cow;
use std::fmt;
use std::panic::Location;
use std::sync::{Arc, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use laneway_recorder::client::{Value, record};
use laneway_trace::{EventKind, ObjectKind};

use crate::object::Object;
use crate::waiting::{Patience, Wait, Waiters};

/// A number of threads pass it together: each waits until all have arrived. Then it is as new.
///
/// As in Python, one who gives up [breaks](Self::abort) it for all, as the others would wait in vain.
#[derive(Debug)]
pub struct Barrier {
    object: Object,
    /// How many pass together.
    needed: usize,
    /// Locked for one step: what changes and its place in the sequence belong together.
    state: std::sync::Mutex<State>,
    changed: Waiters,
}

#[derive(Debug, Default)]
struct State {
    arrived: usize,
    /// What comes of those who have arrived, and wait to know: true if they pass.
    outcome: Option<Arc<OnceLock<bool>>>,
    is_broken: bool,
}

/// Whether a thread is the one of those who passed together that does what is to be done once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BarrierWaitResult(bool);

impl BarrierWaitResult {
    /// True for one of them: who arrived last.
    pub fn is_leader(&self) -> bool {
        self.0
    }
}

/// The barrier is broken: somebody gave up waiting or called [`Barrier::abort`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenBarrier;

impl fmt::Display for BrokenBarrier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the barrier is broken")
    }
}

impl std::error::Error for BrokenBarrier {}

impl Barrier {
    /// A barrier for so many threads, without a name: it is called by the place where it was made.
    #[track_caller]
    pub const fn new(threads: usize) -> Self {
        Self::made(None, threads, Location::caller())
    }

    /// A barrier for so many threads with a name.
    #[track_caller]
    pub fn named(name: impl Into<Cow<'static, str>>, threads: usize) -> Self {
        Self::made(Some(name.into()), threads, Location::caller())
    }

    const fn made(
        name: Option<Cow<'static, str>>,
        threads: usize,
        created: &'static Location<'static>,
    ) -> Self {
        // As with `std`, nobody waits for nobody.
        let needed = if threads == 0 { 1 } else { threads };
        let state = State {
            arrived: 0,
            outcome: None,
            is_broken: false,
        };
        Self {
            object: Object::new(ObjectKind::BARRIER, name, Some(needed as u64), created),
            needed,
            state: std::sync::Mutex::new(state),
            changed: Waiters::new(),
        }
    }

    /// Waits until all have arrived.
    ///
    /// # Panics
    /// The barrier is, or becomes, broken, as Python's raises `BrokenBarrierError`.
    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        match self.pass(Patience::Endless, Location::caller()) {
            Ok(result) => result,
            Err(error) => panic!("{error}"),
        }
    }

    /// Waits until all have arrived, but no longer than this; who gives up breaks the barrier.
    ///
    /// # Errors
    /// Not all had arrived then, or the barrier was broken before.
    #[track_caller]
    pub fn wait_timeout(&self, timeout: Duration) -> Result<BarrierWaitResult, BrokenBarrier> {
        self.pass(Patience::of(timeout), Location::caller())
    }

    /// Breaks it: who waits, and who comes from now on, does not pass.
    #[track_caller]
    pub fn abort(&self) {
        self.send_on(&mut self.lock(), false, true);
    }

    /// Makes it as new. Who waits does not pass.
    pub fn reset(&self) {
        self.send_on(&mut self.lock(), false, false);
    }

    /// True if it is broken now.
    pub fn is_broken(&self) -> bool {
        self.lock().is_broken
    }

    /// How many threads pass together.
    pub fn threads(&self) -> usize {
        self.needed
    }

    /// How many have arrived and wait now.
    pub fn waiting(&self) -> usize {
        self.lock().arrived
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets those who wait go on, and is empty again.
    fn send_on(&self, state: &mut State, they_pass: bool, is_broken: bool) {
        if let Some(outcome) = state.outcome.take() {
            // It was not set: it is taken once.
            let _ = outcome.set(they_pass);
        }
        state.arrived = 0;
        state.is_broken = is_broken;
        self.changed.wake_all();
    }

    fn pass(
        &self,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> Result<BarrierWaitResult, BrokenBarrier> {
        let id = self.object.begin().current();
        let say = |kind, value| {
            if let Some(id) = id {
                record(kind, id, self.object.next_sequence(), value, location);
            }
        };
        let mut state = self.lock();
        if state.is_broken {
            say(EventKind::GATE_REFUSE, Value::NONE);
            return Err(BrokenBarrier);
        }
        say(EventKind::GATE_ARRIVE, Value::NONE);
        state.arrived += 1;
        let is_leader = state.arrived == self.needed;
        if is_leader {
            self.send_on(&mut state, true, false);
        } else {
            let outcome = Arc::clone(state.outcome.get_or_insert_default());
            let not_yet = |_: &MutexGuard<'_, State>| outcome.get().is_none();
            let in_time;
            (state, in_time) = self
                .changed
                .wait_and_say(state, patience, not_yet, &Wait::GATE, say);
            if !in_time {
                self.send_on(&mut state, false, true);
                return Err(BrokenBarrier);
            }
            if outcome.get() != Some(&true) {
                say(EventKind::GATE_BROKEN, Value::NONE);
                return Err(BrokenBarrier);
            }
        }
        say(EventKind::GATE_PASS, Value::NONE);
        Ok(BarrierWaitResult(is_leader))
    }
}
