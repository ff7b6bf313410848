//! Why an actor is where it is: the chain of causes, as data. Turning it into a sentence is the
//! business of `l10n`.

use laneway_trace::{ActorId, ObjectId, Value};

use crate::{Model, Moment, State};

/// The chain of causes that explains an actor's state, from the actor outwards: it waits for a lock, whose
/// holder sleeps until ... The chain ends at an actor that does not wait, or where it closes to a cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// One link an actor.
    pub links: Vec<Link>,
    /// True if the last link waits for the first: a cycle.
    pub cycle: bool,
}

/// One actor of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Who.
    pub actor: ActorId,
    /// What it does.
    pub state: State,
    /// Since when it does that.
    pub since: Moment,
    /// When this state ends, if the run shows it.
    pub until: Option<Moment>,
    /// The object that it waits on.
    pub object: Option<ObjectId>,
    /// The actor that it waits for (the holder, the one joined, the worker), if there is one.
    pub other: Option<ActorId>,
    /// For a holder: since when it holds what the link before waits for.
    pub holds_since: Option<Moment>,
    /// The event that began the state, in its own words: what is put, how long the sleep is.
    pub value: Value,
}

impl Model {
    /// Why an actor is where it is at a moment; no links if it has not begun.
    pub fn explain(&self, actor: ActorId, at: Moment) -> Explanation {
        let _ = (actor, at);
        Explanation::default()
    }
}
