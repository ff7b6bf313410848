//! Whether ids point into their tables, and parents to where they may.

use std::fmt;

use crate::definitions::Rows;
use crate::{ActorId, Definitions, Events, ObjectId, Value};

/// How many rows the tables have that events point into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tables {
    pub(crate) actors: usize,
    pub(crate) objects: usize,
    pub(crate) locations: usize,
    pub(crate) texts: usize,
}

impl Tables {
    /// How many tables there are.
    pub(crate) const COUNT: usize = 4;

    /// Their rows, in the order in which files tell them.
    pub(crate) fn numbers(self) -> [usize; Self::COUNT] {
        let Self {
            actors,
            objects,
            locations,
            texts,
        } = self;
        [actors, objects, locations, texts]
    }

    /// The reverse of [`Self::numbers`].
    pub(crate) fn from_numbers(rows: [usize; Self::COUNT]) -> Self {
        let [actors, objects, locations, texts] = rows;
        Self {
            actors,
            objects,
            locations,
            texts,
        }
    }

    /// Counts more rows.
    pub(crate) fn grow(&mut self, more: &Rows<'_>) {
        let Rows {
            vocabulary: _,
            actors,
            objects,
            locations,
            texts,
        } = more;
        self.actors += actors.len();
        self.objects += objects.len();
        self.locations += locations.len();
        self.texts += texts.len();
    }

    pub(crate) fn has_location(&self, location: u32) -> bool {
        location as usize <= self.locations
    }

    /// True unless it is a text or an actor that is not there.
    #[inline]
    pub(crate) fn has_value(&self, tag: u8, bits: i64) -> bool {
        // Two compares for the common ones.
        match tag {
            Value::NONE | Value::INT => true,
            _ => match Value::from_bits(tag, bits) {
                Value::Text(text) => text.index() < self.texts,
                Value::Actor(actor) => actor.index() < self.actors,
                _ => true,
            },
        }
    }

    /// What the event in this row names that is not there.
    pub(crate) fn missing(&self, events: &Events, row: usize) -> Option<String> {
        let (actor, object) = (events.actor[row], events.object[row]);
        if actor == 0 || actor as usize > self.actors {
            Some(format!("the actor {actor} of {}", self.actors))
        } else if object as usize > self.objects {
            Some(format!("the object {object} of {}", self.objects))
        } else if !self.has_location(events.location[row]) {
            Some(format!(
                "the location {} of {}",
                events.location[row], self.locations
            ))
        } else if !self.has_value(events.value_tag[row], events.value[row]) {
            Some(match Value::from_bits(events.value_tag[row], events.value[row]) {
                Value::Text(text) => format!("the text {} of {}", text.number(), self.texts),
                _ => format!("the actor {} of {}", events.value[row], self.actors),
            })
        } else {
            None
        }
    }
}

/// A row with a parent that does not stand before it; rows and parents as numbers, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WrongParent {
    Actor(usize, ActorId),
    Object(usize, ObjectId),
}

impl WrongParent {
    /// Takes the parent out of rows that come after those of the tables.
    pub(crate) fn take_out(self, tables: &Tables, more: &mut Definitions) {
        match self {
            Self::Actor(number, _) => more.actors[number - 1 - tables.actors].parent = None,
            Self::Object(number, _) => more.objects[number - 1 - tables.objects].parent = None,
        }
    }
}

impl fmt::Display for WrongParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, row, parent) = match self {
            Self::Actor(row, parent) => ("actor", row, parent.number()),
            Self::Object(row, parent) => ("object", row, parent.number()),
        };
        write!(
            f,
            "the {what} {row} has the parent {parent}, which is not before it"
        )
    }
}

/// The parents that rows which come after those of the tables have and may not have. With them taken out,
/// every walk from parent to parent ends.
pub(crate) fn wrong_parents(tables: &Tables, more: &Rows<'_>) -> Vec<WrongParent> {
    let actors = (tables.actors + 1..).zip(more.actors);
    let objects = (tables.objects + 1..).zip(more.objects);
    let actors = actors.filter_map(|(number, actor)| {
        let parent = actor.parent.filter(|parent| parent.number() as usize >= number)?;
        Some(WrongParent::Actor(number, parent))
    });
    let objects = objects.filter_map(|(number, object)| {
        let parent = object
            .parent
            .filter(|parent| parent.number() as usize >= number)?;
        Some(WrongParent::Object(number, parent))
    });
    actors.chain(objects).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Actor, Object};

    #[test]
    fn parents_that_do_not_stand_before_their_children_are_found() {
        let object = |parent| Object {
            parent: ObjectId::new(parent),
            ..Object::default()
        };
        let actor = |parent| Actor {
            parent: ActorId::new(parent),
            ..Actor::default()
        };
        let more = Definitions {
            actors: [0, 1, 7, 9].map(actor).into(),
            objects: [1, 2, 9].map(object).into(),
            ..Definitions::default()
        };
        let before = Tables {
            actors: 4,
            objects: 1,
            ..Tables::default()
        };
        let wrong = wrong_parents(&before, &more.rows());
        let said: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "the actor 7 has the parent 7, which is not before it",
                "the actor 8 has the parent 9, which is not before it",
                "the object 4 has the parent 9, which is not before it",
            ]
        );
    }
}
