//! How the playhead moves by itself.

use crate::{BEAT_S, Clock, ClockKind, State, Stop, Stops, Tempo};

/// The speeds on offer, as multiples of [`pace`].
pub const SPEEDS: [f64; 9] = [0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0];

/// How long a run plays at speed 1, in seconds, unless it is short.
pub const PLAYING_S: f64 = 40.0;

/// The fewest events a second at speed 1: a short run is over sooner than [`PLAYING_S`].
pub const FEWEST_BEATS_PER_S: f64 = 2.5;

/// How far the playhead moves in a second at speed 1, in units of the clock: so far that a run plays in
/// [`PLAYING_S`], whatever its length; on the steps clock never less than [`FEWEST_BEATS_PER_S`].
pub fn pace(clock: &Clock<'_>) -> f64 {
    let pace = clock.length() / PLAYING_S;
    match clock.kind() {
        ClockKind::Steps => pace.max(FEWEST_BEATS_PER_S),
        ClockKind::Wall | ClockKind::Folded => pace,
    }
}

/// How far the playhead moves in a second at speed 1, in a lesson by its [`Tempo`] where no event belongs to the one
/// before.
pub fn pace_by(tempo: &Tempo, clock: &Clock<'_>) -> f64 {
    if clock.kind() == ClockKind::Steps && !tempo.is_empty() {
        1.0 / BEAT_S
    } else {
        pace(clock)
    }
}

/// How fast a speed is beside real time: 0.05 plays a second in twenty. `None` for the steps clock,
/// which knows no time.
pub fn real_time_factor(clock: &Clock<'_>, speed: f64) -> Option<f64> {
    (clock.kind() != ClockKind::Steps).then(|| pace(clock) * speed / 1e9)
}

/// Where the playhead is `elapsed_s` seconds later.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Advance {
    /// Its position.
    pub playhead: f64,
    /// True if it has come to the end and playing is over.
    pub ended: bool,
    /// The stop at which it stands now, if it has come to one.
    pub stop: Option<Stop>,
}

/// Moves the playhead on: at the state's speed times [`pace`], in a lesson by its [`Tempo`], within the range if
/// there is one, to the next of the `stops` at most, and starting over at the end if it loops.
pub fn advance(
    clock: &Clock<'_>,
    tempo: &Tempo,
    playhead: f64,
    elapsed_s: f64,
    state: &State,
    stops: &Stops,
) -> Advance {
    let (start, end) = state.range.map_or((0.0, clock.length()), |range| {
        (clock.position(range.from), clock.position(range.to))
    });
    let elapsed_s = state.speed * elapsed_s.clamp(0.0, 1.0);
    let by_tempo = (clock.kind() == ClockKind::Steps).then(|| tempo.after(playhead, elapsed_s));
    let moved = by_tempo
        .flatten()
        .unwrap_or_else(|| playhead + pace(clock) * elapsed_s);
    let stop = stops.next(clock, playhead, state.step_stops, &state.own_stops);
    if let Some(stop) = stop.filter(|stop| clock.position(stop.at) <= moved.min(end)) {
        return Advance {
            playhead: clock.position(stop.at),
            ended: false,
            stop: Some(stop),
        };
    }
    if moved < end {
        return Advance {
            playhead: moved,
            ended: false,
            stop: None,
        };
    }
    if state.looping && end > start {
        return Advance {
            playhead: start,
            ended: false,
            stop: None,
        };
    }
    Advance {
        playhead: end,
        ended: true,
        stop: None,
    }
}
