//! What a lane waits for, and whom.

use laneway_model::{Model, Moment};
use laneway_trace::{ActorId, ObjectId};

use crate::names::actor_label;

/// So many are named in a sentence.
pub(crate) const MOST_NAMED: usize = 4;

/// Who is inside an object at a moment, so many of them as are named.
pub(crate) fn holders(model: &Model, object: ObjectId, at: Moment) -> Vec<ActorId> {
    let holders = model.holders(object, at).into_iter();
    holders.take(MOST_NAMED).map(|holder| holder.actor).collect()
}

/// Who is inside an object at a moment, a few of them by name.
pub(crate) fn holder_names(model: &Model, object: ObjectId, at: Moment) -> Vec<String> {
    names(
        model,
        model.holders(object, at).into_iter().map(|holder| holder.actor),
    )
}

/// A few of these by name.
pub(crate) fn names(model: &Model, actors: impl Iterator<Item = ActorId>) -> Vec<String> {
    let mut names: Vec<String> = actors
        .take(MOST_NAMED + 1)
        .map(|actor| actor_label(model, actor).into_owned())
        .collect();
    if names.len() > MOST_NAMED {
        names[MOST_NAMED] = "…".to_owned();
    }
    names
}
