//! A finding, told in full.

use laneway_model::{Certainty, Finding, FindingKind, Model};
use laneway_view::{Action, Glyph, Selection, certainty_message, describe_finding, finding_title};
use yew::prelude::*;

use crate::chip::Sign;
use crate::settings::Settings;

use super::sentence::sentence;

/// A finding that cannot be overlooked: its title, and each of its sentences. A click goes to its moment and
/// selects it. `times` is how many findings say the same.
pub fn finding_sign(
    settings: &Settings,
    model: &Model,
    finding: u32,
    times: usize,
    act: &Callback<Action>,
) -> Html {
    let sentences = describe_finding(model, finding);
    let found = model.findings.get(finding as usize);
    let Some((facts, (first, rest))) = found.zip(sentences.split_first()) else {
        return html! {};
    };
    let class = classes!("finding", is_stuck(facts.kind).then_some("finding-stuck"));
    html! {
        <button {class} type="button" onclick={go_to(finding, facts, act)}>
            <span class="finding-sign"><Sign glyph={Glyph::Finding} /></span>
            <span class="finding-title">
                { settings.t(finding_title(facts.kind)) }
                if times > 1 {
                    <span class="finding-times">{ format!("× {times}") }</span>
                }
            </span>
            if facts.certainty != Certainty::Happened {
                <span class="finding-certainty">{ settings.t(certainty_message(facts.certainty)) }</span>
            }
            <span class="finding-text">{ sentence(settings, first) }</span>
            if !rest.is_empty() {
                <span class="finding-links">
                    { for rest.iter().map(|link| html! { <span>{ sentence(settings, link) }</span> }) }
                </span>
            }
        </button>
    }
}

/// Goes to the moment of a finding and selects it.
pub fn go_to(finding: u32, facts: &Finding, act: &Callback<Action>) -> Callback<MouseEvent> {
    let (act, at) = (act.clone(), facts.at);
    Callback::from(move |_| {
        act.emit(Action::GoMoment(at));
        act.emit(Action::Select(Selection::Finding(finding)));
    })
}

/// True if it keeps somebody from ever moving again: how such a run ends is what there is to see.
pub const fn is_stuck(kind: FindingKind) -> bool {
    matches!(
        kind,
        FindingKind::Deadlock | FindingKind::SelfDeadlock | FindingKind::WaitsForEver
    )
}
