//! A task as the recorder knows it: its turns on its thread.

use std::cell::{Cell, RefCell};
use std::panic::Location;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Instant;

use laneway_recorder::client::{self, Value, record, record_unplaced};
use laneway_trace::EventKind;

use super::event_loop;
use super::wait::{Recorded, UNSEEN};
use crate::operation;

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
    /// Who waits for its end.
    waiter: RefCell<Option<Waker>>,
    /// By what the loop learns that it can go on, from its first turn on.
    call: RefCell<Option<Arc<Call>>>,
}

/// Wakes a task. Only what is not of this library keeps one: so it is known whether a task waits for such. The
/// library itself takes [`waker`].
struct Call(Waker);

impl Wake for Call {
    fn wake(self: Arc<Self>) {
        self.0.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.wake_by_ref();
    }
}

thread_local! {
    /// The task whose turn it is on this thread.
    static CURRENT: RefCell<Option<Rc<Task>>> = const { RefCell::new(None) };
}

/// The task whose turn it is, if it is one's.
pub(super) fn current() -> Option<Rc<Task>> {
    CURRENT.with_borrow(Option::clone)
}

/// By what to wake the task whose turn it is when what this library knows of comes.
pub(super) fn waker(context: &Context<'_>) -> Waker {
    let given = context.waker();
    let task = current();
    let call = task.as_ref().and_then(|task| task.call.borrow().clone());
    match call {
        Some(call) if given.will_wake(&Waker::from(Arc::clone(&call))) => call.0.clone(),
        // It is another one's, which stands between the task and what it waits for.
        _ => given.clone(),
    }
}

impl Task {
    /// A task with this name, said to be started here.
    pub(super) fn start(name: &str, number: u64, started: &'static Location<'static>) -> Rc<Self> {
        operation::begin();
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
            waiter: RefCell::new(None),
            call: RefCell::new(None),
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

    /// Until it has ended; records nothing.
    pub(super) fn poll_ended(&self, context: &Context<'_>) -> Poll<()> {
        if self.has_ended() {
            return Poll::Ready(());
        }
        *self.waiter.borrow_mut() = Some(waker(context));
        Poll::Pending
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.is_cancelled.get()
    }

    /// Asks it to end where it waits next; once is enough.
    pub(super) fn cancel(&self, location: &'static Location<'static>) {
        operation::begin();
        if self.has_ended() || self.is_cancelled.replace(true) {
            return;
        }
        self.say(EventKind::CANCEL, Some(location));
        if let Some(call) = &*self.call.borrow() {
            call.wake_by_ref();
        }
    }

    /// What the code of the task is to be woken by, if it is by this in the loop.
    pub(super) fn woken_by(&self, waker: &Waker) -> Waker {
        let mut call = self.call.borrow_mut();
        let known = call.take().filter(|call| call.0.will_wake(waker));
        let known = known.unwrap_or_else(|| Arc::new(Call(waker.clone())));
        Waker::from(Arc::clone(call.insert(known)))
    }

    /// It is this task's turn.
    pub(super) fn resume(self: &Rc<Self>) {
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
        let is_limited = self.wait.get().is_some_and(|wait| wait.is_limited) || self.waits_unseen();
        self.waits_limited.set(is_limited);
        event_loop::lays_aside(is_limited);
        self.lay_aside();
    }

    /// True if it waits, perhaps beside what it has recorded, for what the library does not see.
    fn waits_unseen(&self) -> bool {
        let call = self.call.borrow();
        call.as_ref().is_some_and(|call| Arc::strong_count(call) > 1)
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
        if let Some(waiter) = self.waiter.take() {
            waiter.wake();
        }
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
