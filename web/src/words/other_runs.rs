//! The ways from a run to others.

use std::collections::BTreeMap;

use laneway_view::{Address, Route};
use serde_json::Value;
use yew::prelude::*;

use crate::load::{Listing, Run};
use crate::settings::Settings;

use super::parameters::command;

/// A link to a place.
pub fn link(route: Route, words: String) -> Html {
    let address = Address {
        route,
        ..Address::default()
    };
    html! { <a class="go-lesson" href={address.to_string()}>{ words }</a> }
}

/// The title of a lesson in the catalogue; its id if it is not there.
pub fn title(settings: &Settings, listing: &Listing, id: &str) -> String {
    let card = match listing {
        Listing::Ready(catalogue) => catalogue.card(id),
        Listing::Loading | Listing::Failed(_) => None,
    };
    card.map_or(id, |card| card.title(settings.language)).to_owned()
}

/// A link from a run to one of a lesson with these parameters, and to both side by side; where none was recorded,
/// one to the lesson, and the command that records it.
pub fn way_to(
    settings: &Settings,
    listing: &Listing,
    this: &Run,
    lesson: &str,
    parameters: &BTreeMap<String, Value>,
) -> Html {
    let is_other = this
        .model
        .header
        .lesson
        .as_ref()
        .is_none_or(|this| this.id != lesson);
    let recorded = match listing {
        // The run of a lesson as it is goes by the lesson's id.
        _ if parameters.is_empty() => Some(lesson),
        Listing::Ready(catalogue) => {
            let run = catalogue.card(lesson).and_then(|card| card.run_with(parameters));
            run.map(String::as_str)
        }
        Listing::Loading | Listing::Failed(_) => None,
    };
    if let Some(run) = recorded {
        let words = if is_other {
            title(settings, listing, lesson)
        } else {
            settings.t("lesson-variant")
        };
        return html! {
            <p class="ways">
                { link(Route::Run(run.to_owned()), words) }
                if let Some(id) = &this.id {
                    { link(Route::Beside(id.clone(), run.to_owned()), settings.t("beside")) }
                }
            </p>
        };
    }
    html! {
        <>
            if is_other {
                { link(Route::Run(lesson.to_owned()), title(settings, listing, lesson)) }
            }
            <p class="command">
                <span class="quiet">{ settings.t("lesson-record") }</span>
                <code>{ command(lesson, parameters) }</code>
            </p>
        </>
    }
}
