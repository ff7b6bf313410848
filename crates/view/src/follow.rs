//! Which part of the run is in sight.

use crate::{Clock, State, TimeScale};

/// While playing, the playhead comes no closer to the right edge than this part of the width.
const FOLLOW: f64 = 0.75;

/// The scale of a state: its own, kept within the run, or the one that shows the whole run.
pub(crate) fn resolved(scale: Option<TimeScale>, clock: &Clock<'_>, width_px: f64) -> TimeScale {
    match scale {
        Some(scale) => scale.clamp(clock.length(), width_px),
        None => TimeScale::fit(clock.length(), width_px),
    }
}

/// While playing, moved so that the playhead stays in sight with room before it. The whole run in sight
/// stays as it is.
pub(crate) fn followed(scale: TimeScale, state: &State, playhead: f64, width_px: f64) -> TimeScale {
    if state.playing && state.scale.is_some() {
        scale.reveal(playhead, 0.0, width_px * FOLLOW)
    } else {
        scale
    }
}
