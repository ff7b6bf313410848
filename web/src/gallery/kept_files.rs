//! The files that the browser keeps: opened again, or forgotten.

use laneway_view::{Address, Route};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::load::{forget_file, kept_file_names};
use crate::settings::use_settings;

/// A row a file; nothing where none is kept.
#[component]
pub fn KeptFiles() -> Html {
    let settings = use_settings().settings;
    let names = use_state_eq(Vec::<String>::new);
    let setter = names.setter();
    use_effect_with((), move |()| {
        spawn_local(async move { setter.set(kept_file_names().await) });
    });
    if names.is_empty() {
        return html! {};
    }
    let row = |name: &String| {
        let address = Address {
            route: Route::File(Some(name.clone())),
            ..Address::default()
        };
        let (setter, gone) = (names.setter(), name.clone());
        let forget = Callback::from(move |_: MouseEvent| {
            let (setter, gone) = (setter.clone(), gone.clone());
            spawn_local(async move {
                forget_file(&gone).await;
                setter.set(kept_file_names().await);
            });
        });
        let label = settings.with_args("kept-forget-this", &[("name", name.as_str().into())]);
        html! {
            <li key={name.clone()}>
                <a href={address.to_string()}>{ name.clone() }</a>
                <button class="button" type="button" aria-label={label} onclick={forget}>
                    { settings.t("kept-forget") }
                </button>
            </li>
        }
    };
    html! {
        <div class="kept-files">
            <h3 class="eyebrow" id="kept-files">{ settings.t("kept-title") }</h3>
            <ul aria-labelledby="kept-files">{ for names.iter().map(row) }</ul>
        </div>
    }
}
