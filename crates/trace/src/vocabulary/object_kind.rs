//! The kinds of object: the nouns of a trace.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Look, Mechanism, Opens, Order, Part, Permits};

/// What an object is, by the name of its kind: `lock`. Unknown names are kept as they are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ObjectKind(Cow<'static, str>);

/// What is known of a kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObjectFacts {
    /// How such objects behave.
    pub mechanism: Mechanism,
    /// How a wait on one looks; `None` for the look of what is awaited ([`Awaits::look`](super::Awaits::look)).
    pub waits_as: Option<Look>,
}

impl ObjectFacts {
    /// Of a kind that nobody has told anything about.
    pub const UNKNOWN: Self = Self {
        mechanism: Mechanism::Unknown,
        waits_as: None,
    };
}

/// One row of the table: a kind that this version knows.
#[derive(Clone, Copy, Debug)]
pub struct KnownObject {
    /// The name of the kind.
    pub name: &'static str,
    /// What is known of it.
    pub facts: ObjectFacts,
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $constant:ident $name:literal $mechanism:expr $(, as $look:ident)?;)+) => {
        impl ObjectKind {
            $($(#[$doc])+ pub const $constant: Self = Self(Cow::Borrowed($name));)+

            /// Every kind that this version knows.
            pub const ALL: &'static [KnownObject] = &[$(KnownObject {
                name: $name,
                facts: ObjectFacts { mechanism: $mechanism, waits_as: kinds!(@look $($look)?) },
            }),+];
        }
    };
    (@look) => { None };
    (@look $look:ident) => { Some(Look::$look) };
}

const fn holding(permits: Permits, reentrant: bool, owned: bool) -> Mechanism {
    Mechanism::Holding {
        permits,
        reentrant,
        owned,
    }
}

const fn store(order: Order) -> Mechanism {
    Mechanism::Store { order }
}

kinds! {
    /// A lock that one actor holds at a time.
    LOCK "lock" holding(Permits::One, false, true);
    /// A lock that its holder may take again.
    RLOCK "rlock" holding(Permits::One, true, true);
    /// A lock that any number of readers share, or one writer holds alone.
    RWLOCK "rwlock" holding(Permits::One, false, true);
    /// Permits that are taken and given back, by whomever.
    SEMAPHORE "semaphore" holding(Permits::Capacity, true, false), as Signal;
    /// An interpreter lock.
    GIL "gil" holding(Permits::One, false, true), as Ready;

    /// A line of items, first in, first out.
    QUEUE "queue" store(Order::First);
    /// Items of which the last one leaves first.
    LIFO_QUEUE "lifo_queue" store(Order::Last);
    /// Items of which the lowest one leaves first.
    PRIORITY_QUEUE "priority_queue" store(Order::Lowest);
    /// A line of items with ends that can be closed.
    CHANNEL "channel" store(Order::First);
    /// A pipe with messages in it.
    PIPE "pipe" store(Order::First);
    /// A connection between two sockets with messages in it.
    SOCKET "socket" store(Order::First);
    /// A topic of a broker: messages that are appended, and read in that order.
    TOPIC "topic" store(Order::First);

    /// A shared value.
    CELL "cell" Mechanism::Register;
    /// A file whose content is shared.
    FILE "file" Mechanism::Register;

    /// A place to wait until somebody notifies; its parent is the lock that is given back meanwhile.
    CONDITION "condition" Mechanism::Gate { opens: Opens::Notify };
    /// A flag to wait for.
    EVENT "event" Mechanism::Gate { opens: Opens::Flag };
    /// A place where a number of actors wait for each other.
    BARRIER "barrier" Mechanism::Gate { opens: Opens::Count };

    /// Workers that run tasks.
    POOL "pool" Mechanism::Tasks { part: Part::Pool };
    /// A result that is to come.
    FUTURE "future" Mechanism::Tasks { part: Part::Future };

    /// A process that keeps values for others.
    MANAGER "manager" Mechanism::Call;

    /// Something that an author or an importer names.
    SPAN "span" Mechanism::Span;
}

impl ObjectKind {
    /// The kind with this name, known or not.
    pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self(name.into())
    }

    /// The name: `lock`.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// What this version knows of the kind; `None` for a kind of a newer version. O(rows), of which there are few:
    /// look it up once for an object, not for an event.
    pub fn known(&self) -> Option<&'static ObjectFacts> {
        let row = Self::ALL.iter().find(|row| row.name == self.0)?;
        Some(&row.facts)
    }
}

impl Default for ObjectKind {
    fn default() -> Self {
        Self::LOCK
    }
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ObjectRow;
    use super::*;

    #[test]
    fn names_are_unique() {
        for row in ObjectKind::ALL {
            let same = ObjectKind::ALL.iter().filter(|other| other.name == row.name);
            assert_eq!(same.count(), 1, "{}", row.name);
            assert_eq!(ObjectKind::new(row.name).known(), Some(&row.facts));
        }
        assert_eq!(ObjectKind::new("frob").known(), None);
    }

    #[test]
    fn the_description_of_the_format_lists_every_kind() {
        let page = include_str!("../../../../docs/FORMAT.md");
        let (_, after) = page
            .split_once("### Kinds of object\n")
            .expect("the kinds of object");
        let (_, rows) = after.split_once("```json\n").expect("their rows");
        let listed: Vec<&str> = rows.lines().take_while(|line| *line != "```").collect();
        let known: Vec<String> = ObjectKind::ALL
            .iter()
            .filter_map(|known| ObjectRow::of(&ObjectKind::new(known.name)))
            .map(|row| serde_json::to_string(&row).expect("a row is JSON"))
            .collect();
        assert_eq!(listed, known);
    }
}
