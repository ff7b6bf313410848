//! The gallery that stands in the page before the app runs, and how the app takes its place.
//!
//! A server writes it into the page (crates/cli/src/front.rs), and front.js shows it. Where there is none, nothing
//! happens.

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use web_sys::{FocusOptions, HtmlElement};

use crate::dom::{document, root};

/// A click begins and ends on one element: how long to wait before looking again whether it is over.
const CLICK_MS: u32 = 50;

/// Shows the app in its place. Both look the same, so nobody sees it; the focus stays on its link.
pub fn take_over() {
    let Some(front) = document().get_element_by_id("front") else {
        return;
    };
    if front.matches(":active").unwrap_or(false) {
        Timeout::new(CLICK_MS, take_over).forget();
        return;
    }
    let focused = document().active_element().filter(|it| front.contains(Some(it)));
    let link = focused.and_then(|link| link.get_attribute("href"));
    front.remove();
    if let Some(root) = root() {
        let _ = root.remove_attribute("data-front");
    }
    let same = link.and_then(|link| document().query_selector(&format!("a[href=\"{link}\"]")).ok()?);
    if let Some(same) = same.and_then(|same| same.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = same.focus_with_options(&options);
    }
}
