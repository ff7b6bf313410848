//! An interpreter lock, as CPython's: one thread interprets at a time, and who waits long enough is let in.
//!
//! The protocol is that of CPython since 3.2 (`Python/ceval_gil.h`, later `ceval_gil.c`, by Antoine Pitrou; the
//! notes at its beginning explain it):
//!
//! - Who waits for the lock lets one switch interval pass, 5 ms. If nobody else got the lock meanwhile, it asks the
//!   holder to give way.
//! - The holder looks now and then whether somebody asked ([`Attached::checkpoint`]; CPython looks at calls and at
//!   jumps back), and then gives the lock back and waits until another thread has it. Without that it would often be
//!   the first to have it again.
//! - Around what blocks, a thread gives the lock back by itself ([`Attached::allow_threads`]).
//!
//! The sub-interpreters' locks of 3.12 and builds without the lock (3.13t) are not modelled.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;
use std::time::Duration;

use laneway_recorder::client::{Value, record, record_unplaced};
use laneway_trace::{EventKind, ObjectKind};

use crate::object::Object;
use crate::waiting::{Patience, Waiters};

/// The switch interval of CPython, which `sys.getswitchinterval()` tells.
pub const SWITCH_INTERVAL: Duration = Duration::from_millis(5);

/// An interpreter lock.
///
/// ```
/// use laneway::gil::{Gil, SWITCH_INTERVAL};
///
/// let gil = Gil::named("gil", SWITCH_INTERVAL);
/// let attached = gil.attach();
/// for _ in 0..1000 {
///     // A step of the interpreter.
///     attached.checkpoint();
/// }
/// let line = attached.allow_threads(|| "what a read brings");
/// assert_eq!(line.len(), 18);
/// ```
pub struct Gil {
    object: Object,
    switch_interval: Duration,
    /// True if the holder is asked to give way. Read without the lock: a step of the interpreter costs one load.
    asked: AtomicBool,
    /// Locked for one step: who has the lock and its place in the sequence belong together.
    state: Mutex<State>,
    given_back: Waiters,
    switched: Waiters,
}

#[derive(Default)]
struct State {
    is_held: bool,
    /// Who has it, or had it last.
    last: Option<ThreadId>,
    /// How often it went from one thread to another.
    switches: u64,
}

impl Gil {
    /// A free interpreter lock with this name.
    #[track_caller]
    pub fn named(name: impl Into<Cow<'static, str>>, switch_interval: Duration) -> Self {
        Self {
            object: Object::new(ObjectKind::GIL, Some(name.into()), None, Location::caller()),
            switch_interval,
            asked: AtomicBool::new(false),
            state: Mutex::default(),
            given_back: Waiters::new(),
            switched: Waiters::new(),
        }
    }

    /// Waits for the lock and takes it, as a thread does before it interprets anything. A thread that has the lock
    /// waits for ever.
    #[track_caller]
    pub fn attach(&self) -> Attached<'_> {
        self.object.begin();
        self.take(self.lock(), false, Location::caller());
        Attached {
            gil: self,
            of_this_thread: PhantomData,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the lock as soon as it is free, and asks for it once nobody else got it for an interval.
    fn take(
        &self,
        mut state: MutexGuard<'_, State>,
        mut said: bool,
        location: &'static Location<'static>,
    ) {
        let id = self.object.id();
        while state.is_held {
            if let (Some(id), false) = (id, said) {
                record(EventKind::LOCK_WAIT, id, 0, Value::NONE, location);
            }
            said = true;
            // Once somebody has asked, nothing comes of time: a switch is bound to come, or never will.
            let patience = if self.asked.load(Ordering::Relaxed) {
                Patience::Endless
            } else {
                Patience::of(self.switch_interval)
            };
            let before = state.switches;
            let not_switched = |state: &MutexGuard<'_, State>| state.is_held && state.switches == before;
            let in_time;
            (state, in_time) = self.given_back.wait_while(state, patience, not_switched);
            if !in_time {
                self.asked.store(true, Ordering::Relaxed);
            }
        }
        state.is_held = true;
        let this = std::thread::current().id();
        if state.last.replace(this) != Some(this) {
            state.switches += 1;
            self.switched.wake_all();
            // For the others an interval begins anew.
            self.given_back.wake_all();
        }
        self.asked.store(false, Ordering::Relaxed);
        if let Some(id) = id {
            let sequence = self.object.next_sequence();
            record(EventKind::LOCK_ACQUIRE, id, sequence, Value::int(1), location);
        }
    }

    /// Gives the lock back; if it was asked for, waits until another thread has it. Records that it waits for the
    /// lock again if it does (`comes_back`).
    fn give(&self, comes_back: bool, location: Option<&'static Location<'static>>) {
        let id = self.object.begin().current();
        let mut state = self.lock();
        state.is_held = false;
        if let Some(id) = id {
            let (kind, sequence) = (EventKind::LOCK_RELEASE, self.object.next_sequence());
            match location {
                Some(location) => record(kind, id, sequence, Value::int(0), location),
                None => record_unplaced(kind, id, sequence, Value::int(0)),
            }
            if let (true, Some(location)) = (comes_back, location) {
                record(EventKind::LOCK_WAIT, id, 0, Value::NONE, location);
            }
        }
        self.given_back.wake_one();
        if self.asked.swap(false, Ordering::Relaxed) {
            // Who asked waits until it has the lock, so it will.
            let this = Some(std::thread::current().id());
            let not_switched = |state: &MutexGuard<'_, State>| state.last == this;
            (state, _) = self.switched.wait_while(state, Patience::Endless, not_switched);
        }
        if let (true, Some(location)) = (comes_back, location) {
            self.take(state, true, location);
        }
    }
}

impl fmt::Debug for Gil {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_held = self.lock().is_held;
        formatter
            .debug_struct("Gil")
            .field("object", &self.object)
            .field("is_held", &is_held)
            .finish_non_exhaustive()
    }
}

/// Has a [`Gil`] until it goes out of scope, also by a panic.
#[derive(Debug)]
#[must_use = "the lock is given back at once if this is not kept"]
pub struct Attached<'a> {
    gil: &'a Gil,
    /// Another thread does not have the lock.
    of_this_thread: PhantomData<*const ()>,
}

impl Attached<'_> {
    /// Gives way if somebody asked for the lock. To be called between steps of what is interpreted; costs one load if
    /// nobody did.
    #[track_caller]
    pub fn checkpoint(&self) {
        if self.gil.asked.load(Ordering::Relaxed) {
            self.gil.give(true, Some(Location::caller()));
        }
    }

    /// Does what blocks, or computes outside of the interpreter, without the lock: what C extensions write between
    /// `Py_BEGIN_ALLOW_THREADS` and `Py_END_ALLOW_THREADS`.
    #[track_caller]
    pub fn allow_threads<T>(&self, code: impl FnOnce() -> T) -> T {
        /// Takes the lock again, also after a panic: whoever unwinds the rest expects to have it.
        struct Again<'a>(&'a Gil, &'static Location<'static>);
        impl Drop for Again<'_> {
            fn drop(&mut self) {
                self.0.object.begin();
                self.0.take(self.0.lock(), false, self.1);
            }
        }
        let location = Location::caller();
        self.gil.give(false, Some(location));
        let _again = Again(self.gil, location);
        code()
    }
}

impl Drop for Attached<'_> {
    fn drop(&mut self) {
        self.gil.give(false, None);
    }
}
