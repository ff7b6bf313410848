//! Where playing stops in a lesson.

use std::collections::BTreeSet;

use laneway_model::Moment;

use crate::Clock;

/// A moment at which playing stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The moment.
    pub at: Moment,
    /// Why playing stops there.
    pub reason: StopReason,
}

/// Why playing stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// A step of the lesson, from 0: each time that playing comes there.
    Step(u32),
    /// A question is asked, or the run answers it: only the first time.
    Question,
    /// The user has set it: each time that playing comes there.
    Own,
}

/// All stops of a run; none in a run that is no lesson.
#[derive(Clone, Debug, Default)]
pub struct Stops {
    /// The steps before the questions.
    all: Vec<Stop>,
    /// The moments at which playing has stopped.
    past: BTreeSet<Moment>,
}

impl Stops {
    /// Stops at the steps of a lesson: see [`Timeline::steps`](crate::Timeline::steps).
    pub fn new(steps: &[Option<Moment>]) -> Self {
        let stop = |(step, at): (u32, &Option<Moment>)| {
            Some(Stop {
                at: (*at)?,
                reason: StopReason::Step(step),
            })
        };
        Self {
            all: (0..).zip(steps).filter_map(stop).collect(),
            past: BTreeSet::new(),
        }
    }

    /// Stops for questions at these moments, and no longer at those given before.
    pub fn set_questions(&mut self, moments: &[Moment]) {
        self.all.retain(|stop| stop.reason != StopReason::Question);
        self.all.extend(moments.iter().map(|&at| Stop {
            at,
            reason: StopReason::Question,
        }));
    }

    /// The first stop after a position of the clock; with `steps`, those at steps and `own` ones count, too. Of stops at
    /// the same position a step comes first, since it has to be shown, and a question shows itself.
    pub fn next(&self, clock: &Clock<'_>, position: f64, steps: bool, own: &[Moment]) -> Option<Stop> {
        let counts = |stop: &&Stop| match stop.reason {
            StopReason::Step(_) | StopReason::Own => steps,
            StopReason::Question => !self.past.contains(&stop.at),
        };
        let after = |stop: &&Stop| clock.position(stop.at) > position;
        let own = own.iter().map(|&at| Stop {
            at,
            reason: StopReason::Own,
        });
        let stops = self.all.iter().copied().chain(own);
        stops
            .filter(|stop| counts(&stop) && after(&stop))
            .min_by(|one, other| clock.position(one.at).total_cmp(&clock.position(other.at)))
    }

    /// Playing stops at all of them again.
    pub fn forget(&mut self) {
        self.past.clear();
    }

    /// Playing has stopped at this one.
    pub fn pass(&mut self, stop: Stop) {
        self.past.insert(stop.at);
    }
}
