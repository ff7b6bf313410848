//! Always on top: what has just happened, why a lane is where it is, and what was found by now. All of it has its room
//! from the start, so that nothing below moves.

use laneway_model::{FindingKind, Model, Moment, State as Doing};
use laneway_trace::ActorId;
use laneway_view::{
    Glyph, Selection, Told, describe_finding, finding_title, focus, narrate, state_message, tell_phase,
    why,
};
use yew::prelude::*;

use crate::chip::{Sign, look};
use crate::player::Player;
use crate::settings::{Settings, use_settings};

use super::finding_words::{go_to, is_stuck};
use super::sentence::{sentence, told};
use super::state::doing_at;

#[derive(PartialEq, Properties)]
pub struct ExplanationProps {
    pub player: Player,
}

/// The selected phase or lane, or else the lane that acted last, in sentences; and below it what was found.
#[component]
pub fn Explanation(props: &ExplanationProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let (model, moment) = (player.model(), player.moment);
    let found = finding_to_tell(model, player.state.selection, moment);
    // Read aloud when the playhead comes to rest; while it moves there is no end to it.
    let live = if player.state.playing { "off" } else { "polite" };
    html! {
        <section class="explanation" aria-label={settings.t("words-explanation")}>
            <div class="explained" aria-live={live} tabindex="0" data-scrolls="">
                <p class="happened">{ happened(&settings, player) }</p>
                { explained(&settings, player, found) }
            </div>
            { strip(&settings, player, found) }
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

/// The newest event, in a sentence.
pub fn happened(settings: &Settings, player: &Player) -> Html {
    let row = player.live.timeline.beats().last_row(player.moment);
    match row.and_then(|row| narrate(player.model(), row)) {
        Some(message) => sentence(settings, &message),
        None => html! { { settings.t("events-before") } },
    }
}

/// What is asked about: a phase, a finding, a lane.
fn explained(settings: &Settings, player: &Player, found: Option<u32>) -> Html {
    let (model, selection) = (player.model(), player.state.selection);
    if let Selection::Phase(phase) = selection {
        return phase_told(settings, player, phase);
    }
    let lane = focus(model, &player.live.timeline, selection, player.moment);
    if let Some(finding) = found.filter(|&finding| says_it_all(player, lane, finding)) {
        return finding_told(settings, model, finding);
    }
    lane.map_or_else(Html::default, |lane| lane_told(settings, player, lane))
}

/// True if a finding is asked about, or says all that there is to say of a lane that nobody has asked about.
fn says_it_all(player: &Player, lane: Option<u32>, finding: u32) -> bool {
    let model = player.model();
    match player.state.selection {
        Selection::Finding(selected) => return selected == finding,
        Selection::Lane(_) | Selection::Phase(_) | Selection::Hold(_) => return false,
        _ => {}
    }
    let actor = lane
        .and_then(|lane| model.lanes.get(lane as usize))
        .map(|lane| lane.actor);
    let facts = model.findings.get(finding as usize);
    facts
        .zip(actor)
        .is_some_and(|(facts, actor)| is_stuck(facts.kind) && facts.actors.contains(&actor))
}

fn finding_told(settings: &Settings, model: &Model, finding: u32) -> Html {
    let sentences = describe_finding(model, finding);
    html! {
        <ul class="told-finding">
            { for sentences.iter().map(|message| html! { <li>{ sentence(settings, message) }</li> }) }
        </ul>
    }
}

/// Why a lane is where it is, down to the root.
fn lane_told(settings: &Settings, player: &Player, lane: u32) -> Html {
    let (model, moment) = (player.model(), player.moment);
    let Some(facts) = model.lanes.get(lane as usize) else {
        return Html::default();
    };
    let lines = chain(model, facts.actor, moment, player.known());
    signed(
        settings,
        player,
        doing_at(model, lane, moment),
        &Html::default(),
        &lines,
    )
}

/// A phase, also a past one; and while it lasts, why.
fn phase_told(settings: &Settings, player: &Player, phase: u32) -> Html {
    let (model, moment) = (player.model(), player.moment);
    let Some(phase_told) = tell_phase(model, phase, player.known()) else {
        return Html::default();
    };
    let lasts = model.phase_at(phase_told.lane, moment) == Some(phase);
    let waits = model.awaits(phase_told.lane, phase).is_some();
    let actor = model.lanes.get(phase_told.lane as usize).map(|lane| lane.actor);
    let mut lines = match actor {
        Some(actor) if lasts && waits => chain(model, actor, moment, player.known()),
        _ => Vec::new(),
    };
    lines.extend(phase_told.lines);
    let title = settings.t(state_message(phase_told.doing));
    let title = html! { <b class="told-title">{ title }</b> };
    signed(settings, player, Some(phase_told.doing), &title, &lines)
}

/// A line for each link.
fn chain(model: &Model, actor: ActorId, at: Moment, known: Moment) -> Vec<Vec<Told>> {
    let links = why(model, actor, at, known).into_iter();
    links.map(|told| vec![told]).collect()
}

/// Sentences beside the sign of a state.
fn signed(
    settings: &Settings,
    player: &Player,
    doing: Option<Doing>,
    title: &Html,
    lines: &[Vec<Told>],
) -> Html {
    html! {
        <div class="why">
            <span class={classes!("why-sign", doing.map(look))}>
                if let Some(doing) = doing {
                    <Sign glyph={Glyph::State(doing)} />
                }
            </span>
            <ol class={classes!("why-chain", (lines.len() > 2).then_some("is-long"))}>
            { for lines.iter().enumerate().map(|(index, line)| html! {
                <li>
                    if index == 0 { { title.clone() } }
                    { for line.iter().map(|it| html! { <>{ told(settings, it, &player.act) }{ " " }</> }) }
                </li>
            }) }
        </ol>
        </div>
    }
}

/// What was found by now, in one line that is there from the start. A click goes to its moment and selects it.
fn strip(settings: &Settings, player: &Player, found: Option<u32>) -> Html {
    let model = player.model();
    let facts = found.and_then(|finding| Some((finding, model.findings.get(finding as usize)?)));
    let Some((finding, facts)) = facts else {
        return html! { <p class="strip strip-none">{ settings.t("findings-none") }</p> };
    };
    let sentences = describe_finding(model, finding);
    let first = sentences
        .first()
        .map_or_else(Html::default, |message| sentence(settings, message));
    let words = sentences
        .first()
        .map_or_else(String::new, |message| settings.say(message));
    let class = classes!("strip", strip_look(facts.kind));
    html! {
        <button {class} type="button" title={words} onclick={go_to(finding, facts, &player.act)}>
            <span class="finding-sign"><Sign glyph={Glyph::Finding} /></span>
            <span class="finding-title">{ settings.t(finding_title(facts.kind)) }</span>
            <span class="strip-text">{ first }</span>
        </button>
    }
}

fn strip_look(kind: FindingKind) -> Option<&'static str> {
    is_stuck(kind).then_some("strip-stuck")
}
