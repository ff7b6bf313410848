//! The first things that Tab reaches: straight to the question, and to playing.

use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::dom::document;
use crate::settings::use_settings;

/// The question that is asked, or else the way to the next step, or the open panel.
const SAID: [&str; 3] = [
    ".asked .prompt-option:enabled",
    ".step-moves .button:enabled:last-child",
    "[role=tab][tabindex='0']",
];

/// Two ways past the bar on top, seen while they have the focus.
#[component]
pub fn Skips() -> Html {
    let settings = use_settings().settings;
    let skip = |message, to: &'static [&'static str]| {
        html! {
            <button class="button skip" type="button" onclick={move |_: MouseEvent| focus(to)}>{ settings.t(message) }</button>
        }
    };
    html! {
        <nav class="skips" aria-label={settings.t("skips")}>
            { skip("skip-to-words", &SAID) }
            { skip("skip-to-play", &[".play"]) }
        </nav>
    }
}

/// Gives the focus to the first of these that there is.
fn focus(to: &[&str]) {
    let found = to
        .iter()
        .find_map(|selector| document().query_selector(selector).ok()?);
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // It fails for no element that is in the document.
        let _ = element.focus();
    }
}
