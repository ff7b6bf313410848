//! From the session's clock to the run's.

use crate::session::{Calibration, Control, Timebase};

/// Turns ticks into nanoseconds since the program was started.
pub(super) struct Time {
    timebase: Timebase,
    /// From the start of the session to that of the program.
    start_ns: u64,
    /// When the program was started.
    pub started_unix_ms: u64,
}

impl Time {
    /// Calibrates against this instant. `started` is when the program was started, in ticks.
    pub fn new(control: &Control, started: u64) -> Self {
        let clock = control.clock();
        let timebase = Timebase::between(clock, control.start(), Calibration::now(clock));
        let start_ns = timebase.ns(started);
        Self {
            timebase,
            start_ns,
            started_unix_ms: control.start().unix_ms + start_ns / 1_000_000,
        }
    }

    pub fn ns(&self, ticks: u64) -> u64 {
        self.timebase.ns(ticks).saturating_sub(self.start_ns)
    }
}
