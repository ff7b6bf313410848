//! Whether ids point into their tables, and parents to where they may.

use crate::{Actor, ActorId, Events, Header, Object, ObjectId, Value};

/// The lengths of the tables that events point into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tables {
    pub(crate) actors: usize,
    pub(crate) objects: usize,
    pub(crate) locations: usize,
    pub(crate) texts: usize,
}

impl Tables {
    pub(crate) fn new(header: &Header, texts: usize) -> Self {
        Self {
            actors: header.actors.len(),
            objects: header.objects.len(),
            locations: header.locations.len(),
            texts,
        }
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

/// A row of a table with a parent that it cannot have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WrongParent {
    /// An actor whose parent does not stand before it.
    Actor(usize),
    /// An object whose parent is not in the table, or is among its own children.
    Object(usize),
}

impl WrongParent {
    /// What is wrong, in words.
    pub(crate) fn describe(self, header: &Header) -> String {
        match self {
            Self::Actor(row) => {
                let parent = header.actors[row].parent.map_or(0, ActorId::number);
                let row = row + 1;
                format!("the actor {row} has the parent {parent}, which is not before it")
            }
            Self::Object(row) => {
                let parent = header.objects[row].parent.map_or(0, ObjectId::number);
                let row = row + 1;
                format!("the object {row} has the parent {parent}, which is not there or its own child")
            }
        }
    }
}

/// The parents that no row may have. With them taken out, every walk from parent to parent ends.
pub(crate) fn wrong_parents(header: &Header) -> Vec<WrongParent> {
    let stands_after = |(row, actor): (usize, &Actor)| {
        let is_wrong = actor.parent.is_some_and(|parent| parent.index() >= row);
        is_wrong.then_some(WrongParent::Actor(row))
    };
    let mut wrong: Vec<_> = header
        .actors
        .iter()
        .enumerate()
        .filter_map(stands_after)
        .collect();
    let parent = |object: &Object| object.parent.map(ObjectId::index);
    let mut parents: Vec<_> = header.objects.iter().map(parent).collect();
    wrong.extend(cut_circles(&mut parents).into_iter().map(WrongParent::Object));
    wrong
}

/// Takes out the parents that are not in the table or lead back to the row itself; says which. Linear:
/// every row is walked over once.
fn cut_circles(parents: &mut [Option<usize>]) -> Vec<usize> {
    let mut cut = Vec::new();
    // The walk, from 1, on which a row was met.
    let mut met = vec![0; parents.len()];
    for start in 0..parents.len() {
        let mut row = start;
        while met[row] == 0 {
            met[row] = start + 1;
            match parents[row] {
                None => {}
                Some(parent) if parent < parents.len() && met[parent] != start + 1 => row = parent,
                Some(_) => {
                    parents[row] = None;
                    cut.push(row);
                }
            }
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_that_lead_nowhere_are_found() {
        let object = |parent| Object {
            parent: ObjectId::new(parent),
            ..Object::default()
        };
        let actor = |parent| Actor {
            parent: ActorId::new(parent),
            ..Actor::default()
        };
        let header = Header {
            actors: [0, 1, 3, 9].map(actor).into(),
            objects: [2, 3, 2, 4, 9, 1, 0].map(object).into(),
            ..Header::default()
        };
        let wrong: Vec<_> = wrong_parents(&header)
            .into_iter()
            .map(|wrong| wrong.describe(&header))
            .collect();
        assert_eq!(
            wrong,
            [
                "the actor 3 has the parent 3, which is not before it",
                "the actor 4 has the parent 9, which is not before it",
                "the object 3 has the parent 2, which is not there or its own child",
                "the object 4 has the parent 4, which is not there or its own child",
                "the object 5 has the parent 9, which is not there or its own child",
            ]
        );
    }
}
