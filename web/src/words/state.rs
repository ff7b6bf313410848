//! What a lane does, as a bare sign in its colour.

use laneway_model::{Model, Moment, State as Doing};
use laneway_view::{Glyph, Token};
use yew::prelude::*;

use crate::chip::Sign;

/// What a lane does at a moment; `None` before it begins.
pub fn doing_at(model: &Model, lane: u32, at: Moment) -> Option<Doing> {
    let phase = model.phase_at(lane, at)?;
    model.phases.state.get(phase as usize).copied()
}

/// The sign of a state in the state's colour.
pub fn state_sign(doing: Doing) -> Html {
    html! { <span class={classes!("state", state_color(doing))}><Sign glyph={Glyph::State(doing)} /></span> }
}

/// The class that names a state's colour `--state`.
pub fn state_color(doing: Doing) -> String {
    Token::State(doing).name()
}
