//! How a phase began and ended: by whose doing, who else waited, and who came next.

use laneway_trace::{ActorId, Effect, ObjectId};

use crate::{Edge, Model, Moment, State};

/// How a phase of a lane ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhaseEnd {
    /// The row with which the next phase begins.
    pub row: u32,
    /// What made that possible in another lane, if the run shows it.
    pub cause: Option<Edge>,
    /// True where the wait goes on, and only turned out to be one for ever.
    pub helpless: bool,
}

/// So many events on an object are looked through for who came next.
const SEARCHED_EVENTS: usize = 2_000;

impl Model {
    /// How a phase ended; `None` for the last one of its lane. O(log links).
    pub fn phase_end(&self, lane: u32, phase: u32) -> Option<PhaseEnd> {
        let next = phase + 1;
        let phases = self.lane_phases(lane);
        if !phases.contains(&phase) || !phases.contains(&next) {
            return None;
        }
        let row = *self.phases.start_row.get(next as usize)?;
        let waits = self.awaits(lane, phase).is_some();
        let helpless = waits && self.phases.state[next as usize] == State::Stuck;
        Some(PhaseEnd {
            row,
            cause: if helpless {
                None
            } else {
                self.cause_from_outside(lane, row)
            },
            helpless,
        })
    }

    /// What made the beginning of a phase possible in another lane, if the run shows it. O(log links).
    pub fn phase_cause(&self, lane: u32, phase: u32) -> Option<Edge> {
        let row = *self.phases.start_row.get(phase as usize)?;
        self.cause_from_outside(lane, row)
    }

    fn cause_from_outside(&self, lane: u32, row: u32) -> Option<Edge> {
        let links = self.links_into(row..row.saturating_add(1)).iter();
        let mut links = links.filter(|link| link.to_lane == lane && link.from_lane != lane);
        links.next().copied()
    }

    /// Who waits on an object at a moment, longest first; at most so many. The cost of [`Model::object_at`].
    pub fn waiters(&self, object: ObjectId, at: Moment, most: usize) -> Vec<ActorId> {
        let state = self.object_at(object, at);
        let waiters = state.as_ref().and_then(|state| state.waiters());
        waiters.map_or_else(Vec::new, |waiters| {
            waiters.iter().take(most).map(|waiter| waiter.actor).collect()
        })
    }

    /// Who comes into an object first after a moment, and when. O(log events of the object), and a walk over those
    /// after the moment in which nobody comes in, at most two thousand of them.
    pub fn next_inside(&self, object: ObjectId, after: Moment) -> Option<(ActorId, Moment)> {
        let rows = self.object_rows(object);
        let rows = &rows[rows.partition_point(|&row| row < after.0)..];
        let mut rows = rows.iter().take(SEARCHED_EVENTS);
        let row = *rows.find(|&&row| self.event_facts(row).effect == Effect::Enter)?;
        Some((self.actor(row)?, Moment::after(row)))
    }
}
