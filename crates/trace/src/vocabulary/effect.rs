//! What an event does in the mechanism of its object.

use serde::{Deserialize, Serialize};

use super::{EventFacts, Look, Mechanism, Part};

/// What an event does. Names of mechanisms are those of [`Mechanism`](super::Mechanism).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Nothing that changes a state: a fact worth knowing.
    Note,
    /// As [`Effect::Note`], and it is part of what the program printed.
    Print,
    /// Events of the actor are missing from here on: its state is unknown until its next one.
    Lost,

    /// Any: from here on the actor waits for what the row says it awaits, until one of its events ends that.
    Wait,
    /// Any: what the row awaits was not to be had, and the actor does not wait, or waits no longer.
    Refuse,
    /// Any: the wait for what the row awaits was given up.
    GiveUp,
    /// Any: the wait for what the row awaits (time, input, output, the rest of an item) is over.
    Wake,

    /// Holding: the actor is inside.
    Enter,
    /// Holding: the actor leaves.
    Leave,
    /// Holding: what it protects may be broken, for a holder has panicked.
    Poison,

    /// Store: an item comes; its identity is the sequence number.
    Put,
    /// Store: the item of the put in the value leaves.
    Take,
    /// Store: nothing more comes. Tasks: no more tasks come.
    Close,

    /// Register: the actor sees the value.
    Read,
    /// Register: the actor replaces the value.
    Write,

    /// Gate: one more has arrived.
    Arrive,
    /// Gate: whoever waits may pass, and whoever comes.
    Open,
    /// Gate: whoever comes must wait.
    Shut,
    /// Gate: as many of those who wait as the value says may pass.
    Notify,
    /// Gate: all those who wait may pass.
    NotifyAll,
    /// Gate: the actor has passed.
    Pass,

    /// Tasks: a task is given to the pool.
    Submit,
    /// Tasks: a worker begins the task.
    TaskBegin,
    /// Tasks: the task is over.
    TaskEnd,
    /// Tasks: the task was called off before it began.
    Cancel,
    /// Tasks: the actor has the outcome.
    Answer,
    /// Tasks: a callback of the future begins.
    CallbackBegin,
    /// Tasks: it is over.
    CallbackEnd,

    /// Call: the callee begins with the call whose sequence number is the value. (The call itself is a
    /// [`Effect::Wait`] for a reply.)
    Serve,
    /// Call: the callee has answered it.
    Reply,
    /// Call: the caller has the answer.
    Return,

    /// Life: the actor starts the one in the value.
    Start,
    /// Life: the start of the one in the value failed; it never lived.
    StartFailed,
    /// Life: the actor's first own event.
    Begin,
    /// Life: the actor's last own event.
    End,
    /// Life: the code of the process's main thread is over.
    CodeEnd,
    /// Life: the process is dead.
    Exit,
    /// Life: the exit status of the one in the value was taken.
    Reap,
    /// Life: the process has a new parent.
    Adopt,
    /// Life: the process is in the session in the value.
    Session,
    /// Life: the process has the controlling terminal in the value, or none.
    Terminal,
    /// Life: the one in the value has ended, and the actor knows.
    Join,
    /// Life: the actor asked the one in the value to end.
    Signal,
    /// Life: the actor looked whether the one in the value lives.
    Look,
    /// Life: the thread goes on with the task in the value: what it records from here on is that task's.
    Resume,
    /// Life: the thread lays the task in the value aside.
    Suspend,
    /// Life: the actor has panicked; nobody has looked at it yet.
    Panic,

    /// Span: a named stretch begins.
    SpanOpen,
    /// Span: the newest open one of the actor ends.
    SpanClose,
    /// Span: something leads from here to the [`Effect::LinkTo`] with the same value.
    LinkFrom,
    /// Span: something has led here.
    LinkTo,

    /// Seen from outside: the thread sleeps, in what nobody saw.
    SeenAsleep,
    /// Seen from outside: the thread could run and has no core.
    SeenReady,
    /// Seen from outside: the thread runs.
    SeenRunning,
    /// Seen from outside: the thread is gone.
    SeenEnd,

    /// An effect of a newer version: what the actor does from here on is unknown.
    #[serde(skip)]
    Unknown,
}

impl Effect {
    /// True for what the system's tables showed, not the program: it colours phases, and is no beat of the
    /// steps clock, no sentence of the story and no step of a lesson.
    pub const fn is_seen_from_outside(self) -> bool {
        matches!(
            self,
            Self::SeenAsleep | Self::SeenReady | Self::SeenRunning | Self::SeenEnd
        )
    }

    /// True for what happens to a process and is never told by one of its threads.
    pub const fn is_told_of_a_process(self) -> bool {
        matches!(self, Self::Exit | Self::Adopt | Self::Session | Self::Terminal)
    }
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaits {
    /// A permit of a holding.
    Permit,
    /// Room in a store.
    Room,
    /// An item of a store.
    Item,
    /// To pass a gate.
    Gate,
    /// Something to do: a task of a pool, a call.
    Task,
    /// The outcome of a future.
    Result,
    /// The reply to a call.
    Reply,
    /// The end of the actor in the value.
    End,
    /// That time passes.
    Time,
    /// Input or output.
    Io,
}

impl Awaits {
    /// How such a wait looks, where the object's kind says nothing else.
    pub const fn look(self) -> Look {
        match self {
            Self::Permit => Look::Lock,
            Self::Room | Self::Item | Self::Task => Look::Queue,
            Self::Result | Self::Reply | Self::End => Look::Actor,
            Self::Gate => Look::Signal,
            Self::Time | Self::Io => Look::Asleep,
        }
    }
}

/// In which way an actor is inside, or wants to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Alone.
    #[default]
    Exclusive,
    /// With others who share.
    Shared,
}

impl EventFacts {
    /// For an event that begins a wait: what for.
    #[inline]
    pub const fn begins(&self) -> Option<Awaits> {
        match self.effect {
            Effect::Wait => self.awaits,
            _ => None,
        }
    }

    /// For an event that ends a wait of its actor, should there be one: of what kind.
    #[inline]
    pub const fn ends(&self) -> Option<Awaits> {
        match self.effect {
            Effect::Refuse | Effect::GiveUp | Effect::Wake => self.awaits,
            Effect::Enter => Some(Awaits::Permit),
            Effect::Put => Some(Awaits::Room),
            Effect::Take => Some(Awaits::Item),
            Effect::Pass => Some(Awaits::Gate),
            Effect::TaskBegin | Effect::Serve => Some(Awaits::Task),
            Effect::Answer => Some(Awaits::Result),
            Effect::Return => Some(Awaits::Reply),
            Effect::Join => Some(Awaits::End),
            _ => None,
        }
    }

    /// True if such an event can happen to an object that behaves like this. What is unknown can do
    /// anything.
    #[inline]
    pub const fn fits(&self, mechanism: Mechanism) -> bool {
        self.fitting() & bit_of(mechanism) != 0
    }

    /// The mechanisms to which such an event can happen, as bits: a look-up in a table, where the same in
    /// branches would be guessed wrong as often as the kind of the next event.
    #[inline]
    const fn fitting(&self) -> u16 {
        match self.effect {
            Effect::Enter | Effect::Leave | Effect::Poison => HOLDING,
            Effect::Put | Effect::Take => STORE,
            Effect::Close => STORE | POOL,
            Effect::Read | Effect::Write => REGISTER,
            Effect::Arrive
            | Effect::Open
            | Effect::Shut
            | Effect::Notify
            | Effect::NotifyAll
            | Effect::Pass => GATE,
            Effect::Submit
            | Effect::TaskBegin
            | Effect::TaskEnd
            | Effect::Cancel
            | Effect::Answer
            | Effect::CallbackBegin
            | Effect::CallbackEnd => FUTURE,
            Effect::Serve | Effect::Reply | Effect::Return => CALL,
            Effect::SpanOpen | Effect::SpanClose => SPAN,
            Effect::Wait | Effect::Refuse | Effect::GiveUp | Effect::Wake => match self.awaits {
                Some(Awaits::Permit) => HOLDING,
                Some(Awaits::Room | Awaits::Item) => STORE,
                Some(Awaits::Gate) => GATE,
                Some(Awaits::Task) => POOL | CALL,
                Some(Awaits::Result) => FUTURE,
                Some(Awaits::Reply) => CALL,
                Some(Awaits::End | Awaits::Time | Awaits::Io) | None => ANY,
            },
            _ => ANY,
        }
    }
}

const HOLDING: u16 = 1 << 0;
const STORE: u16 = 1 << 1;
const REGISTER: u16 = 1 << 2;
const GATE: u16 = 1 << 3;
const POOL: u16 = 1 << 4;
const FUTURE: u16 = 1 << 5;
const CALL: u16 = 1 << 6;
const LIFE: u16 = 1 << 7;
const SPAN: u16 = 1 << 8;
const ANY: u16 = u16::MAX;

const fn bit_of(mechanism: Mechanism) -> u16 {
    match mechanism {
        Mechanism::Holding { .. } => HOLDING,
        Mechanism::Store { .. } => STORE,
        Mechanism::Register => REGISTER,
        Mechanism::Gate { .. } => GATE,
        Mechanism::Tasks { part: Part::Pool } => POOL,
        Mechanism::Tasks { part: Part::Future } => FUTURE,
        Mechanism::Call => CALL,
        Mechanism::Life => LIFE,
        Mechanism::Span => SPAN,
        Mechanism::Unknown => ANY,
    }
}
