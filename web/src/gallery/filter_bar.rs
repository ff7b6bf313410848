//! Where one says which lessons one looks for.

use std::rc::Rc;

use laneway_view::catalogue::Catalogue;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::settings::use_settings;

use super::filter::Filter;

#[derive(PartialEq, Properties)]
pub struct FilterBarProps {
    pub catalogue: Rc<Catalogue>,
    pub filter: Filter,
    pub change: Callback<Filter>,
    /// The field for words.
    pub field: NodeRef,
}

/// A field for words, a button for each part, and one for lessons with a run. What does not tell lessons apart
/// is left out.
#[component]
pub fn FilterBar(props: &FilterBarProps) -> Html {
    let settings = use_settings().settings;
    let filter = &props.filter;
    let search = settings.t("gallery-search");
    let oninput = {
        let filter = filter.clone();
        props.change.reform(move |event: InputEvent| Filter {
            words: event.target_unchecked_into::<HtmlInputElement>().value(),
            ..filter.clone()
        })
    };
    let button = |words: String, pressed: bool, then: Filter| {
        let onclick = props.change.reform(move |_: MouseEvent| then.clone());
        html! {
            <button class="button" type="button" aria-pressed={pressed.to_string()} {onclick}>{ words }</button>
        }
    };
    let part_button = |part: &str| {
        let pressed = filter.part == part;
        let then = Filter {
            part: if pressed { String::new() } else { part.to_owned() },
            ..filter.clone()
        };
        button(settings.t(&format!("part-{part}")), pressed, then)
    };
    let recorded_button = || {
        let then = Filter {
            recorded: !filter.recorded,
            ..filter.clone()
        };
        button(settings.t("gallery-recorded"), filter.recorded, then)
    };
    let parts = props.catalogue.parts();
    let recorded = props.catalogue.lessons.iter().filter(|card| card.run).count();
    html! {
        <div class="filters" role="search">
            <input ref={props.field.clone()} type="search" placeholder={search.clone()} aria-label={search}
                value={filter.words.clone()} {oninput} />
            if parts.len() > 1 {
                <div class="choices" role="group" aria-label={settings.t("gallery-parts")}>
                    { for parts.into_iter().map(part_button) }
                </div>
            }
            if recorded > 0 && recorded < props.catalogue.lessons.len() {
                { recorded_button() }
            }
        </div>
    }
}
