//! The mark of Laneway: three lanes, one of them waiting.

use yew::prelude::*;

/// The mark, in the colours of the states.
#[component]
pub fn Mark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect class="mark-running" x="2" y="4" width="20" height="6" rx="2" />
            <rect class="mark-waiting" x="2" y="13" width="13" height="6" rx="2" />
            <rect class="mark-running" x="17" y="13" width="13" height="6" rx="2" />
            <rect class="mark-running" x="8" y="22" width="14" height="6" rx="2" />
            <path class="mark-line" d="M16 1.500v29" />
        </svg>
    }
}
