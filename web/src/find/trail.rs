//! The way along the moments at which the same thing happens.

use std::rc::Rc;

use laneway_view::{Action, Selection, Trail, Visits, known};
use yew::prelude::*;

use crate::hint::hint;
use crate::icon::{Icon, Sign};
use crate::player::{Live, Player};
use crate::settings::{Settings, use_settings};

use super::kept::Kept;

/// Actions that are listened to: two of them go along what is followed.
#[hook]
pub fn use_trail(live: &Rc<Live>, act: &Callback<Action>) -> Callback<Action> {
    let live = live.clone();
    use_callback(act.clone(), move |action, act| match action {
        Action::GoNextOfTrail => go(&live, act, false),
        Action::GoPreviousOfTrail => go(&live, act, true),
        _ => act.emit(action),
    })
}

/// To another moment of what is followed. If a lane is selected, then from now on the one in which it happens.
fn go(live: &Live, act: &Callback<Action>, back: bool) {
    let model = &live.run.model;
    let now = live.moment();
    let furthest = live.frame().furthest;
    let found = live.with_state(|state| {
        let known = known(model, state.curtain, furthest);
        let visits = state.trail?.visits(state, model, &live.timeline, now, known);
        let to = if back { visits.previous } else { visits.onward() };
        Some((to?, state.selection.lane(model)))
    });
    let Some((to, selected)) = found else { return };
    let lane = to.row().and_then(|row| model.lane_of_row(row));
    if let (Some(lane), true) = (lane, selected.is_some() && selected != lane) {
        act.emit(Action::Select(Selection::Lane(lane)));
    }
    act.emit(Action::GoMoment(to));
}

/// Where one is on what is followed.
pub fn visits(player: &Player, trail: Trail) -> Visits {
    let (model, timeline) = (player.model(), &player.live.timeline);
    trail.visits(&player.state, model, timeline, player.moment, player.known())
}

/// "3 of 120".
pub fn at_words(settings: &Settings, visits: &Visits) -> String {
    let count = |number: u32| settings.l10n().count(u64::from(number));
    settings.with_args(
        "trail-at",
        &[
            ("this", count(visits.this).into()),
            ("all", count(visits.times).into()),
        ],
    )
}

#[derive(PartialEq, Properties)]
pub struct TrailBarProps {
    pub player: Player,
    pub kept: Rc<Kept>,
}

/// What is followed, above the transport. It covers a little and moves nothing.
#[component]
pub fn TrailBar(props: &TrailBarProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let Some(trail) = player.state.trail else {
        return html! {};
    };
    let visits = visits(player, trail);
    let words = match trail {
        Trail::Text(text) => player
            .model()
            .texts
            .get(text.index())
            .cloned()
            .unwrap_or_default(),
        Trail::Kind(kind) => props.kept.search(player, &settings).kind_words(kind).to_owned(),
    };
    let button = |sign, id, key: &str, action: Action, there: bool| {
        let words = settings.t(id);
        let title = hint(&words, key);
        html! {
            <button class="button button-quiet" type="button" {title} aria-label={words} disabled={!there}
                onclick={player.act.reform(move |_: MouseEvent| action)}><Icon {sign} /></button>
        }
    };
    html! {
        <div class="trail" role="group" aria-label={settings.t("trail")}>
            <span class="trail-words">{ words }</span>
            <span class="trail-at" role="status">{ at_words(&settings, &visits) }</span>
            { button(Sign::Previous, "key-trail-back", "Shift + F3", Action::GoPreviousOfTrail, visits.previous.is_some()) }
            { button(Sign::Next, "key-trail", "F3", Action::GoNextOfTrail, visits.onward().is_some()) }
            { button(Sign::Close, "trail-close", "", Action::Follow(None), true) }
        </div>
    }
}
