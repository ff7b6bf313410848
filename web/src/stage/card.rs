//! What all cards have: a frame, a head, lists with places kept free.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use laneway_l10n::Value;
use laneway_model::Model;
use laneway_trace::ObjectId;
use laneway_view::{
    Action, Card, Cast, Chip, Crowd, Part, Room, Selection, actor_label, can_hang_together, room,
};
use yew::prelude::*;

use crate::chip::{ActorChip, cut_name};
use crate::player::Player;
use crate::settings::Settings;

use super::{MOST, call, gate, holding, register, store, tasks};

/// A line shows no more actors than this; the rest is a number.
const MOST_IN_LINE: usize = 12;
/// Where more than that may come, so many places are drawn while they are free.
const DRAWN_OF_CROWD: usize = 4;

/// What is known of the whole run: who can be on the stage, and how much room each card needs so that it
/// keeps its size.
pub struct Plan {
    pub cast: Cast,
    /// Of the objects that have been on the stage.
    rooms: RefCell<HashMap<ObjectId, Room>>,
    /// True if two lanes wait for others in the course of the run: there may be a graph of them.
    pub can_hang_together: bool,
    /// The class that says how wide chips are.
    pub names: &'static str,
}

impl Plan {
    pub fn new(model: &Model) -> Self {
        let actors = model.lanes.iter().map(|lane| lane.actor);
        let longest = actors
            .map(|actor| actor_label(model, actor).chars().count())
            .max();
        Self {
            cast: Cast::new(model),
            can_hang_together: can_hang_together(model),
            rooms: RefCell::default(),
            names: names_class(longest.unwrap_or_default()),
        }
    }

    /// The room that the object needs.
    pub fn room(&self, model: &Model, id: ObjectId) -> Room {
        *self
            .rooms
            .borrow_mut()
            .entry(id)
            .or_insert_with(|| room(model, id))
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

    /// The room that an object needs.
    pub fn room(&self, id: ObjectId) -> Room {
        self.plan.room(self.player.model(), id)
    }

    /// Actors in a line, with places for `room` of them. `key` names the line's card.
    pub fn line(&self, class: &'static str, label: &str, key: &str, chips: &Crowd, room: usize) -> Html {
        let label = self.t(label);
        let shown = &chips.shown[..chips.shown.len().min(MOST_IN_LINE)];
        let actors = shown.iter().map(|chip| {
            let key = format!("{key} {}", chip.actor.number());
            html! { <li key={key.clone()} data-key={key}>{ self.chip(chip) }</li> }
        });
        html! {
            <div class={classes!("line", class)} role="group" aria-label={label.clone()}>
                <p class="line-label"><span>{ label }</span><b>{ chips.len }</b></p>
                <ol class="line-places">
                    { for actors }
                    { self.more(chips.len - shown.len()) }
                    { for free_in_line(shown.len(), room) }
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

/// Words in a row, with dots between them.
pub fn dotted(words: Vec<Html>) -> Html {
    let with_dot = |(index, word)| html! { <>if index > 0 { { " · " } }{ word }</> };
    words.into_iter().enumerate().map(with_dot).collect()
}

/// The places of a list that are free now and taken at another moment.
pub fn free_places(taken: usize, room: usize) -> impl Iterator<Item = Html> {
    (taken..room.min(MOST))
        .map(|place| html! { <li key={format!("free {place}")} class="free" aria-hidden="true"></li> })
}

/// The same of a line of actors. Of a crowd's few are drawn: room is kept, but a field of empty places says nothing.
fn free_in_line(taken: usize, room: usize) -> impl Iterator<Item = Html> {
    let drawn = if room > MOST_IN_LINE { DRAWN_OF_CROWD } else { room };
    (taken..room.min(MOST_IN_LINE)).map(move |place| {
        let class = if place < drawn { "free" } else { "free-undrawn" };
        html! { <li key={format!("free {place}")} {class} aria-hidden="true"></li> }
    })
}

/// A part of a card, drawn.
pub struct Drawn {
    /// What kind of part, and how large.
    pub class: Classes,
    /// How it is now, in a word or two.
    pub status: Html,
    pub body: Html,
}

/// The card of an object: as its first part is, and below it the others.
pub fn card(ground: &Ground, card: &Card) -> Html {
    let mut parts = card.parts.iter().map(|part| draw(ground, card.object.id, part));
    let Some(Drawn { class, status, body }) = parts.next() else {
        return Html::default();
    };
    let object = &card.object;
    let selection = Selection::Object(object.id);
    let selected = ground.player.state.selection == selection;
    let onclick = ground
        .player
        .act
        .reform(move |_: MouseEvent| Action::Select(selection));
    let class = classes!(
        "stage-card",
        class,
        object.active.then_some("active"),
        (!object.used).then_some("unused"),
        selected.then_some("selected"),
    );
    let kind = ground.settings.l10n().object_kind(object.kind.name());
    html! {
        <div key={format!("object {}", object.id.number())} {class} role="group" aria-label={format!("{kind} {}", object.name)}>
            <header class="card-head">
                <h3>
                    <button type="button" class="card-title" {onclick} aria-pressed={selected.to_string()}>
                        <span class="card-kind">{ kind }</span>
                        // Read aloud in one piece.
                        <span class="visually-hidden">{ object.name.clone() }</span>
                        <span class="card-name" aria-hidden="true">{ cut_name(&object.name) }</span>
                    </button>
                </h3>
                <p class="card-status">{ status }</p>
            </header>
            { body }
            { for parts.map(|part| part.body) }
        </div>
    }
}

/// One component a mechanism.
fn draw(ground: &Ground, id: ObjectId, part: &Part) -> Drawn {
    match part {
        Part::Holding(holding) => holding::draw(ground, id, holding),
        Part::Store(store) => store::draw(ground, id, store),
        Part::Register(register) => register::draw(ground, id, register),
        Part::Gate(gate) => gate::draw(ground, id, gate),
        Part::Tasks(tasks) => tasks::draw(ground, id, tasks),
        Part::Call(call) => call::draw(ground, id, call),
        Part::Unknown => Drawn {
            class: classes!("unknown"),
            status: Html::default(),
            body: html! { <p class="part-unknown">{ ground.t("part-unknown") }</p> },
        },
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
        assert_eq!(free_in_line(2, 10).count(), 8);
        assert_eq!(free_in_line(2, 1000).count(), MOST_IN_LINE - 2);
    }
}
