//! A trail: all moments at which the same thing happens, to be followed from one to the next.

use laneway_model::{Model, Moment};
use laneway_trace::{EventKind, TextId};

use crate::{State, Timeline, Visits};

/// What happens at each moment of a trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trail {
    /// An event of this kind.
    Kind(EventKind),
    /// This is printed.
    Text(TextId),
}

impl Trail {
    /// The rows of its events, ascending. The first call for a run takes time linear in events.
    pub fn rows<'a>(self, model: &Model, timeline: &'a Timeline) -> &'a [u32] {
        let rows = timeline.event_rows(model);
        match self {
            Self::Kind(kind) => rows.of_kind(kind),
            Self::Text(text) => rows.of_text(text),
        }
    }

    /// Where one is on it, as far as one may know. O(log² events).
    pub fn visits(
        self,
        state: &State,
        model: &Model,
        timeline: &Timeline,
        now: Moment,
        known: Moment,
    ) -> Visits {
        let clock = timeline.clock(model, state.clock);
        Visits::new(self.rows(model, timeline), &clock, now, known)
    }
}
