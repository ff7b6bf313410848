//! Whether ids point into their tables.

use crate::{Events, Header, Value};

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
