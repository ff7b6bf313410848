//! The rows of the vocabulary that a trace carries, so that a reader that does not know a kind knows how
//! it behaves.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{
    Awaits, Effect, EventFacts, EventKind, Look, Meaning, Mechanism, Mode, ObjectFacts, ObjectKind,
    Opens, Order, Part, Permits, Sign,
};
use crate::{Events, Object};

/// A word of a small set. One that this version does not know is kept as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Word<T> {
    /// One that it knows.
    Known(T),
    /// One of a newer version.
    Other(String),
}

impl<T: Copy> Word<T> {
    /// The word, if it is known.
    pub fn known(&self) -> Option<T> {
        match self {
            Self::Known(word) => Some(*word),
            Self::Other(_) => None,
        }
    }
}

/// What a trace says of a kind of event that it uses. See [`EventFacts`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// Its number.
    pub kind: EventKind,
    /// Its name.
    pub name: String,
    /// See [`EventFacts::effect`].
    pub effect: Word<Effect>,
    /// See [`EventFacts::awaits`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaits: Option<Word<Awaits>>,
    /// See [`EventFacts::limited`].
    #[serde(default, skip_serializing_if = "is_false")]
    pub limited: bool,
    /// See [`EventFacts::mode`]; missing for exclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Word<Mode>>,
    /// See [`EventFacts::value`]; missing for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Word<Meaning>>,
    /// See [`EventFacts::sign`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign: Option<Word<Sign>>,
    /// See [`EventFacts::stop`].
    #[serde(default, skip_serializing_if = "is_false")]
    pub stop: bool,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

impl EventRow {
    /// What it says. A word that this version does not know makes the effect unknown where it would change
    /// what the actor does.
    pub fn facts(&self) -> EventFacts {
        let awaits = self.awaits.as_ref().map(Word::known);
        let effect = match awaits {
            Some(None) => None,
            _ => self.effect.known(),
        };
        EventFacts {
            effect: effect.unwrap_or(Effect::Unknown),
            awaits: awaits.flatten(),
            limited: self.limited,
            mode: self.mode.as_ref().and_then(Word::known).unwrap_or_default(),
            value: match &self.value {
                None => Meaning::Nothing,
                Some(word) => word.known().unwrap_or(Meaning::Unknown),
            },
            sign: self.sign.as_ref().and_then(Word::known),
            stop: self.stop,
        }
    }

    /// The row of a kind that this version knows.
    pub fn of(kind: EventKind) -> Option<Self> {
        let known = kind.known()?;
        let facts = &known.facts;
        Some(Self {
            kind,
            name: known.name.to_owned(),
            effect: Word::Known(facts.effect),
            awaits: facts.awaits.map(Word::Known),
            limited: facts.limited,
            mode: (facts.mode != Mode::default()).then_some(Word::Known(facts.mode)),
            value: (facts.value != Meaning::Nothing).then_some(Word::Known(facts.value)),
            sign: facts.sign.map(Word::Known),
            stop: facts.stop,
            extra: Map::new(),
        })
    }
}

/// What a trace says of a kind of object that it uses. See [`ObjectFacts`] and [`Mechanism`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectRow {
    /// Its name.
    pub kind: ObjectKind,
    /// How such objects behave: `holding`, `store`, `register`, `gate`, `tasks`, `call`, `life`, `span`.
    pub mechanism: String,
    /// Of a holding: see [`Permits`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permits: Option<Word<Permits>>,
    /// Of a holding: true if a holder may enter again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reentrant: bool,
    /// Of a holding: true if only a holder may leave.
    #[serde(default, skip_serializing_if = "is_false")]
    pub owned: bool,
    /// Of a store: see [`Order`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Word<Order>>,
    /// Of a gate: see [`Opens`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Word<Opens>>,
    /// Of tasks: see [`Part`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Word<Part>>,
    /// See [`ObjectFacts::waits_as`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_as: Option<Word<Look>>,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

impl ObjectRow {
    /// What it says; the mechanism is unknown if a word of it is.
    pub fn facts(&self) -> ObjectFacts {
        ObjectFacts {
            mechanism: self.mechanism().unwrap_or(Mechanism::Unknown),
            waits_as: self.waits_as.as_ref().and_then(Word::known),
        }
    }

    fn mechanism(&self) -> Option<Mechanism> {
        Some(match self.mechanism.as_str() {
            "holding" => Mechanism::Holding {
                permits: setting(self.permits.as_ref())?,
                reentrant: self.reentrant,
                owned: self.owned,
            },
            "store" => Mechanism::Store {
                order: setting(self.order.as_ref())?,
            },
            "register" => Mechanism::Register,
            "gate" => Mechanism::Gate {
                opens: setting(self.opens.as_ref())?,
            },
            "tasks" => Mechanism::Tasks {
                part: setting(self.part.as_ref())?,
            },
            "call" => Mechanism::Call,
            "life" => Mechanism::Life,
            "span" => Mechanism::Span,
            _ => return None,
        })
    }

    /// The row of a kind that this version knows.
    pub fn of(kind: &ObjectKind) -> Option<Self> {
        let facts = kind.known()?;
        let mut row = Self {
            kind: kind.clone(),
            mechanism: String::new(),
            permits: None,
            reentrant: false,
            owned: false,
            order: None,
            opens: None,
            part: None,
            waits_as: facts.waits_as.map(Word::Known),
            extra: Map::new(),
        };
        row.mechanism = match facts.mechanism {
            Mechanism::Holding {
                permits,
                reentrant,
                owned,
            } => {
                row.permits = told(permits);
                row.reentrant = reentrant;
                row.owned = owned;
                "holding"
            }
            Mechanism::Store { order } => {
                row.order = told(order);
                "store"
            }
            Mechanism::Register => "register",
            Mechanism::Gate { opens } => {
                row.opens = told(opens);
                "gate"
            }
            Mechanism::Tasks { part } => {
                row.part = told(part);
                "tasks"
            }
            Mechanism::Call => "call",
            Mechanism::Life => "life",
            Mechanism::Span => "span",
            Mechanism::Unknown => return None,
        }
        .to_owned();
        Some(row)
    }
}

/// A setting of a mechanism: its default where it is missing, none where this version does not know it.
fn setting<T: Copy + Default>(word: Option<&Word<T>>) -> Option<T> {
    word.map_or(Some(T::default()), Word::known)
}

fn told<T: Copy + Default + PartialEq>(setting: T) -> Option<Word<T>> {
    (setting != T::default()).then_some(Word::Known(setting))
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What is known of every kind of event, by its number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventTable(Vec<EventFacts>);

impl EventTable {
    /// What is known of a kind. O(1).
    #[inline]
    pub fn facts(&self, kind: EventKind) -> EventFacts {
        let row = self.0.get(usize::from(kind.0));
        row.copied().unwrap_or(EventFacts::UNKNOWN)
    }
}

/// What a trace says of the kinds that it uses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Vocabulary {
    /// Kinds of object.
    pub objects: Vec<ObjectRow>,
    /// Kinds of event.
    pub events: Vec<EventRow>,
}

impl Vocabulary {
    /// How many rows it has.
    pub(crate) fn len(&self) -> usize {
        self.objects.len() + self.events.len()
    }

    /// True if it says nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is known of a kind of event: by this version, or else by the trace.
    pub fn event(&self, kind: EventKind) -> EventFacts {
        match (kind.known(), self.event_row(kind)) {
            (Some(known), _) => known.facts,
            (None, Some(row)) => row.facts(),
            (None, None) => EventFacts::UNKNOWN,
        }
    }

    /// The name of a kind of event; `None` if neither this version nor the trace has one.
    pub fn event_name(&self, kind: EventKind) -> Option<&str> {
        match kind.known() {
            Some(known) => Some(known.name),
            None => self.event_row(kind).map(|row| row.name.as_str()),
        }
    }

    /// The kind of event with this name.
    pub fn event_named(&self, name: &str) -> Option<EventKind> {
        EventKind::from_name(name).or_else(|| {
            let row = self.events.iter().find(|row| row.name == name)?;
            Some(row.kind)
        })
    }

    fn event_row(&self, kind: EventKind) -> Option<&EventRow> {
        self.events.iter().find(|row| row.kind == kind)
    }

    /// What is known of a kind of object: by this version, or else by the trace.
    pub fn object(&self, kind: &ObjectKind) -> ObjectFacts {
        if let Some(known) = kind.known() {
            return *known;
        }
        let row = self.objects.iter().find(|row| row.kind == *kind);
        row.map_or(ObjectFacts::UNKNOWN, ObjectRow::facts)
    }

    /// What is known of every kind of event, for who asks often. Row `n` is that of kind `n`; of a kind
    /// without a row nothing is known.
    pub fn event_table(&self) -> EventTable {
        let told = self.events.iter().map(|row| (row.kind, row.facts()));
        let known = EventKind::ALL.iter().map(|row| (row.kind, row.facts));
        let mut table = EventTable(Vec::new());
        // What this version knows counts.
        for (kind, facts) in told.chain(known) {
            let row = usize::from(kind.0);
            if row >= table.0.len() {
                table.0.resize(row + 1, EventFacts::UNKNOWN);
            }
            table.0[row] = facts;
        }
        table
    }

    /// Adds the rows of this version for the kinds that are used and not in it. What a trace says already
    /// stays.
    pub fn complete(&mut self, objects: &[Object], events: &Events) {
        let used: BTreeSet<&ObjectKind> = objects.iter().map(|object| &object.kind).collect();
        for kind in used {
            if !self.objects.iter().any(|row| row.kind == *kind) {
                self.objects.extend(ObjectRow::of(kind));
            }
        }
        let used: BTreeSet<EventKind> = events.kind.iter().copied().collect();
        for kind in used {
            if self.event_row(kind).is_none() {
                self.events.extend(EventRow::of(kind));
            }
        }
    }

    /// Appends more rows.
    pub fn append(&mut self, more: Self) {
        let Self { objects, events } = more;
        self.objects.extend(objects);
        self.events.extend(events);
    }

    /// Takes out what this version knows by itself, for a file that is to be small.
    pub fn without_known(&mut self) {
        self.objects
            .retain(|row| ObjectRow::of(&row.kind).as_ref() != Some(row));
        self.events
            .retain(|row| EventRow::of(row.kind).as_ref() != Some(row));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_say_what_the_tables_say() {
        for known in EventKind::ALL {
            let row = EventRow::of(known.kind).expect("a kind that is known");
            assert_eq!(row.facts(), known.facts, "{}", known.name);
        }
        for known in ObjectKind::ALL {
            let row = ObjectRow::of(&ObjectKind::new(known.name)).expect("a kind that is known");
            assert_eq!(row.facts(), known.facts, "{}", known.name);
        }
    }

    #[test]
    fn rows_survive_json() {
        let mut all = Vocabulary::default();
        all.objects.extend(
            ObjectKind::ALL
                .iter()
                .filter_map(|known| ObjectRow::of(&ObjectKind::new(known.name))),
        );
        all.events
            .extend(EventKind::ALL.iter().filter_map(|known| EventRow::of(known.kind)));
        let json = serde_json::to_string(&all).expect("rows are JSON");
        let back: Vocabulary = serde_json::from_str(&json).expect("rows are JSON");
        assert_eq!(back, all);
        all.without_known();
        assert!(all.is_empty());
    }

    #[test]
    fn a_kind_of_a_newer_version_is_what_the_trace_says() {
        let json = r#"{
            "objects": [
                {"kind": "turnstile", "mechanism": "holding", "permits": "capacity", "waits_as": "signal"},
                {"kind": "oracle", "mechanism": "divination", "depth": 3}
            ],
            "events": [
                {"kind": 900, "name": "turnstile_enter", "effect": "enter", "value": "depth"},
                {"kind": 901, "name": "turnstile_wait", "effect": "wait", "awaits": "permit"},
                {"kind": 902, "name": "ask", "effect": "wait", "awaits": "wisdom"},
                {"kind": 903, "name": "ponder", "effect": "ponder"},
                {"kind": 30, "name": "print", "effect": "print"}
            ]}"#;
        let vocabulary: Vocabulary = serde_json::from_str(json).expect("JSON");
        let turnstile = vocabulary.object(&ObjectKind::new("turnstile"));
        let expected = Mechanism::Holding {
            permits: Permits::Capacity,
            reentrant: false,
            owned: false,
        };
        assert_eq!(
            (turnstile.mechanism, turnstile.waits_as),
            (expected, Some(Look::Signal))
        );
        let oracle = vocabulary.object(&ObjectKind::new("oracle"));
        assert_eq!(oracle, ObjectFacts::UNKNOWN);
        let effects = [900, 901, 902, 903, 904].map(|kind| vocabulary.event(EventKind(kind)).effect);
        let unknown = Effect::Unknown;
        assert_eq!(effects, [Effect::Enter, Effect::Wait, unknown, unknown, unknown]);
        // What this version knows stays what it is.
        assert_eq!(vocabulary.event(EventKind::LOCK_WAIT).effect, Effect::Wait);
        assert_eq!(vocabulary.event_named("ponder"), Some(EventKind(903)));
        // Nothing of it is lost.
        let back = serde_json::to_value(&vocabulary).expect("JSON");
        assert_eq!(back, serde_json::from_str::<Json>(json).expect("JSON"));
    }
}
