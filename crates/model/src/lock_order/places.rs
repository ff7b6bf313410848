//! Where in the program locks are waited for, and whether with a limit.

use std::collections::BTreeSet;

use laneway_trace::{Awaits, Effect, Location, LocationId, ObjectId};

use super::graph::Arrow;
use crate::Model;

/// Places of the program, by what is done there.
pub(super) struct Places<'a> {
    /// Whoever takes a lock there gives up after a while, or at once.
    limited: BTreeSet<&'a Location>,
    /// Somebody has waited there without a limit.
    waited: BTreeSet<&'a Location>,
}

impl<'a> Places<'a> {
    /// What events on these locks tell. Linear in these events, but for the look-ups.
    pub(super) fn of(model: &'a Model, locks: impl Iterator<Item = ObjectId>) -> Self {
        let mut places = Self {
            limited: BTreeSet::new(),
            waited: BTreeSet::new(),
        };
        for &row in locks.flat_map(|lock| model.object_rows(lock)) {
            let facts = model.event_facts(row);
            let waits = matches!(facts.effect, Effect::Wait | Effect::Refuse | Effect::GiveUp);
            if !waits || facts.awaits != Some(Awaits::Permit) {
                continue;
            }
            let Some(place) = place(model, row) else {
                continue;
            };
            if facts.effect == Effect::Wait && !facts.limited {
                places.waited.insert(place);
            } else {
                places.limited.insert(place);
            }
        }
        places
    }

    /// True if who took the second lock would not have waited for ever.
    pub(super) fn is_limited(&self, model: &Model, arrow: &Arrow) -> bool {
        place(model, arrow.first.inner_row).is_some_and(|place| self.limited.contains(place))
    }

    /// True if somebody has waited without a limit where the second lock was taken.
    pub(super) fn is_waited(&self, model: &Model, arrow: &Arrow) -> bool {
        place(model, arrow.first.inner_row).is_some_and(|place| self.waited.contains(place))
    }
}

/// Where an event stands in the program, if that is known.
fn place(model: &Model, row: u32) -> Option<&Location> {
    let place = LocationId::new(model.events.location[row as usize])?;
    let place = model.header.locations.get(place.index())?;
    (place.line > 0).then_some(place)
}
