//! Which lanes are shown: a filter, what stands together, what is pinned and folded. Only where there are many.

use laneway_view::{Action, Grouping, LaneAction, NamePart, has_lane_tools, selected_group};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::player::Player;
use crate::settings::{Settings, use_settings};

#[derive(PartialEq, Properties)]
pub struct LaneToolsProps {
    pub player: Player,
}

/// A row above the lanes.
#[component]
pub fn LaneTools(props: &LaneToolsProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    if !has_lane_tools(player.model(), &player.state) {
        return Html::default();
    }
    let filtered = player.act.reform(|event: InputEvent| {
        let words = event.target_unchecked_into::<HtmlInputElement>().value();
        Action::Lanes(LaneAction::Filter(NamePart::new(&words)))
    });
    let label = settings.t("lanes-filter");
    html! {
        <div class="lane-tools" role="group" aria-label={settings.t("lanes-tools")}>
            <input type="search" class="lane-filter" placeholder={label.clone()} aria-label={label}
                maxlength={NamePart::MOST_BYTES.to_string()} value={player.state.lanes.filter().to_owned()} oninput={filtered} />
            { groupings(&settings, player) }
            { selected_lane(&settings, player) }
            { fold_all(&settings, player) }
            { hidden(&settings, player) }
        </div>
    }
}

/// What stands together.
fn groupings(settings: &Settings, player: &Player) -> Html {
    let chosen = player.state.lanes.grouping();
    let choice = |grouping: Grouping| {
        let onclick = player
            .act
            .reform(move |_: MouseEvent| Action::Lanes(LaneAction::GroupBy(grouping)));
        let id = format!("lanes-group-{}", grouping.name());
        let hint = (grouping == Grouping::Names).then(|| settings.t("lanes-group-names-hint"));
        html! {
            <button class="segment" type="button" title={hint} aria-pressed={(grouping == chosen).to_string()} {onclick}>
                { settings.t(&id) }
            </button>
        }
    };
    html! {
        <div class="segments" role="group" aria-label={settings.t("lanes-group")}>
            { for Grouping::ALL.into_iter().map(choice) }
        </div>
    }
}

/// Pins the selected lane, and folds those that it stands with.
fn selected_lane(settings: &Settings, player: &Player) -> Html {
    let (model, state) = (player.model(), &player.state);
    let lane = state.selection.lane(model);
    let group = selected_group(model, &player.live.timeline, state);
    let pinned = lane.is_some_and(|lane| state.lanes.is_pinned(lane));
    let folded = group.is_some_and(|group| state.lanes.is_folded(group));
    html! {
        <>
            { toggle(settings, player, "lanes-pin", pinned, lane.map(LaneAction::TogglePin)) }
            { toggle(settings, player, "lanes-fold", folded, group.map(LaneAction::ToggleFold)) }
        </>
    }
}

fn fold_all(settings: &Settings, player: &Player) -> Html {
    let folded = player.state.lanes.has_folded();
    toggle(
        settings,
        player,
        "lanes-fold-all",
        folded,
        Some(LaneAction::FoldAll(!folded)),
    )
}

/// A button that is pressed while something is so; without an action there is nothing to press it for.
fn toggle(
    settings: &Settings,
    player: &Player,
    id: &str,
    pressed: bool,
    action: Option<LaneAction>,
) -> Html {
    let act = player.act.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(action) = action {
            act.emit(Action::Lanes(action));
        }
    });
    html! {
        <button class="button lane-tool" type="button" title={settings.t(&format!("{id}-hint"))}
            aria-pressed={pressed.to_string()} disabled={action.is_none()} {onclick}>{ settings.t(id) }</button>
    }
}

/// How many lanes are not shown, and the way to see all again.
fn hidden(settings: &Settings, player: &Player) -> Html {
    let hidden = player.state.lanes.hidden();
    let l10n = settings.l10n();
    let counts = [
        ("hidden", l10n.count(hidden as u64).into()),
        ("count", l10n.count(player.model().lanes.len() as u64).into()),
    ];
    let all = player
        .act
        .reform(|_: MouseEvent| Action::Lanes(LaneAction::ShowAll));
    html! {
        <p class="lanes-hidden" role="status">
            if hidden > 0 {
                <span>{ settings.with_args("lanes-hidden", &counts) }</span>
                <button class="button lane-tool" type="button" onclick={all}>{ settings.t("lanes-show-all") }</button>
            }
        </p>
    }
}
