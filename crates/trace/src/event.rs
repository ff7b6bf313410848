//! Events, one by one and as columns.

use crate::{ActorId, EventKind, LocationId, ObjectId, TextId};

/// What an event says beside who, what and when. The kind says what it means
/// ([`Meaning`](crate::Meaning)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    None,
    /// A whole number: a content, an item, a depth, a duration in ns, an exit code, a count.
    Int(i64),
    /// A text of the trace's table.
    Text(TextId),
    /// An actor.
    Actor(ActorId),
    /// A value of a newer version, kept as it is. Its tag is none of the known ones.
    Other {
        /// What kind of value it is.
        tag: u8,
        /// The value itself.
        bits: i64,
    },
}

impl Value {
    /// The tag of [`Value::None`] in the columns.
    pub const NONE: u8 = 0;
    /// The tag of [`Value::Int`].
    pub const INT: u8 = 1;
    /// The tag of [`Value::Text`].
    pub const TEXT: u8 = 2;
    /// The tag of [`Value::Actor`].
    pub const ACTOR: u8 = 3;

    /// The tag and the bits that stand in the columns.
    pub fn to_bits(self) -> (u8, i64) {
        match self {
            Self::None => (Self::NONE, 0),
            Self::Int(number) => (Self::INT, number),
            Self::Text(text) => (Self::TEXT, i64::from(text.number())),
            Self::Actor(actor) => (Self::ACTOR, i64::from(actor.number())),
            Self::Other { tag, bits } => (tag, bits),
        }
    }

    /// The value with these column entries. An id that cannot be (zero, or past `u32`) is kept as
    /// [`Value::Other`].
    #[inline]
    pub fn from_bits(tag: u8, bits: i64) -> Self {
        let number = u32::try_from(bits).ok();
        match (tag, number) {
            (Self::NONE, _) if bits == 0 => Self::None,
            (Self::INT, _) => Self::Int(bits),
            (Self::TEXT, Some(number)) => {
                TextId::new(number).map_or(Self::Other { tag, bits }, Self::Text)
            }
            (Self::ACTOR, Some(number)) => {
                ActorId::new(number).map_or(Self::Other { tag, bits }, Self::Actor)
            }
            _ => Self::Other { tag, bits },
        }
    }

    /// The number, for [`Value::Int`].
    #[inline]
    pub fn int(self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(number),
            _ => None,
        }
    }

    /// The actor, for [`Value::Actor`].
    #[inline]
    pub fn actor(self) -> Option<ActorId> {
        match self {
            Self::Actor(actor) => Some(actor),
            _ => None,
        }
    }
}

/// One recorded fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Nanoseconds since the start of the run. For layout only: order is the order of the events.
    pub time_ns: u64,
    /// Who acted.
    pub actor: ActorId,
    /// What happened.
    pub kind: EventKind,
    /// On what it happened.
    pub object: Option<ObjectId>,
    /// The object's own count of what happened to it, from 1, taken inside its critical section; 0 where
    /// there is none.
    pub sequence: u32,
    /// What else there is to say.
    pub value: Value,
    /// Where in the program.
    pub location: Option<LocationId>,
}

/// The events of a run as columns, in an order that agrees with each actor's program order, each
/// object's sequence numbers, and starts and joins. Times never fall.
///
/// 37 bytes an event in memory: a million events are 37 MB.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// [`Event::time_ns`].
    pub time_ns: Vec<u64>,
    /// [`Event::actor`], as numbers from 1.
    pub actor: Vec<u32>,
    /// [`Event::kind`].
    pub kind: Vec<EventKind>,
    /// [`Event::object`], as numbers from 1; 0 for none.
    pub object: Vec<u32>,
    /// [`Event::sequence`].
    pub sequence: Vec<u32>,
    /// The tag of [`Event::value`].
    pub value_tag: Vec<u8>,
    /// The bits of [`Event::value`].
    pub value: Vec<i64>,
    /// [`Event::location`], as numbers from 1; 0 for none.
    pub location: Vec<u32>,
}

impl Events {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.time_ns.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.time_ns.is_empty()
    }

    /// Appends one.
    pub fn push(&mut self, event: Event) {
        let (tag, bits) = event.value.to_bits();
        self.time_ns.push(event.time_ns);
        self.actor.push(event.actor.number());
        self.kind.push(event.kind);
        self.object.push(event.object.map_or(0, ObjectId::number));
        self.sequence.push(event.sequence);
        self.value_tag.push(tag);
        self.value.push(bits);
        self.location.push(event.location.map_or(0, LocationId::number));
    }

    /// Makes room for this many more.
    pub fn reserve(&mut self, more: usize) {
        self.time_ns.reserve(more);
        self.actor.reserve(more);
        self.kind.reserve(more);
        self.object.reserve(more);
        self.sequence.reserve(more);
        self.value_tag.reserve(more);
        self.value.reserve(more);
        self.location.reserve(more);
    }

    /// Leaves the first so many.
    pub fn truncate(&mut self, length: usize) {
        self.time_ns.truncate(length);
        self.actor.truncate(length);
        self.kind.truncate(length);
        self.object.truncate(length);
        self.sequence.truncate(length);
        self.value_tag.truncate(length);
        self.value.truncate(length);
        self.location.truncate(length);
    }

    /// Appends other events.
    pub fn append(&mut self, mut more: Self) {
        self.time_ns.append(&mut more.time_ns);
        self.actor.append(&mut more.actor);
        self.kind.append(&mut more.kind);
        self.object.append(&mut more.object);
        self.sequence.append(&mut more.sequence);
        self.value_tag.append(&mut more.value_tag);
        self.value.append(&mut more.value);
        self.location.append(&mut more.location);
    }

    /// Appends a row of other events as it is, at another time.
    pub(crate) fn push_row(&mut self, from: &Self, row: usize, time_ns: u64) {
        self.time_ns.push(time_ns);
        self.actor.push(from.actor[row]);
        self.kind.push(from.kind[row]);
        self.object.push(from.object[row]);
        self.sequence.push(from.sequence[row]);
        self.value_tag.push(from.value_tag[row]);
        self.value.push(from.value[row]);
        self.location.push(from.location[row]);
    }

    /// The event in this row; `None` past the end (or for an actor numbered 0, which no reader lets in).
    pub fn get(&self, row: usize) -> Option<Event> {
        Some(Event {
            time_ns: *self.time_ns.get(row)?,
            actor: ActorId::new(self.actor[row])?,
            kind: self.kind[row],
            object: ObjectId::new(self.object[row]),
            sequence: self.sequence[row],
            value: Value::from_bits(self.value_tag[row], self.value[row]),
            location: LocationId::new(self.location[row]),
        })
    }

    /// All of them, one by one.
    pub fn iter(&self) -> impl Iterator<Item = Event> + '_ {
        (0..self.len()).filter_map(|row| self.get(row))
    }
}
