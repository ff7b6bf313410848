//! Objects that are not on the stage: how many there are, and a way to find one by its name.

use std::rc::Rc;

use laneway_view::{Action, Selection};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::player::Player;
use crate::settings::use_settings;

use super::card::Plan;

/// So many that are found are listed.
const MOST_FOUND: usize = 12;

#[derive(Properties)]
pub struct OthersProps {
    pub player: Player,
    pub plan: Rc<Plan>,
    /// How many are not on the stage now.
    pub count: usize,
}

impl PartialEq for OthersProps {
    fn eq(&self, other: &Self) -> bool {
        self.player == other.player && Rc::ptr_eq(&self.plan, &other.plan) && self.count == other.count
    }
}

/// The count, and a field to search in. What is found can be selected, and is on the stage then.
#[component]
pub fn Others(props: &OthersProps) -> Html {
    let settings = use_settings().settings;
    let sought = use_state_eq(String::new);
    let model = props.player.model();
    // Not on every moment of a run that plays: only where another name is sought.
    let found = use_memo((*sought).clone(), |sought| {
        props.plan.cast.find(model, sought, MOST_FOUND)
    });
    let setter = sought.setter();
    let oninput = Callback::from(move |event: InputEvent| {
        let field: HtmlInputElement = event.target_unchecked_into();
        setter.set(field.value());
    });
    let count = settings.l10n().count(props.count as u64);
    let label = settings.t("stage-find");
    let item = |&object| {
        let act = props.player.act.clone();
        let selection = Selection::Object(object);
        let select = Callback::from(move |_: MouseEvent| act.emit(Action::Select(selection)));
        let selected = props.player.state.selection == selection;
        html! {
            <li key={object.number()}>
                <button type="button" class="button found" onclick={select} aria-pressed={selected.to_string()}>
                    { model.object_name(object) }
                </button>
            </li>
        }
    };
    html! {
        <div class="stage-others" role="search">
            <span>{ settings.with_args("stage-others", &[("count", count.into())]) }</span>
            <input type="search" class="stage-find" placeholder={label.clone()} aria-label={label} value={(*sought).clone()} {oninput} />
            if !sought.trim().is_empty() {
                <ul class="stage-found" aria-live="polite">
                    { for found.iter().map(item) }
                    if found.is_empty() { <li>{ settings.t("stage-find-none") }</li> }
                </ul>
            }
        </div>
    }
}
