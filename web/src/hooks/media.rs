//! Whether a media query holds, kept up to date with the size of the window.

use yew::prelude::*;

use crate::dom::media;

use super::use_listener;

/// True while a media query about the window's size holds.
#[hook]
pub fn use_media(query: &'static str) -> bool {
    let holds = use_state_eq(|| media(query));
    let setter = holds.setter();
    use_listener(None, "resize", false, move |_| setter.set(media(query)));
    *holds
}
