//! What actions do.

use laneway_model::Model;

use crate::{Action, State, Timeline};

/// Does an action: changes the state and gives the position at which the playhead is afterwards, in
/// units of the clock that the state then has. `playhead` is where it is now. Nothing else is touched,
/// and the same arguments always have the same effect.
#[must_use = "the playhead may have moved"]
pub fn update(
    state: &mut State,
    playhead: f64,
    action: Action,
    model: &Model,
    timeline: &Timeline,
) -> f64 {
    let _ = (state, action, model, timeline);
    playhead
}
