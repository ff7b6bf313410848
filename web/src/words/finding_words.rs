//! A finding, told in full.

use laneway_model::{Certainty, FindingKind, Model};
use laneway_view::{Action, Glyph, Selection, certainty_message, describe_finding, finding_title};
use yew::prelude::*;

use crate::settings::Settings;

use super::chip::sign;
use super::sentence::sentence;

/// A finding as a sign that cannot be overlooked: its title, and each of its sentences. A click goes
/// to its moment and selects it.
pub fn finding_sign(settings: &Settings, model: &Model, finding: u32, act: &Callback<Action>) -> Html {
    let sentences = describe_finding(model, finding);
    let Some((facts, (first, rest))) = model.findings.get(finding as usize).zip(sentences.split_first())
    else {
        return html! {};
    };
    let at = facts.at;
    let go = {
        let act = act.clone();
        Callback::from(move |_: MouseEvent| {
            act.emit(Action::GoMoment(at));
            act.emit(Action::Select(Selection::Finding(finding)));
        })
    };
    let certainty = certainty_message(facts.certainty);
    html! {
        <button class={classes!("finding", (facts.certainty != Certainty::Happened).then_some("finding-open"))}
            type="button" onclick={go}>
            <span class="finding-sign">{ sign(Glyph::Finding) }</span>
            <span class="finding-title">{ settings.t(finding_title(facts.kind)) }</span>
            if facts.certainty != Certainty::Happened {
                <span class="finding-certainty">{ settings.t(certainty) }</span>
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

/// True if it keeps somebody from ever moving again: how such a run ends is what there is to see.
pub const fn is_stuck(kind: FindingKind) -> bool {
    matches!(
        kind,
        FindingKind::Deadlock | FindingKind::SelfDeadlock | FindingKind::WaitsForEver
    )
}
