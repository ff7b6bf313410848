//! When to look at the threads of a run.

use std::time::{Duration, Instant};

/// The time of looks: some twenty a second, and fewer where a look takes long.
pub(super) struct Pace {
    next: Instant,
}

/// The shortest time from one look to the next.
const PERIOD: Duration = Duration::from_millis(50);
/// Of this many parts of the time, looks take one.
const SHARE: u32 = 64;

impl Pace {
    pub fn new() -> Self {
        Self {
            next: Instant::now() + PERIOD,
        }
    }

    /// How long until the next look.
    pub fn left(&self) -> Duration {
        self.next.saturating_duration_since(Instant::now())
    }

    /// There was a look, which took so much of a core.
    pub fn took(&mut self, cost: Duration) {
        self.next = Instant::now() + PERIOD.max(cost * SHARE);
    }
}
