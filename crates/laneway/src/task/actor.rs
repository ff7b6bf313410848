//! A task as the recorder knows it: its turns on its thread, and the wait that it is in.

use std::cell::{Cell, RefCell};
use std::panic::Location;
use std::rc::Rc;
use std::task::Waker;
use std::time::{Duration, Instant};

use laneway_recorder::client::{self, Value, record, record_unplaced};
use laneway_trace::EventKind;

use super::event_loop;

/// A task of this thread.
pub(super) struct Task {
    /// Its number in the loop.
    number: u64,
    /// Its actor; 0 if it is not recorded.
    actor: u32,
    /// The process in which the actor means something: a forked child is another one.
    epoch: u32,
    /// Where it was started.
    started: &'static Location<'static>,
    has_begun: Cell<bool>,
    has_ended: Cell<bool>,
    is_cancelled: Cell<bool>,
    /// It gave way in this turn, and waits for nothing.
    has_yielded: Cell<bool>,
    /// The wait that it is in, as it was recorded.
    wait: Cell<Option<Recorded>>,
    /// Laid aside in a wait that ends whatever other tasks do.
    waits_limited: Cell<bool>,
    /// When the innermost [`timeout`](super::timeout) that is being polled is over.
    deadline: Cell<Option<Instant>>,
    /// By what the loop learns that it can go on.
    waker: RefCell<Option<Waker>>,
}

/// A wait that was recorded and is not over.
#[derive(Clone, Copy)]
struct Recorded {
    /// Which [`Wait`] it is.
    number: u64,
    /// It ends whatever other tasks do.
    is_limited: bool,
    given_up: EventKind,
    object: u32,
    value: Value,
    location: Option<&'static Location<'static>>,
}

impl Recorded {
    fn give_up(&self) {
        match self.location {
            Some(location) => record(self.given_up, self.object, 0, self.value, location),
            None => record_unplaced(self.given_up, self.object, 0, self.value),
        }
    }
}

thread_local! {
    /// The task whose turn it is on this thread.
    static CURRENT: RefCell<Option<Rc<Task>>> = const { RefCell::new(None) };
    /// The number of the newest wait.
    static WAITS: Cell<u64> = const { Cell::new(UNSEEN) };
}

/// The number of a wait for what the library does not see.
const UNSEEN: u64 = 0;

/// The task whose turn it is, if it is one's.
fn current() -> Option<Rc<Task>> {
    CURRENT.with_borrow(Option::clone)
}

impl Task {
    /// A task with this name, said to be started here.
    pub(super) fn start(name: &str, number: u64, started: &'static Location<'static>) -> Rc<Self> {
        let actor = client::define_task(name).unwrap_or(0);
        if actor != 0 {
            record(EventKind::START, 0, 0, Value::actor(actor), started);
        }
        Rc::new(Self {
            number,
            actor,
            epoch: client::epoch(),
            started,
            has_begun: Cell::new(false),
            has_ended: Cell::new(false),
            is_cancelled: Cell::new(false),
            has_yielded: Cell::new(false),
            wait: Cell::new(None),
            waits_limited: Cell::new(false),
            deadline: Cell::new(None),
            waker: RefCell::new(None),
        })
    }

    /// Records something about it, if it is recorded.
    pub(super) fn say(&self, kind: EventKind, location: Option<&'static Location<'static>>) {
        if self.is_recorded() {
            let value = Value::actor(self.actor);
            match location {
                Some(location) => record(kind, 0, 0, value, location),
                None => record_unplaced(kind, 0, 0, value),
            }
        }
    }

    /// As what it is spoken of.
    pub(super) fn value(&self) -> Value {
        Value::actor(self.actor)
    }

    pub(super) fn is_recorded(&self) -> bool {
        self.actor != 0 && self.epoch == client::epoch()
    }

    pub(super) fn has_ended(&self) -> bool {
        self.has_ended.get()
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.is_cancelled.get()
    }

    /// Asks it to end where it waits next; once is enough.
    pub(super) fn cancel(&self, location: &'static Location<'static>) {
        if self.has_ended() || self.is_cancelled.replace(true) {
            return;
        }
        self.say(EventKind::CANCEL, Some(location));
        if let Some(waker) = &*self.waker.borrow() {
            waker.wake_by_ref();
        }
    }

    /// It is this task's turn.
    pub(super) fn resume(self: &Rc<Self>, waker: Option<&Waker>) {
        if let Some(waker) = waker {
            let mut known = self.waker.borrow_mut();
            if !known.as_ref().is_some_and(|known| known.will_wake(waker)) {
                *known = Some(waker.clone());
            }
        }
        event_loop::goes_on(self.waits_limited.take());
        CURRENT.set(Some(Rc::clone(self)));
        self.has_yielded.set(false);
        self.say(EventKind::RESUME, None);
        if !self.has_begun.replace(true) {
            if self.is_recorded() {
                record(EventKind::BEGIN, 0, 0, Value::NONE, self.started);
            }
        } else if self.wait.get().is_some_and(|wait| wait.number == UNSEEN) {
            self.leave_wait();
        }
    }

    /// Its turn is over, and it waits. For what, it has recorded; or it gave way; or that is not known.
    pub(super) fn suspend(&self) {
        if self.wait.get().is_none() && !self.has_yielded.get() {
            if self.is_recorded() {
                record_unplaced(EventKind::IO_WAIT, 0, 0, Value::text("unseen"));
            }
            self.wait.set(Some(Recorded {
                number: UNSEEN,
                is_limited: true,
                given_up: EventKind::IO_DONE,
                object: 0,
                value: Value::NONE,
                location: None,
            }));
        }
        let is_limited = self.wait.get().is_some_and(|wait| wait.is_limited);
        self.waits_limited.set(is_limited);
        event_loop::lays_aside(is_limited);
        self.lay_aside();
    }

    /// Its turn is over, and so is its life.
    pub(super) fn end(&self, has_failed: bool) {
        self.has_ended.set(true);
        event_loop::forget(self.number);
        if self.is_recorded() {
            let outcome = Value::int(i64::from(has_failed));
            record_unplaced(EventKind::END, 0, 0, outcome);
        }
        self.lay_aside();
    }

    fn lay_aside(&self) {
        self.say(EventKind::SUSPEND, None);
        CURRENT.set(None);
    }

    /// The wait that it is in was for nothing: it does something else.
    fn leave_wait(&self) {
        if let Some(wait) = self.wait.take().filter(|_| self.is_recorded()) {
            wait.give_up();
        }
    }
}

/// The kinds of event of a wait: without a limit, with one, and given up.
pub(super) struct Reason {
    endless: EventKind,
    timed: EventKind,
    given_up: EventKind,
}

impl Reason {
    pub(super) const PERMIT: Self = Self {
        endless: EventKind::LOCK_WAIT,
        timed: EventKind::LOCK_WAIT_TIMED,
        given_up: EventKind::LOCK_TIMEOUT,
    };
    pub(super) const ROOM: Self = Self {
        endless: EventKind::PUT_WAIT,
        timed: EventKind::PUT_WAIT_TIMED,
        given_up: EventKind::PUT_TIMEOUT,
    };
    pub(super) const ITEM: Self = Self {
        endless: EventKind::GET_WAIT,
        timed: EventKind::GET_WAIT_TIMED,
        given_up: EventKind::GET_TIMEOUT,
    };
    pub(super) const GATE: Self = Self {
        endless: EventKind::GATE_WAIT,
        timed: EventKind::GATE_WAIT_TIMED,
        given_up: EventKind::GATE_TIMEOUT,
    };
    pub(super) const RESULT: Self = Self {
        endless: EventKind::RESULT_WAIT,
        timed: EventKind::RESULT_WAIT_TIMED,
        given_up: EventKind::RESULT_TIMEOUT,
    };
    const END: Self = Self {
        endless: EventKind::JOIN_WAIT,
        timed: EventKind::JOIN_WAIT_TIMED,
        given_up: EventKind::JOIN_TIMEOUT,
    };
}

/// A wait of the task whose turn it is. Dropping it gives it up.
#[must_use = "the wait is given up at once if it is not kept"]
pub(super) struct Wait {
    number: u64,
}

impl Wait {
    /// For what an object has. The object is 0 if it is not recorded.
    pub(super) fn of_object(reason: &Reason, object: u32, location: &'static Location<'static>) -> Self {
        let left = time_left();
        let kind = if left.is_some() {
            reason.timed
        } else {
            reason.endless
        };
        let value = left.map_or(Value::NONE, Value::duration);
        Self::begin(
            kind,
            value,
            Recorded {
                number: UNSEEN,
                is_limited: left.is_some(),
                given_up: reason.given_up,
                object,
                value: Value::NONE,
                location: Some(location),
            },
        )
    }

    /// For the end of a task.
    pub(super) fn of_end(task: &Task, location: &'static Location<'static>) -> Self {
        let (reason, is_limited) = (Reason::END, time_left().is_some());
        let kind = if is_limited { reason.timed } else { reason.endless };
        Self::begin(
            kind,
            task.value(),
            Recorded {
                number: UNSEEN,
                is_limited,
                given_up: reason.given_up,
                object: 0,
                value: task.value(),
                location: Some(location),
            },
        )
    }

    /// For so long.
    pub(super) fn of_time(duration: Duration, location: &'static Location<'static>) -> Self {
        Self::begin(
            EventKind::SLEEP,
            Value::duration(duration),
            Recorded {
                number: UNSEEN,
                is_limited: true,
                given_up: EventKind::WAKE,
                object: 0,
                value: Value::NONE,
                location: Some(location),
            },
        )
    }

    /// Records that the task waits. A wait that it is in already, as when it looks at several futures by turns,
    /// is given up: it can be shown in one.
    fn begin(kind: EventKind, value: Value, wait: Recorded) -> Self {
        let number = WAITS.get() + 1;
        WAITS.set(number);
        if let (Some(task), Some(location)) = (current(), wait.location) {
            task.leave_wait();
            if task.is_recorded() {
                record(kind, wait.object, 0, value, location);
            }
            task.wait.set(Some(Recorded { number, ..wait }));
        }
        Self { number }
    }

    /// What was waited for is there; whoever says this records that next. True if it was recorded that the task waits
    /// for it.
    pub(super) fn end(self) -> bool {
        let Some(task) = current() else { return false };
        let is_its = self.is_of(&task);
        if is_its {
            task.wait.set(None);
        } else {
            task.leave_wait();
        }
        is_its && task.is_recorded()
    }

    /// True if it is the one that the task is in.
    fn is_of(&self, task: &Task) -> bool {
        task.wait.get().is_some_and(|wait| wait.number == self.number)
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        if let Some(task) = current().filter(|task| self.is_of(task)) {
            task.leave_wait();
        }
    }
}

/// How long the task whose turn it is may wait, by the timeout that it is in.
fn time_left() -> Option<Duration> {
    let deadline = current()?.deadline.get()?;
    Some(deadline.saturating_duration_since(Instant::now()))
}

/// Gives the task whose turn it is until then, if it has not less time, while this runs.
pub(super) fn until<T>(deadline: Option<Instant>, code: impl FnOnce() -> T) -> T {
    let Some(task) = current() else {
        return code();
    };
    let before = task.deadline.get();
    let earliest = before.into_iter().chain(deadline).min();
    task.deadline.set(earliest);
    let result = code();
    task.deadline.set(before);
    result
}

/// The task whose turn it is waits for nothing that it has said.
pub(super) fn leave_wait() {
    if let Some(task) = current() {
        task.leave_wait();
    }
}

/// The task whose turn it is gives way.
pub(super) fn gives_way() {
    if let Some(task) = current() {
        task.has_yielded.set(true);
    }
}
