//! What a task waits for, as it is recorded.

use std::cell::Cell;
use std::panic::Location;
use std::time::{Duration, Instant};

use laneway_recorder::client::{Value, record, record_unplaced};
use laneway_trace::EventKind;

use super::actor::{Task, current};

/// A wait that was recorded and is not over.
#[derive(Clone, Copy)]
pub(super) struct Recorded {
    /// Which [`Wait`] it is; [`UNSEEN`] for what the library does not see.
    pub(super) number: u64,
    /// It ends whatever other tasks do.
    pub(super) is_limited: bool,
    given_up: EventKind,
    object: u32,
    value: Value,
    location: Option<&'static Location<'static>>,
}

/// The number of a wait for what the library does not see.
pub(super) const UNSEEN: u64 = 0;

thread_local! {
    /// The number of the newest wait.
    static WAITS: Cell<u64> = const { Cell::new(UNSEEN) };
}

impl Recorded {
    /// For what the library does not see.
    pub(super) const UNSEEN: Self = Self {
        number: UNSEEN,
        is_limited: true,
        given_up: EventKind::IO_DONE,
        object: 0,
        value: Value::NONE,
        location: None,
    };

    /// Records that it is given up.
    pub(super) fn give_up(&self) {
        match self.location {
            Some(location) => record(self.given_up, self.object, 0, self.value, location),
            None => record_unplaced(self.given_up, self.object, 0, self.value),
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
                is_limited: left.is_some(),
                given_up: reason.given_up,
                object,
                location: Some(location),
                ..Recorded::UNSEEN
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
                is_limited,
                given_up: reason.given_up,
                value: task.value(),
                location: Some(location),
                ..Recorded::UNSEEN
            },
        )
    }

    /// For so long.
    pub(super) fn of_time(duration: Duration, location: &'static Location<'static>) -> Self {
        Self::begin(
            EventKind::SLEEP,
            Value::duration(duration),
            Recorded {
                given_up: EventKind::WAKE,
                location: Some(location),
                ..Recorded::UNSEEN
            },
        )
    }

    /// Records that the task waits. A wait that it is in already, as when it looks at several futures by
    /// turns, is given up: it can be shown in one.
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

    /// What was waited for is there; whoever says this records that next. True if it was recorded that
    /// the task waits for it.
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
