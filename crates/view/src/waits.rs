//! What a lane waits for, and whom.

use laneway_model::{Model, Moment};
use laneway_trace::ObjectId;

use crate::names::actor_label;

/// So many holders are named in a sentence.
const MOST_NAMED: usize = 4;

/// Who is inside an object at a moment, a few of them by name.
pub(crate) fn holders(model: &Model, object: ObjectId, at: Moment) -> Vec<String> {
    let holders = model.holders(object, at);
    let mut names: Vec<String> = holders
        .into_iter()
        .take(MOST_NAMED + 1)
        .map(|holder| actor_label(model, holder.actor).into_owned())
        .collect();
    if names.len() > MOST_NAMED {
        names[MOST_NAMED] = "…".to_owned();
    }
    names
}
