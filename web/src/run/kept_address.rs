//! The address follows the run, so that a reload, the way back and a copied link lead to the same moment.

use gloo_timers::callback::Timeout;
use laneway_model::Moment;
use laneway_view::{Address, At, ClockKind, Pick, State};
use yew::prelude::*;

use crate::dom::{address, put_address};
use crate::player::Player;

/// So long nothing has changed when the address is written, in milliseconds: browsers refuse pages that write it again
/// and again.
const SETTLED_MS: u32 = 300;

/// Writes where the run is into the address whenever it has come to rest.
#[hook]
pub fn use_kept_address(player: &Player) {
    let (state, now) = (player.state.clone(), player.moment);
    let player = player.clone();
    use_effect_with((state, now), move |(state, now)| {
        let (state, now) = (state.clone(), *now);
        let written = (!state.playing).then(|| {
            Timeout::new(SETTLED_MS, move || {
                put_address(&kept(address(), &state, now, &player));
            })
        });
        move || drop(written)
    });
}

/// An address with where a run is. What a run has from the start needs no word.
fn kept(before: Address, state: &State, now: Moment, player: &Player) -> Address {
    let model = player.model();
    let is_lesson = model.header.lesson.is_some();
    let at = match now.0.checked_sub(1) {
        Some(row) => Some(At::Row(row)),
        None => before.at.map(|_| At::Start),
    };
    Address {
        at,
        clock: Some(state.clock).filter(|clock| *clock != ClockKind::default()),
        curtain: Some(state.curtain).filter(|curtain| *curtain != is_lesson),
        selection: Pick::of(state.selection, model),
        ..before
    }
}
