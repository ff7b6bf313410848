//! What covers the page while a file is dragged over it.

use yew::prelude::*;

use crate::settings::use_settings;

/// Says that the file can be dropped.
#[component]
pub fn DropVeil() -> Html {
    let settings = use_settings().settings;
    html! {
        <div class="drop-veil" aria-hidden="true"><p>{ settings.t("drop-now") }</p></div>
    }
}
