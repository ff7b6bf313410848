//! Keys that are meant for the run, wherever the focus is.

use laneway_view::KeyPress;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::dom::document;

use super::use_listener;

/// Where one types or chooses: all keys are its own.
const FIELDS: &str = "input, select, textarea";

/// Calls `press` with each key for which nothing else on the page has a use; it returns true if it has.
#[hook]
pub fn use_keys(press: impl Fn(&KeyPress) -> bool + 'static) {
    use_listener(None, "keydown", true, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let key = event.key();
        let target = event.target().and_then(|target| target.dyn_into().ok());
        if event.default_prevented() || target.is_some_and(|target| has_own_use(&target, &key)) {
            return;
        }
        let used = press(&KeyPress {
            code: event.code(),
            key,
            ctrl: event.ctrl_key() || event.meta_key(),
            shift: event.shift_key(),
            alt: event.alt_key(),
        });
        if used {
            event.prevent_default();
        }
    });
}

/// True if the browser does something with a key for an element that has the focus. A tab is none of the
/// buttons that space presses, since it is open as soon as it has the focus.
fn has_own_use(element: &Element, key: &str) -> bool {
    match key {
        "Escape" => false,
        // A clicker goes on from a field of one line, which has no use for its keys.
        "PageUp" | "PageDown" if is(element, "input[inputmode=numeric]") => false,
        _ if is(element, FIELDS) => true,
        " " => is(element, "button:not([role=tab]), summary"),
        "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" | "Home" | "End" | "PageUp"
        | "PageDown" => is(element, "[data-scrolls]"),
        _ => false,
    }
}

fn is(element: &Element, selector: &str) -> bool {
    element.matches(selector).unwrap_or(false)
}

/// Takes the focus away from what is clicked, so that the next key is the run's; but for fields, and for tabs,
/// which are turned by arrow keys. What is reached by Tab keeps the focus.
#[hook]
pub fn use_focus_by_keyboard_only() {
    use_listener(None, "mouseup", false, |_| {
        let focused = document()
            .active_element()
            .filter(|element| !is(element, FIELDS) && !is(element, "[role=tab]"));
        if let Some(focused) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // It fails for no element that is in the document.
            let _ = focused.blur();
        }
    });
}
