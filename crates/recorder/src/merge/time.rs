//! From the session's clock to the run's.

use crate::session::{Calibration, Clock, Timebase};

/// Turns ticks into nanoseconds since the program was started.
pub(super) struct Time {
    timebase: Timebase,
    /// From the start of the session to that of the program.
    start_ns: u64,
    /// When the program was started.
    pub started_unix_ms: u64,
}

impl Time {
    /// Calibrates against this instant a session that began at `start`. `started_ticks` is when the
    /// program was started, if it is known.
    pub fn new(clock: Clock, start: Calibration, started_ticks: Option<u64>) -> Self {
        let timebase = Timebase::between(clock, start, Calibration::now(clock));
        let start_ns = started_ticks.map_or(0, |ticks| timebase.ns(ticks));
        Self {
            timebase,
            start_ns,
            started_unix_ms: start.unix_ms + start_ns / 1_000_000,
        }
    }

    pub fn ns(&self, ticks: u64) -> u64 {
        self.timebase.ns(ticks).saturating_sub(self.start_ns)
    }
}
