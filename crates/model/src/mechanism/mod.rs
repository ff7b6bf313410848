//! What objects are like, by mechanism, and what events do to them.
//!
//! A state is *stepped*: an [`Act`] on it gives the next one, whether it comes from a trace that is read
//! or from a search that tries what could happen. The same steps make the state at any moment: see
//! [`History`](crate::history::History).
//!
//! States are written for traces that may contradict themselves: every step is taken the same way each
//! time, and [`check`](crate::check) tells what cannot have been.

mod call;
mod gate;
mod holding;
mod items;
mod line;
mod register;
mod store;
mod tasks;

use laneway_trace::{ActorId, Awaits, Effect, EventFacts, Mechanism, Mode, ObjectId, Part, Value};

pub use call::{Asked, Call};
pub use gate::Gate;
pub use holding::{Holder, Holding};
pub use items::{Item, Items};
pub use line::{Line, Stands};
pub use register::{Register, Seen};
pub use store::Store;
pub use tasks::{Future, Pending, Pool, Worker};

use crate::{EdgeKind, Moment};

/// Something that an actor does to an object.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    /// The row of the event.
    pub row: u32,
    /// Who does it: the actor in whose lane it stands.
    pub actor: ActorId,
    /// To what: the future, where a task is what the pool learns of.
    pub object: ObjectId,
    /// What it does.
    pub facts: EventFacts,
    /// The object's own count of what happened to it; 0 for none.
    pub sequence: u32,
    /// What else there is to say.
    pub value: Value,
}

impl Act {
    /// The value as a number that is not negative.
    fn number(&self) -> Option<u32> {
        self.value.int().and_then(|number| u32::try_from(number).ok())
    }

    /// The moment right after it.
    fn at(&self) -> Moment {
        Moment::after(self.row)
    }
}

/// What a step brought about, beside the new state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// The row that made it possible, and how, if another one did.
    pub cause: Option<(EdgeKind, u32)>,
    /// What has changed, for those who keep account.
    pub change: Change,
}

impl Moved {
    const NOTHING: Self = Self {
        cause: None,
        change: Change::Nothing,
    };

    fn changed(change: Change) -> Self {
        Self {
            change,
            ..Self::NOTHING
        }
    }

    fn caused(kind: EdgeKind, row: Option<u32>) -> Self {
        Self {
            cause: row.map(|row| (kind, row)),
            ..Self::NOTHING
        }
    }
}

/// What a step has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Change {
    /// Nothing of which anybody keeps account.
    #[default]
    Nothing,
    /// The actor is a new holder.
    Entered,
    /// The actor is a new holder, and so many who were inside, the longest first, are not any longer: the newest
    /// counts.
    Replaced(u32),
    /// A holder already: the one at this place, from 0, has entered so many times in all.
    Deepened {
        /// Its place among the holders.
        place: u32,
        /// How often it has entered.
        depth: u32,
    },
    /// The holder who was at this place, from 0, is none any longer.
    Left(u32),
    /// A store has an item more; so many in all.
    Holds(u32),
    /// An item has left a store.
    Taken,
    /// A register was read.
    Seen,
    /// A register was read by an actor that had read an older version, in this row, and not written since.
    SeenAgain(u32),
    /// A register was written; the number of the version on which the write was based, and the row in which
    /// its actor had seen that, if it had.
    Based(u32, Option<u32>),
    /// A worker began the task of a future.
    Began,
    /// It ended.
    Ended,
}

/// Somebody who waits on an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiter {
    /// Who.
    pub actor: ActorId,
    /// What for.
    pub awaits: Awaits,
    /// In which mode, for a permit.
    pub mode: Mode,
    /// The row in which the wait began.
    pub row: u32,
}

impl Stands for Waiter {
    type Key = ActorId;

    fn key(&self) -> ActorId {
        self.actor
    }

    fn row(&self) -> u32 {
        self.row
    }
}

/// Those who wait on an object, longest first.
pub type Waiters = Line<Waiter>;

impl Waiters {
    /// Takes note of an act: who does something to the object waits for nothing there any longer, but for
    /// what the act itself begins. Gives the row in which the actor's wait had begun.
    fn step(&mut self, act: &Act) -> Option<u32> {
        let began = self.find(act.actor).and_then(|place| self.remove(place));
        if let Some(awaits) = act.facts.begins() {
            self.push(Waiter {
                actor: act.actor,
                awaits,
                mode: act.facts.mode,
                row: act.row,
            });
        }
        began.map(|waiter| waiter.row)
    }

    /// Those who wait for this.
    pub fn of(&self, awaits: Awaits) -> impl Iterator<Item = &Waiter> {
        self.iter().filter(move |waiter| waiter.awaits == awaits)
    }
}

/// The row, if it came after a wait had begun: then it may have ended the wait.
fn after(row: Option<u32>, wait_began: Option<u32>) -> Option<u32> {
    row.filter(|&row| wait_began.is_some_and(|began| row > began))
}

/// An object's state.
#[derive(Clone, Debug, PartialEq)]
pub enum ObjectState {
    /// Permits, holders and waiters.
    Holding(Holding),
    /// Items and waiters on both sides.
    Store(Store),
    /// A value, and who has seen which version.
    Register(Register),
    /// Waiters, and whether they may pass.
    Gate(Gate),
    /// Workers and pending tasks.
    Pool(Pool),
    /// One task and its outcome.
    Future(Future),
    /// Requests and who serves them.
    Call(Call),
    /// Nothing is known of how it behaves.
    Unknown,
}

impl ObjectState {
    /// Of an object to which nothing has happened.
    pub fn new(mechanism: Mechanism, capacity: Option<u64>) -> Self {
        match mechanism {
            Mechanism::Holding {
                permits,
                reentrant,
                owned,
            } => Self::Holding(Holding::new(permits, reentrant, owned, capacity)),
            Mechanism::Store { order } => Self::Store(Store::new(order, capacity)),
            Mechanism::Register => Self::Register(Register::default()),
            Mechanism::Gate { opens } => Self::Gate(Gate::new(opens, capacity)),
            Mechanism::Tasks { part: Part::Pool } => Self::Pool(Pool::default()),
            Mechanism::Tasks { part: Part::Future } => Self::Future(Future::default()),
            Mechanism::Call => Self::Call(Call::default()),
            Mechanism::Life | Mechanism::Span | Mechanism::Unknown => Self::Unknown,
        }
    }

    /// What an act does to it. O(1) for the usual case of each mechanism; what costs more is said there.
    #[inline]
    pub fn step(&mut self, act: &Act) -> Moved {
        match self {
            Self::Holding(holding) => holding.step(act),
            Self::Store(store) => store.step(act),
            Self::Register(register) => register.step(act),
            Self::Gate(gate) => gate.step(act),
            Self::Pool(pool) => pool.step(act),
            Self::Future(future) => future.step(act),
            Self::Call(call) => call.step(act),
            Self::Unknown => Moved::NOTHING,
        }
    }

    /// Those who wait on it, if anybody can.
    pub fn waiters(&self) -> Option<&Waiters> {
        match self {
            Self::Holding(holding) => Some(&holding.waiters),
            Self::Store(store) => Some(&store.waiters),
            Self::Gate(gate) => Some(&gate.waiters),
            Self::Pool(pool) => Some(&pool.waiters),
            Self::Future(future) => Some(&future.waiters),
            Self::Call(call) => Some(&call.waiters),
            Self::Register(_) | Self::Unknown => None,
        }
    }

    /// How many wait on it.
    pub fn waiters_len(&self) -> usize {
        self.waiters().map_or(0, Line::len)
    }

    /// True if there is something in it that will not stay: a holder, an item, a task, a request.
    pub fn is_in_use(&self) -> bool {
        match self {
            Self::Holding(holding) => !holding.holders.is_empty(),
            Self::Store(store) => !store.is_empty(),
            Self::Gate(gate) => !gate.arrived.is_empty() || gate.notified > 0,
            Self::Pool(pool) => {
                !pool.pending.is_empty() || pool.workers.iter().any(|worker| worker.task.is_some())
            }
            Self::Future(future) => future.worker.is_some() || future.callback.is_some(),
            Self::Call(call) => !call.asked.is_empty(),
            Self::Register(_) | Self::Unknown => false,
        }
    }

    /// True if somebody waits on it. A worker without a task is idle, which is no wait that is in question.
    pub fn is_awaited(&self) -> bool {
        !matches!(self, Self::Pool(_)) && self.waiters_len() > 0
    }

    /// Leaves only those waiters for whom this holds.
    pub(crate) fn retain_waiters(&mut self, keep: impl FnMut(&Waiter) -> bool) {
        match self {
            Self::Holding(holding) => holding.waiters.retain(keep),
            Self::Store(store) => store.waiters.retain(keep),
            Self::Gate(gate) => gate.waiters.retain(keep),
            Self::Pool(pool) => pool.waiters.retain(keep),
            Self::Future(future) => future.waiters.retain(keep),
            Self::Call(call) => call.waiters.retain(keep),
            Self::Register(_) | Self::Unknown => {}
        }
    }

    /// How much there is to copy.
    pub(crate) fn size(&self) -> usize {
        self.waiters_len()
            + match self {
                Self::Holding(holding) => holding.holders.len(),
                Self::Store(store) => store.items.len(),
                Self::Register(register) => register.seen.len(),
                Self::Gate(gate) => gate.arrived.len(),
                Self::Pool(pool) => pool.size(),
                Self::Future(_) => 1,
                Self::Call(call) => call.asked.len(),
                Self::Unknown => 0,
            }
    }

    /// Who has to move before an actor that waits on the object like this can go on.
    pub fn blockers(&self, actor: ActorId, awaits: Awaits, mode: Mode) -> Blockers {
        match (self, awaits) {
            (Self::Holding(holding), Awaits::Permit) => holding.blockers(actor, mode),
            (Self::Future(future), Awaits::Result) => {
                future.worker.map_or(Blockers::Anybody, Blockers::one)
            }
            (Self::Call(call), Awaits::Reply) => {
                call.served_by(actor).map_or(Blockers::Anybody, Blockers::one)
            }
            _ => Blockers::Anybody,
        }
    }
}

/// Who has to move before an actor can go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blockers {
    /// Each of these.
    All(Vec<ActorId>),
    /// One of these.
    Any(Vec<ActorId>),
    /// One of these, or somebody else: it is their turn, and nobody is kept from doing it in their place.
    Likely(Vec<ActorId>),
    /// Nobody in particular: whoever comes.
    Anybody,
}

impl Blockers {
    /// This one.
    pub fn one(actor: ActorId) -> Self {
        Self::All(vec![actor])
    }

    /// Those who are known.
    pub fn actors(&self) -> &[ActorId] {
        match self {
            Self::All(actors) | Self::Any(actors) | Self::Likely(actors) => actors,
            Self::Anybody => &[],
        }
    }
}

/// True for effects that say nothing about the object: they leave its state, waiters included, as it is.
fn is_silent(effect: Effect) -> bool {
    matches!(
        effect,
        Effect::Note | Effect::Print | Effect::Unknown | Effect::Lost
    )
}
