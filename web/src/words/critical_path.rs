//! The critical path of a run: what determined when it ended, part by part.

use laneway_model::{CriticalPath, Model, Moment, PathPart, State};
use laneway_trace::ObjectId;
use laneway_view::{Action, Selection, actor_label, state_message};
use yew::prelude::*;

use crate::settings::{Settings, use_settings};

use super::figures::{MOST, use_unfolded};
use super::run_ref::RunRef;
use super::state::state_sign;

/// So many objects are said to have been held.
const MOST_HELD: usize = 3;

#[derive(PartialEq, Properties)]
pub struct PathProps {
    pub run: RunRef,
    pub act: Callback<Action>,
}

/// The path, which is followed when it is first unfolded.
#[component]
pub fn Path(props: &PathProps) -> Html {
    let settings = use_settings().settings;
    let (open, onclick) = use_unfolded(false);
    let path = use_memo((props.run.clone(), open), |(run, open)| {
        open.then(|| CriticalPath::new(&run.model))
    });
    html! {
        <details class="figure-fold">
            <summary class="path-summary" {onclick}>{ settings.t("path") }</summary>
            if let Some(path) = &*path {
                { shown(&settings, &props.run.model, path, &props.act) }
            }
        </details>
    }
}

fn shown(settings: &Settings, model: &Model, path: &CriticalPath, act: &Callback<Action>) -> Html {
    let l10n = settings.l10n();
    let total = l10n.duration(path.total_ns);
    let held = path.held.iter().take(MOST_HELD).map(|&(object, held_ns)| {
        let arguments = [
            ("time", total.clone().into()),
            ("held", l10n.duration(held_ns).into()),
            ("object", model.object_name(object).to_owned().into()),
        ];
        html! { <p>{ settings.with_args("path-held", &arguments) }</p> }
    });
    let parts = longest(&path.parts);
    let shorter = path.parts.len() - parts.len();
    let start = path.parts.first().filter(|_| !path.whole);
    html! {
        <>
            <p class="quiet">{ settings.t("path-line") }</p>
            { for held }
            { states(settings, path) }
            if let Some(start) = start {
                <p class="quiet">{ settings.with_args("path-cut", &[
                    ("time", l10n.time(model.time_ns(start.from), model.duration_ns()).into())
                ]) }</p>
            }
            <ol class="path">
                { for parts.iter().map(|part| html! {
                    <li>{ entry(settings, model, part, path.total_ns, act) }</li>
                }) }
            </ol>
            if shorter > 0 {
                <p class="quiet">{ settings.with_args("path-shorter", &[("count", l10n.count(shorter as u64).into())]) }</p>
            }
        </>
    }
}

/// How long the path is in each state.
fn states(settings: &Settings, path: &CriticalPath) -> Html {
    // A thread that has finished is on the path while its process takes time to exit.
    let on_path = State::ALL
        .into_iter()
        .filter(|&doing| path.states.in_state_ns(doing) > 0);
    let rows = on_path.map(|doing| {
        let time_ns = path.states.in_state_ns(doing);
        html! {
            <tr>
                <th scope="row">{ settings.t(state_message(doing)) }</th>
                <td>{ settings.l10n().duration(time_ns) }</td>
                <td>{ share(time_ns, path.total_ns) }</td>
            </tr>
        }
    });
    html! {
        <table class="figure-table">
            <thead><tr>
                <th scope="col" class="eyebrow">{ settings.t("path-states") }</th>
                <th scope="col">{ settings.t("figures-total") }</th>
                <th scope="col">{ settings.t("path-share") }</th>
            </tr></thead>
            <tbody>{ for rows }</tbody>
        </table>
    }
}

/// The longest parts, in their order.
fn longest(parts: &[PathPart]) -> Vec<PathPart> {
    let mut longest = parts.to_vec();
    laneway_model::sort_by_key(&mut longest, |part| std::cmp::Reverse(part.time_ns));
    longest.truncate(MOST);
    laneway_model::sort_by_key(&mut longest, |part| part.from);
    longest
}

/// A part: a click goes to where its phase begins, and selects it.
fn entry(
    settings: &Settings,
    model: &Model,
    part: &PathPart,
    whole_ns: u64,
    act: &Callback<Action>,
) -> Html {
    let phase = part.phase as usize;
    let doing = model.phases.state[phase];
    let actor = model.lanes.get(part.lane as usize).map(|lane| lane.actor);
    let who = actor.map(|actor| actor_label(model, actor).into_owned());
    let object = ObjectId::new(model.phases.object[phase]);
    let go = {
        let (act, phase) = (act.clone(), part.phase);
        let at = Moment::after(model.phases.start_row[phase as usize]).max(part.from);
        Callback::from(move |_: MouseEvent| {
            act.emit(Action::GoMoment(at));
            act.emit(Action::Select(Selection::Phase(phase)));
        })
    };
    html! {
        <button class="path-part" type="button" onclick={go}>
            { state_sign(doing) }
            <span class="path-who">{ who }</span>
            <span>
                { settings.t(state_message(doing)) }
                if let Some(object) = object {
                    { " " }<code>{ model.object_name(object).to_owned() }</code>
                }
            </span>
            <span class="path-time">{ settings.l10n().duration(part.time_ns) }</span>
            <span class="path-time">{ share(part.time_ns, whole_ns) }</span>
        </button>
    }
}

fn share(part_ns: u64, whole_ns: u64) -> String {
    format!("{:.0} %", part_ns as f64 * 100.0 / whole_ns.max(1) as f64)
}
