//! What analysis finds in a run.

use laneway_trace::{ActorId, ObjectId};

use crate::Moment;

/// Something worth knowing about a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// How certain it is.
    pub certainty: Certainty,
    /// Who is in it. For a deadlock in the order of the cycle: each waits for what the next holds; for a lock-order
    /// inversion each took what the next held.
    pub actors: Vec<ActorId>,
    /// What is in it. For a deadlock: `objects[i]` is what `actors[i]` waits for; for a lock-order inversion what it
    /// took.
    pub objects: Vec<ObjectId>,
    /// Who alone could have helped, as far as the run tells: those who have put what is waited for, taken what
    /// is in the way, opened the gate, given permits back.
    pub helpers: Vec<ActorId>,
    /// How often: of starvation how many times the actor was overtaken; 0 where nothing is counted.
    pub times: u32,
    /// When it was complete.
    pub at: Moment,
    /// When it began: the stale read of a lost update, the first wait of a deadlock.
    pub since: Moment,
}

impl Finding {
    /// A finding that nobody could have helped.
    pub(crate) fn new(
        (kind, certainty): (FindingKind, Certainty),
        actors: Vec<ActorId>,
        objects: Vec<ObjectId>,
        since: Moment,
        at: Moment,
    ) -> Self {
        Self {
            kind,
            certainty,
            actors,
            objects,
            helpers: Vec::new(),
            times: 0,
            at,
            since,
        }
    }
}

/// The kinds of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FindingKind {
    /// Actors wait for each other's locks in a cycle.
    Deadlock,
    /// An actor waits for a lock that it holds itself.
    SelfDeadlock,
    /// An actor waits for what nobody is left to do.
    WaitsForEver,
    /// A cell was written from a stale read: the write in between was overwritten unseen.
    LostUpdate,
    /// A cell was written from a stale read for the first time: what was written in between is lost unless someone
    /// who has seen it writes again.
    UpdateInDanger,
    /// An actor checked a cell and acted on it when another had done the same in between.
    CheckThenAct,
    /// Actors took locks in opposite orders: each took one while it held what another one took after it.
    LockOrderInversion,
    /// An actor waited long for a permit while others, who came later, got one again and again.
    Starvation,
    /// A daemon was ended in the middle of something.
    DaemonCutOff,
    /// An actor failed, by a panic or an exception, and nobody looked at it.
    FailureUnseen,
    /// A holder panicked, and what the lock protects may be broken.
    PoisonedLock,
    /// A process died, and its parent did other things before it took the exit status, or never took it.
    Zombie,
    /// A process outlived its parent and was adopted by another.
    Orphan,
}

impl FindingKind {
    /// All kinds.
    pub const ALL: [Self; 13] = [
        Self::Deadlock,
        Self::SelfDeadlock,
        Self::WaitsForEver,
        Self::UpdateInDanger,
        Self::LostUpdate,
        Self::CheckThenAct,
        Self::LockOrderInversion,
        Self::Starvation,
        Self::DaemonCutOff,
        Self::FailureUnseen,
        Self::PoisonedLock,
        Self::Zombie,
        Self::Orphan,
    ];

    /// Its name in `info --json` and in step predicates.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deadlock => "deadlock",
            Self::SelfDeadlock => "self_deadlock",
            Self::WaitsForEver => "waits_for_ever",
            Self::LostUpdate => "lost_update",
            Self::UpdateInDanger => "update_in_danger",
            Self::CheckThenAct => "check_then_act",
            Self::LockOrderInversion => "lock_order_inversion",
            Self::Starvation => "starvation",
            Self::DaemonCutOff => "daemon_cut_off",
            Self::FailureUnseen => "failure_unseen",
            Self::PoisonedLock => "poisoned_lock",
            Self::Zombie => "zombie",
            Self::Orphan => "orphan",
        }
    }
}

/// How certain a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// It happened in this run.
    Happened,
    /// It did not happen in this run, but could in another.
    Possible,
    /// It looks like a mistake.
    Suspicious,
}

impl Certainty {
    /// Its name in `info --json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::Possible => "possible",
            Self::Suspicious => "suspicious",
        }
    }
}

/// So many lost updates are listed one by one; the others are counted in
/// [`CellFigures::lost_updates`](crate::CellFigures::lost_updates).
pub const LISTED_LOST_UPDATES: usize = 10_000;

/// So many findings of a kind that is not certain to have happened are listed.
pub const LISTED_SUSPICIONS: usize = 1_000;

/// So many of those who could have helped an actor are listed.
pub const LISTED_HELPERS: usize = 16;
