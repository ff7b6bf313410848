//! What each actor does: its current state, and the phases so far.

use laneway_trace::{Awaits, Effect, EventFacts, Look, Mode, ObjectFacts};

use crate::index::NONE;
use crate::{LaneEnding, State};

/// What is known of an actor so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ActorTrack {
    /// The row of the first event in its lane.
    pub(crate) seen_row: u32,
    /// The row of the first event that it recorded itself.
    pub(crate) first_row: u32,
    /// The row of the `start` that made it.
    pub(crate) started_row: u32,
    /// How many events its lane has.
    pub(crate) rows: u32,
    /// How many phases its lane has.
    pub(crate) phases: u32,
    /// What it does since its last own event.
    pub(crate) now: Doing,
    /// Of a task what it did before its last turn.
    pub(crate) before: Doing,
    /// The row of its last own event.
    pub(crate) last_row: u32,
    /// The row that ended its lane: its own `end`, or the `exit` of its process.
    pub(crate) end_row: u32,
    /// How.
    pub(crate) ending: LaneEnding,
    /// True once somebody has waited for it.
    pub(crate) awaited: bool,
    /// Of a thread: the task that it has resumed and not suspended.
    pub(crate) task: u32,
    /// Of a thread: the row from which on events of it, and of its tasks, are missing.
    pub(crate) lost_row: u32,
    /// The row in which it panicked, or ended with a failure.
    pub(crate) failed_row: u32,
    /// True once somebody has joined it.
    pub(crate) joined: bool,
    /// True if its start failed: it never lived.
    pub(crate) stillborn: bool,
}

/// What an actor does, from one of its events to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Doing {
    /// In which state.
    pub(crate) state: State,
    /// True for a wait that gives up after a while.
    pub(crate) timed: bool,
    /// What it waits for, if it does.
    pub(crate) awaits: Option<Awaits>,
    /// In which mode, for a permit.
    pub(crate) mode: Mode,
    /// On which object, as a number from 1; 0 for none.
    pub(crate) object: u32,
    /// For which actor, as a number from 1; 0 for none.
    pub(crate) other: u32,
    /// Since this row.
    pub(crate) since: u32,
}

impl Doing {
    /// True if it goes on with the same.
    pub(crate) fn is_same(&self, before: &Self) -> bool {
        (self.state, self.object, self.other) == (before.state, before.object, before.other)
    }
}

impl Default for ActorTrack {
    fn default() -> Self {
        let now = Doing {
            state: State::Running,
            timed: false,
            awaits: None,
            mode: Mode::Exclusive,
            object: 0,
            other: 0,
            since: NONE,
        };
        Self {
            seen_row: NONE,
            first_row: NONE,
            started_row: NONE,
            rows: 0,
            phases: 0,
            now,
            before: now,
            last_row: NONE,
            end_row: NONE,
            ending: LaneEnding::Open,
            awaited: false,
            task: NONE,
            lost_row: NONE,
            failed_row: NONE,
            joined: false,
            stillborn: false,
        }
    }
}

impl ActorTrack {
    /// What it does; of a task in a turn in which it did nothing yet, what it did before.
    pub(crate) fn does(&self) -> &Doing {
        let did_nothing = self.before.awaits.is_some() && self.last_row < self.now.since;
        if did_nothing { &self.before } else { &self.now }
    }

    /// True if anything of it was recorded: then it has a lane.
    pub(crate) fn is_there(&self) -> bool {
        let started = self.started_row != NONE && !self.stillborn;
        self.rows > 0 || self.first_row != NONE || started
    }

    /// What decides its place among others: the start that made it, so that those who were started in an order
    /// stand in it, whoever came to run first; else its first event.
    pub(crate) fn order_row(&self) -> u32 {
        if self.started_row == NONE {
            self.begin_row()
        } else {
            self.started_row
        }
    }

    /// Where its lane begins: its own first event, or the start that made it.
    pub(crate) fn begin_row(&self) -> u32 {
        let begin = if self.first_row == NONE {
            self.started_row
        } else {
            self.first_row
        };
        if begin == NONE { self.seen_row } else { begin }
    }
}

/// What is known of a process so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProcessTrack {
    pub(crate) exit_row: u32,
    pub(crate) reap_row: u32,
    pub(crate) exit_code: Option<i32>,
    /// True once its parent was gone: whoever adopts it takes its exit status at once.
    pub(crate) adopted: bool,
    /// The row in which it was seen to have been adopted while it lived.
    pub(crate) adopt_row: u32,
    /// True between its exit and its reap.
    pub(crate) zombie: bool,
}

impl Default for ProcessTrack {
    fn default() -> Self {
        Self {
            exit_row: NONE,
            reap_row: NONE,
            exit_code: None,
            adopted: false,
            adopt_row: NONE,
            zombie: false,
        }
    }
}

/// The beginning of a phase.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PhaseTrack {
    pub(crate) actor: u32,
    pub(crate) row: u32,
    pub(crate) state: State,
    /// What it waits for, as numbers from 1; 0 for none.
    pub(crate) object: u32,
    pub(crate) other: u32,
}

/// The state of an actor after an event of this kind, on an object of this kind.
pub(crate) fn state_after(facts: &EventFacts, object: Option<&ObjectFacts>) -> State {
    match facts.effect {
        Effect::Wait => {
            let look = object.and_then(|object| object.waits_as);
            match look.or(facts.awaits.map(Awaits::look)) {
                Some(Look::Lock) => State::WaitsLock,
                Some(Look::Queue) => State::WaitsQueue,
                Some(Look::Actor) => State::WaitsActor,
                Some(Look::Signal) => State::WaitsSignal,
                Some(Look::Ready) => State::Ready,
                Some(Look::Asleep) => State::Sleeping,
                None => State::Unknown,
            }
        }
        Effect::End => State::Finished,
        Effect::Unknown | Effect::Lost => State::Unknown,
        _ => State::Running,
    }
}
