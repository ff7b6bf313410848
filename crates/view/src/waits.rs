//! What a lane waits for, and whom.

use laneway_model::{Model, Moment};
use laneway_trace::{Awaits, ObjectId};

use crate::names::actor_label;

/// So many holders are named in a sentence.
const MOST_NAMED: usize = 4;

/// So many events that were only seen from outside are passed over to find the one that began a wait.
const MOST_SEEN: usize = 1000;

/// What a lane waits for right after the event in this row, by the event with which the wait began: a stuck
/// lane waits for something, too. `None` if its last own event began no wait. O(log rows).
pub(crate) fn awaited(model: &Model, lane: u32, row: u32) -> Option<Awaits> {
    let rows = model.lane_rows(lane);
    let until = rows.partition_point(|&own| own <= row);
    let kinds = rows[..until].iter().map(|&own| model.events.kind[own as usize]);
    let facts = kinds
        .rev()
        .take(MOST_SEEN)
        .map(|kind| model.header.vocabulary.event(kind));
    let mut told = facts.filter(|facts| !facts.effect.is_seen_from_outside());
    told.next()?.begins()
}

/// Who is inside an object at a moment, a few of them by name.
pub(crate) fn holders(model: &Model, object: ObjectId, at: Moment) -> Vec<String> {
    let holders = model.lock(object, at).holder;
    let mut names: Vec<String> = holders
        .into_iter()
        .take(MOST_NAMED + 1)
        .map(|holder| actor_label(model, holder).into_owned())
        .collect();
    if names.len() > MOST_NAMED {
        names[MOST_NAMED] = "…".to_owned();
    }
    names
}
