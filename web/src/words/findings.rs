//! The panel of the findings, and of the figures of the run.

use laneway_view::{Action, Selection};
use yew::prelude::*;

use crate::player::Player;
use crate::settings::{Settings, use_settings};

use super::figures::Figures;
use super::finding_words::finding_sign;
use super::run_ref::RunRef;
use super::window::{Earlier, Later, Reach, use_leaf};

const REACH: Reach = Reach { before: 12, after: 0 };

#[derive(PartialEq, Properties)]
pub struct FindingsProps {
    pub player: Player,
}

/// What has been found up to the playhead, newest first in sight; what comes later is only counted, so that
/// a lesson keeps its point.
#[component]
pub fn Findings(props: &FindingsProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let model = player.model();
    let found = model.findings_until(player.moment).len();
    let leaf = use_leaf(found, found.saturating_sub(1), REACH);
    html! {
        <div class="scroll" tabindex="0" data-scrolls="">
            if model.findings.is_empty() {
                <div class="empty"><p>{ settings.t("findings-none-ever") }</p></div>
            } else if found == 0 {
                <div class="empty"><p>{ settings.t("findings-none") }</p></div>
            }
            <Later leaf={leaf.clone()} />
            <ol class="findings">
                { for leaf.rows.clone().rev().map(|index| html! {
                    <li key={index}>{ finding_sign(&settings, model, index as u32, &player.act) }</li>
                }) }
            </ol>
            <Earlier {leaf} />
            { to_later_ones(&settings, player, found) }
            <Figures run={RunRef::of(player)} open={model.header.lesson.is_none()} />
        </div>
    }
}

/// How many findings are still to come, and the way to the next.
fn to_later_ones(settings: &Settings, player: &Player, found: usize) -> Html {
    let findings = &player.model().findings;
    let Some(next) = findings.get(found) else {
        return html! {};
    };
    let (act, at) = (player.act.clone(), next.at);
    let go = Callback::from(move |_: MouseEvent| {
        act.emit(Action::GoMoment(at));
        act.emit(Action::Select(Selection::Finding(found as u32)));
    });
    let count = settings.l10n().count((findings.len() - found) as u64);
    html! {
        <p class="later-on">
            <span>{ settings.with_args("findings-later", &[("count", count.into())]) }</span>
            <button class="button" type="button" onclick={go}>{ settings.t("findings-next") }</button>
        </p>
    }
}
