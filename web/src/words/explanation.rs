//! Always on top: what has just happened, why a lane is where it is, and what was found by now.

use laneway_model::{Model, Moment};
use laneway_view::{Glyph, Panel, Selection, explain, focus, narrate};
use yew::prelude::*;

use crate::chip::{Sign, look};
use crate::player::Player;
use crate::settings::{Settings, use_settings};

use super::finding_words::{finding_sign, is_stuck};
use super::sentence::sentence;
use super::state::doing_at;

#[derive(PartialEq, Properties)]
pub struct ExplanationProps {
    pub player: Player,
}

/// The selected lane, or else the one that acted last, in sentences.
#[component]
pub fn Explanation(props: &ExplanationProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let (model, moment) = (player.model(), player.moment);
    let lane = focus(model, &player.live.timeline, player.state.selection, moment);
    // The panel of the findings tells it, too.
    let told = (player.state.panel != Panel::Findings)
        .then(|| finding_to_tell(model, player.state.selection, moment))
        .flatten();
    // Read aloud when the playhead comes to rest; while it moves there is no end to it.
    // Room for what comes next, but for the ring of a deadlock: after it nothing comes.
    let lane = lane.filter(|&lane| !says_it_all(player, lane, told));
    let room = (lane.is_some() || told.is_none()).then_some("has-room");
    let live = if player.state.playing { "off" } else { "polite" };
    html! {
        <section class="explanation" aria-label={settings.t("words-explanation")}>
            <div aria-live={live}>
                <div class={classes!(room)}>
                    <p class="happened">{ happened(&settings, player) }</p>
                    if let Some(lane) = lane {
                        { why(&settings, model, lane, moment) }
                    }
                </div>
                if let Some(finding) = told {
                    { finding_sign(&settings, model, finding, 1, &player.act) }
                }
            </div>
        </section>
    }
}

/// The finding that is told: the selected one, or else the newest that keeps somebody stuck, or else the
/// newest; of those that are complete by now.
fn finding_to_tell(model: &Model, selection: Selection, at: Moment) -> Option<u32> {
    let found = model.findings_until(at);
    if let Selection::Finding(finding) = selection {
        if (finding as usize) < found.len() {
            return Some(finding);
        }
    }
    let newest = found.len().checked_sub(1)?;
    // Not all of ten thousand lost updates are looked through for every frame.
    let stuck = found
        .iter()
        .rev()
        .take(100)
        .position(|finding| is_stuck(finding.kind));
    Some((newest - stuck.unwrap_or(0)) as u32)
}

fn happened(settings: &Settings, player: &Player) -> Html {
    let row = player.live.timeline.beats().last_row(player.moment);
    match row.and_then(|row| narrate(player.model(), row)) {
        Some(message) => sentence(settings, &message),
        None => html! { { settings.t("events-before") } },
    }
}

/// True if a finding says all that there is to say of a lane that nobody has asked about.
fn says_it_all(player: &Player, lane: u32, told: Option<u32>) -> bool {
    let model = player.model();
    let told = told.and_then(|finding| model.findings.get(finding as usize));
    let asked = matches!(
        player.state.selection,
        Selection::Lane(_) | Selection::Phase(_) | Selection::Hold(_)
    );
    let actor = model.lanes.get(lane as usize).map(|lane| lane.actor);
    !asked
        && told
            .zip(actor)
            .is_some_and(|(told, actor)| is_stuck(told.kind) && told.actors.contains(&actor))
}

/// Why a lane is where it is.
fn why(settings: &Settings, model: &Model, lane: u32, at: Moment) -> Html {
    let Some(facts) = model.lanes.get(lane as usize) else {
        return html! {};
    };
    let sentences = explain(model, facts.actor, at);
    let separator = settings.t("sentence-separator");
    let doing = doing_at(model, lane, at);
    html! {
        <div class="why">
            <span class={classes!("why-sign", doing.map(look))}>
                if let Some(doing) = doing {
                    <Sign glyph={Glyph::State(doing)} />
                }
            </span>
            <p>
                { for sentences.iter().enumerate().map(|(index, message)| html! {
                    <>
                        if index > 0 {
                            { separator.clone() }
                        }
                        { sentence(settings, message) }
                    </>
                }) }
            </p>
        </div>
    }
}
