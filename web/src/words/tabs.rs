//! The tabs above the panels.

use laneway_view::{Action, Panel};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::dom::document;
use crate::player::Player;
use crate::settings::use_settings;

#[derive(PartialEq, Properties)]
pub struct TabsProps {
    pub player: Player,
}

/// One tab a panel, with how much there is to see in it by now.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let settings = use_settings().settings;
    let Player {
        state, act, moment, ..
    } = &props.player;
    let model = props.player.model();
    let open = state.panel;
    let turn = {
        let act = act.clone();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(panel) = panel_by_key(open, &event.key()) {
                event.prevent_default();
                act.emit(Action::SetPanel(panel));
                focus(panel);
            }
        })
    };
    let tab = |panel: Panel| {
        let count = match panel {
            Panel::Console => model.console_until(*moment).len(),
            Panel::Findings => model.findings_until(*moment).len(),
            _ => 0,
        };
        let selected = panel == open;
        html! {
            <button class="tab" type="button" role="tab" id={tab_id(panel)} aria-selected={selected.to_string()}
                aria-controls={selected.then(|| panel_id(panel))} tabindex={if selected { "0" } else { "-1" }}
                onclick={act.reform(move |_: MouseEvent| Action::SetPanel(panel))}>
                { settings.t(panel.message()) }
                if count > 0 {
                    <span class="tab-count">{ badge(count) }</span>
                }
            </button>
        }
    };
    html! {
        <div class="tabs" role="tablist" aria-label={settings.t("words-tabs")} onkeydown={turn}>
            { for Panel::ALL.into_iter().map(tab) }
        </div>
    }
}

/// The id of a panel's tab.
pub fn tab_id(panel: Panel) -> &'static str {
    panel.message()
}

/// The id of a panel.
pub fn panel_id(panel: Panel) -> String {
    format!("panel-{}", panel.message())
}

/// The panel that a key leads to from the tab of another.
fn panel_by_key(from: Panel, key: &str) -> Option<Panel> {
    let all = Panel::ALL;
    let at = all.iter().position(|&panel| panel == from)?;
    let to = match key {
        "ArrowRight" => (at + 1) % all.len(),
        "ArrowLeft" => (at + all.len() - 1) % all.len(),
        "Home" => 0,
        "End" => all.len() - 1,
        _ => return None,
    };
    Some(all[to])
}

fn focus(panel: Panel) {
    let tab = document().get_element_by_id(tab_id(panel));
    if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
        // It fails for no element that is in the document.
        let _ = tab.focus();
    }
}

/// A count that keeps its badge small.
fn badge(count: usize) -> String {
    match count {
        0..=999 => count.to_string(),
        1_000..=999_999 => format!("{}k", count / 1_000),
        _ => format!("{}M", count / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrow_keys_go_round_the_tabs() {
        let check = |from, key, expected| assert_eq!(panel_by_key(from, key), expected);
        check(Panel::Lesson, "ArrowRight", Some(Panel::Story));
        check(Panel::Findings, "ArrowRight", Some(Panel::Lesson));
        check(Panel::Lesson, "ArrowLeft", Some(Panel::Findings));
        check(Panel::Source, "Home", Some(Panel::Lesson));
        check(Panel::Source, "End", Some(Panel::Findings));
        check(Panel::Source, "a", None);
    }

    #[test]
    fn badges_stay_small() {
        let check = |count, expected: &str| assert_eq!(badge(count), expected);
        check(7, "7");
        check(999, "999");
        check(12_345, "12k");
        check(3_000_000, "3M");
    }
}
