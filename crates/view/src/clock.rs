//! Three ways to lay a run out in time, each from moments to positions and back.

use laneway_model::{Model, Moment};

use crate::Beats;
use crate::folds::{Fold, Folds};

/// Which clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ClockKind {
    /// Every event takes one beat: a position is a number of [`Beats`]. The default.
    #[default]
    Steps,
    /// True time: a position is a number of nanoseconds since the start of the run.
    Wall,
    /// True time without gaps: a position is a number of nanoseconds that are shown; idle stretches are
    /// folded.
    Folded,
}

impl ClockKind {
    /// All of them, in the order in which the page offers them.
    pub const ALL: [Self; 3] = [Self::Steps, Self::Wall, Self::Folded];

    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Steps => "steps",
            Self::Wall => "wall",
            Self::Folded => "folded",
        }
    }

    /// The clock with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|clock| clock.name() == name)
    }
}

/// A clock of one run: a few references, cheap to make and to copy. Get one from
/// [`Timeline::clock`](crate::Timeline::clock).
///
/// A moment's position is where its last event stands; `Moment(0)` is at 0. What happens at an event
/// begins at the position of the moment right after it.
#[derive(Clone, Copy, Debug)]
pub struct Clock<'a> {
    kind: ClockKind,
    model: &'a Model,
    beats: &'a Beats,
    folds: &'a Folds,
    length: f64,
}

impl<'a> Clock<'a> {
    /// `tail` is how many beats the steps clock goes on after the last event.
    pub(crate) fn new(
        kind: ClockKind,
        model: &'a Model,
        beats: &'a Beats,
        folds: &'a Folds,
        tail: f64,
    ) -> Self {
        let duration_ns = model.duration_ns();
        let length = match kind {
            ClockKind::Steps => f64::from(beats.len()) + tail,
            ClockKind::Wall => duration_ns as f64,
            ClockKind::Folded => folds.to_position(duration_ns) as f64,
        };
        Self {
            kind,
            model,
            beats,
            folds,
            length: length.max(1.0),
        }
    }

    /// Which clock it is.
    pub fn kind(&self) -> ClockKind {
        self.kind
    }

    /// The position at which the run ends; at least 1.
    pub fn length(&self) -> f64 {
        self.length
    }

    /// Where a moment is. O(1) where nothing was seen from outside; for the folded clock O(log folds), of
    /// which there are at most [`MOST_FOLDS`](crate::MOST_FOLDS).
    pub fn position(&self, at: Moment) -> f64 {
        match self.kind {
            ClockKind::Steps => self.beats.position(at),
            ClockKind::Wall => self.model.time_ns(at) as f64,
            ClockKind::Folded => self.folds.to_position(self.model.time_ns(at)) as f64,
        }
    }

    /// Where what the event in this row began, begins.
    pub fn row_position(&self, row: u32) -> f64 {
        self.position(Moment(row.saturating_add(1)))
    }

    /// The last moment that is not after a position: what has happened by then. O(log events), for the
    /// steps clock O(1).
    pub fn moment(&self, position: f64) -> Moment {
        if position.is_nan() || position < 0.0 {
            return Moment(0);
        }
        match self.kind {
            ClockKind::Steps => self.beats.moment_at(position),
            ClockKind::Wall => self.model.moment_at_ns(position as u64),
            ClockKind::Folded => self.model.moment_at_ns(self.folds.to_ns(position as u64)),
        }
    }

    /// The time of a position, in nanoseconds since the start of the run.
    pub fn time_ns(&self, position: f64) -> u64 {
        let position = position.clamp(0.0, self.length);
        match self.kind {
            ClockKind::Steps => self.model.time_ns(self.moment(position)),
            ClockKind::Wall => position as u64,
            ClockKind::Folded => self.folds.to_ns(position as u64),
        }
    }

    /// The folded stretches between two positions, in order; none for the other clocks. O(log folds).
    pub fn folds(&self, from: f64, to: f64) -> &'a [Fold] {
        match self.kind {
            ClockKind::Folded => self.folds.between(from.max(0.0) as u64, to.max(0.0) as u64),
            ClockKind::Steps | ClockKind::Wall => &[],
        }
    }
}
