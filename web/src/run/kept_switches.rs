//! What was switched on one run holds on the next: the stops and the speed.

use laneway_view::{SPEEDS, State};
use yew::prelude::*;

use crate::player::Player;
use crate::storage::{recall, remember};

const STOPS: &str = "step-stops";
const SPEED: &str = "speed";

/// The state of a run that is opened, as it was switched last.
pub fn with_kept_switches(state: State) -> State {
    let speed = recall(SPEED).and_then(|speed| SPEEDS.into_iter().find(|it| it.to_string() == speed));
    State {
        step_stops: recall(STOPS).as_deref() != Some("off"),
        speed: speed.unwrap_or(state.speed),
        ..state
    }
}

/// Remembers what is switched.
#[hook]
pub fn use_kept_switches(player: &Player) {
    let state = &player.state;
    use_effect_with(state.step_stops, |on| {
        remember(STOPS, if *on { "on" } else { "off" });
    });
    use_effect_with(state.speed.to_string(), |speed| remember(SPEED, speed));
}
