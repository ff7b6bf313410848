//! One lesson in the gallery.

use laneway_view::catalogue::Card;
use laneway_view::{Address, Route, opening};
use yew::prelude::*;

use crate::settings::use_settings;
use crate::words::inline;

use super::thumbnail::thumbnail;

#[derive(PartialEq, Properties)]
pub struct LessonCardProps {
    pub card: Card,
    /// Its place in the course, from 1.
    pub number: usize,
    /// True if it is not looked for.
    pub hidden: bool,
}

/// A lesson: what it is about, and a picture of its run. `laneway serve` writes the same into the page from the start:
/// crates/cli/src/front.
#[component]
pub fn LessonCard(props: &LessonCardProps) -> Html {
    let settings = use_settings().settings;
    let card = &props.card;
    let address = Address {
        route: Route::Run(card.id.clone()),
        ..Address::default()
    };
    html! {
        <li class="card" id={format!("lesson-{}", card.id)} hidden={props.hidden}>
            <a class="card-link" href={address.to_string()}>
                if card.run {
                    { thumbnail(card.thumbnail.as_ref(), settings.l10n()) }
                } else {
                    <div class="thumbnail thumbnail-none"><span>{ settings.t("card-not-recorded") }</span></div>
                }
                <h3><span class="card-number">{ props.number }</span><span>{ card.title(settings.language) }</span></h3>
                <p class="card-idea">{ inline(opening(settings.pick(&card.idea))) }</p>
            </a>
        </li>
    }
}
