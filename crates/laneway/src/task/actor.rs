//! A task as the recorder knows it: its turns on its thread.

use std::cell::{Cell, RefCell};
use std::panic::Location;
use std::rc::Rc;
use std::task::Waker;
use std::time::Instant;

use laneway_recorder::client::{self, Value, record, record_unplaced};
use laneway_trace::EventKind;

use super::event_loop;
use super::wait::{Recorded, UNSEEN};

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
    pub(super) has_yielded: Cell<bool>,
    /// The wait that it is in, as it was recorded.
    pub(super) wait: Cell<Option<Recorded>>,
    /// Laid aside in a wait that ends whatever other tasks do.
    waits_limited: Cell<bool>,
    /// When the innermost [`timeout`](super::timeout) that is being polled is over.
    pub(super) deadline: Cell<Option<Instant>>,
    /// By what the loop learns that it can go on.
    waker: RefCell<Option<Waker>>,
}

thread_local! {
    /// The task whose turn it is on this thread.
    static CURRENT: RefCell<Option<Rc<Task>>> = const { RefCell::new(None) };
}

/// The task whose turn it is, if it is one's.
pub(super) fn current() -> Option<Rc<Task>> {
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
            self.wait.set(Some(Recorded::UNSEEN));
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
    pub(super) fn leave_wait(&self) {
        if let Some(wait) = self.wait.take().filter(|_| self.is_recorded()) {
            wait.give_up();
        }
    }
}
