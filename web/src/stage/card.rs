//! What all cards have: a frame, a head, lists with places kept free.

use std::collections::HashMap;
use std::rc::Rc;

use laneway_l10n::Value;
use laneway_model::Model;
use laneway_trace::ObjectId;
use laneway_view::{Action, Chip, ObjectFacts, Room, Selection, actor_label, room};
use yew::prelude::*;

use crate::chip::{ActorChip, cut_name};
use crate::player::Player;
use crate::settings::Settings;

use super::MOST;

/// What is known of the whole run, so that cards keep their sizes.
pub struct Plan {
    rooms: HashMap<ObjectId, Room>,
    /// The class that says how wide chips are.
    pub names: &'static str,
}

impl Plan {
    pub fn new(model: &Model) -> Self {
        let objects = (0..model.header.objects.len()).filter_map(ObjectId::from_index);
        let actors = model.lanes.iter().map(|lane| lane.actor);
        let longest = actors
            .map(|actor| actor_label(model, actor).chars().count())
            .max();
        Self {
            rooms: objects.map(|id| (id, room(model, id))).collect(),
            names: names_class(longest.unwrap_or_default()),
        }
    }

    /// The room that the object needs.
    pub fn room(&self, id: ObjectId) -> Room {
        self.rooms.get(&id).copied().unwrap_or_default()
    }
}

/// The class for names of so many characters; what is longer is cut short.
fn names_class(longest: usize) -> &'static str {
    match longest {
        0..=8 => "names-short",
        9..=11 => "names-medium",
        _ => "names-long",
    }
}

/// What cards stand on.
pub struct Ground {
    pub player: Player,
    pub settings: Settings,
    pub plan: Rc<Plan>,
}

impl Ground {
    /// A message without arguments.
    pub fn t(&self, id: &str) -> String {
        self.settings.t(id)
    }

    /// A message with arguments.
    pub fn with_args(&self, id: &str, arguments: &[(&str, Value<'_>)]) -> String {
        self.settings.with_args(id, arguments)
    }

    /// The chip of an actor.
    pub fn chip(&self, chip: &Chip) -> Html {
        html! { <ActorChip player={self.player.clone()} chip={chip.clone()} /> }
    }

    /// Actors in a line, with places for `room` of them. `key` names the line's card.
    pub fn line(
        &self,
        class: &'static str,
        label: String,
        key: &str,
        chips: &Crowd<'_>,
        room: usize,
    ) -> Html {
        let actors = chips.shown.iter().map(|chip| {
            let key = format!("{key} {}", chip.actor.number());
            html! { <li key={key.clone()} data-key={key}>{ self.chip(chip) }</li> }
        });
        html! {
            <div class={classes!("line", class)} role="group" aria-label={label.clone()}>
                <p class="line-label"><span>{ label }</span><b>{ chips.len }</b></p>
                <ol class="line-places">
                    { for actors }
                    { self.more(chips.len - chips.shown.len()) }
                    { for free_places(chips.shown.len(), room) }
                </ol>
            </div>
        }
    }

    /// How many a list does not show.
    pub fn more(&self, hidden: usize) -> Html {
        if hidden == 0 {
            return Html::default();
        }
        let words = self.with_args("queue-more", &[("count", (hidden as i64).into())]);
        html! { <li key="more" class="hidden-count">{ words }</li> }
    }
}

/// Actors in a list: those that are shown, and how many there are.
pub struct Crowd<'a> {
    pub shown: &'a [Chip],
    pub len: usize,
}

/// The places of a list that are free now and taken at another moment.
pub fn free_places(taken: usize, room: usize) -> impl Iterator<Item = Html> {
    (taken..room.min(MOST))
        .map(|place| html! { <li key={format!("free {place}")} class="free" aria-hidden="true"></li> })
}

/// The card of an object. `kind` is the message that says what it is, `status` how it is now.
pub fn object_card(
    ground: &Ground,
    class: impl Into<Classes>,
    object: &ObjectFacts,
    kind: &str,
    status: Html,
    body: Html,
) -> Html {
    let selection = Selection::Object(object.id);
    let selected = ground.player.state.selection == selection;
    let onclick = ground
        .player
        .act
        .reform(move |_: MouseEvent| Action::Select(selection));
    let class = classes!(
        "stage-card",
        class.into(),
        object.active.then_some("active"),
        (!object.used).then_some("unused"),
        selected.then_some("selected"),
    );
    html! {
        <section key={format!("object {}", object.id.number())} {class} aria-label={format!("{} {}", ground.t(kind), object.name)}>
            <header class="card-head">
                <h3>
                    <button type="button" class="card-title" {onclick} aria-pressed={selected.to_string()}>
                        <span class="card-kind">{ ground.t(kind) }</span>
                        <span class="card-name">{ cut_name(&object.name) }</span>
                    </button>
                </h3>
                <p class="card-status">{ status }</p>
            </header>
            { body }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_have_narrow_chips() {
        assert_eq!(names_class("user-10".len()), "names-short");
        assert_eq!(names_class("producer-10".len()), "names-medium");
        assert_eq!(names_class("philosopher-1".len()), "names-long");
    }

    #[test]
    fn a_list_keeps_its_size() {
        assert_eq!(free_places(2, 9).count(), 7);
        assert_eq!(free_places(9, 9).count(), 0);
        assert_eq!(free_places(3, 1000).count(), MOST - 3);
        assert_eq!(free_places(MOST, 1000).count(), 0);
    }
}
