//! Who an actor is and what it does, in small.

use laneway_model::{Model, Moment};
use laneway_view::{Glyph, Token, actor_label};
use yew::prelude::*;

/// The name of a lane's actor, with the sign and the colour of its state at a moment.
pub fn lane_chip(model: &Model, lane: u32, at: Moment) -> Html {
    let Some(facts) = model.lanes.get(lane as usize) else {
        return html! {};
    };
    let label = actor_label(model, facts.actor).into_owned();
    html! {
        <span class={classes!("lane-chip", state_class(model, lane, at))}>
            { state_sign(model, lane, at) }
            <span class="lane-chip-name">{ label }</span>
        </span>
    }
}

/// The sign of a lane's state at a moment; nothing before it began.
pub fn state_sign(model: &Model, lane: u32, at: Moment) -> Html {
    let Some(phase) = model.phase_at(lane, at) else {
        return html! {};
    };
    sign(Glyph::State(model.phases.state[phase as usize]))
}

/// The class that gives an element the colours of a lane's state at a moment.
pub fn state_class(model: &Model, lane: u32, at: Moment) -> Option<String> {
    let phase = model.phase_at(lane, at)?;
    Some(Token::State(model.phases.state[phase as usize]).name())
}

/// A sign in the colour of the text around it. Decoration: words stand beside it.
pub fn sign(glyph: Glyph) -> Html {
    html! {
        <svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d={glyph.path()} /></svg>
    }
}
