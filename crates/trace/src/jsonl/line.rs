//! One line of a `.jsonl` file.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::{Actor, ActorId, EventKind, EventRow, Location, Object, ObjectRow, TextId};

/// The first line. The header is parsed when its version is known.
#[derive(Serialize, Deserialize)]
pub(super) struct First<'a> {
    /// The version of the format.
    pub(super) laneway: u32,
    #[serde(borrow)]
    pub(super) header: &'a RawValue,
}

/// Any other line: an event, or else one of `define`, `closing`, and a chunk.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) time_ns: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) actor: Option<ActorId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<Kind>,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) object: u32,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) sequence: u32,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    pub(super) value: Option<Word<'a>>,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) location: u32,
    /// The next row of a table: a [`Define`]. Looked at when its size is known.
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    pub(super) define: Option<&'a RawValue>,
    /// What is known of the run when it is over.
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    pub(super) closing: Option<&'a RawValue>,
    /// The tag of a part of the file that this version does not know.
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    pub(super) chunk: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) raw_length: Option<u32>,
    /// Its payload as it stands in the file, two hexadecimal digits a byte.
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    pub(super) stored: Option<Text<'a>>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Event,
    Define,
    Closing,
    Chunk,
}

impl Line<'_> {
    /// What the line is; `None` if it is several things, or none.
    pub(super) fn what(&self) -> Option<What> {
        let has_event = self.time_ns.is_some()
            || self.actor.is_some()
            || self.kind.is_some()
            || self.value.is_some()
            || (self.object, self.sequence, self.location) != (0, 0, 0);
        let has_chunk = self.chunk.is_some() || self.raw_length.is_some() || self.stored.is_some();
        match (has_event, self.define, self.closing, has_chunk) {
            (true, None, None, false) => Some(What::Event),
            (false, Some(_), None, false) => Some(What::Define),
            (false, None, Some(_), false) => Some(What::Closing),
            (false, None, None, true) => Some(What::Chunk),
            _ => None,
        }
    }
}

/// A row of a table.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Row<'a> {
    ObjectKind(&'a ObjectRow),
    EventKind(&'a EventRow),
    Actor(&'a Actor),
    Object(&'a Object),
    Location(&'a Location),
    Text(&'a str),
}

/// Such a row when it is read.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Define {
    ObjectKind(ObjectRow),
    EventKind(EventRow),
    Actor(Actor),
    Object(Object),
    Location(Location),
    Text(String),
}

impl Define {
    /// True if the row may have fields that this version does not know.
    pub(super) fn may_have_unknown_fields(&self) -> bool {
        match self {
            Self::ObjectKind(_) | Self::EventKind(_) => true,
            Self::Actor(actor) => !actor.extra.is_empty(),
            Self::Object(object) => !object.extra.is_empty(),
            Self::Location(_) | Self::Text(_) => false,
        }
    }
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A text, borrowed from the line where it stands there as it is.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// A kind of event: its name, or the number of one that this version does not know.
#[derive(PartialEq)]
pub(super) struct Kind(pub(super) EventKind);

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.name() {
            Some(name) => serializer.serialize_str(name),
            None => serializer.serialize_u16(self.0.0),
        }
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KindVisitor;
        impl Visitor<'_> for KindVisitor {
            type Value = Kind;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "the name or the number of an event kind")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Kind, E> {
                let unknown = || E::custom(format_args!("no event kind is called `{name}`"));
                EventKind::from_name(name).map(Kind).ok_or_else(unknown)
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Kind, E> {
                let too_large = |_| E::custom("the number of an event kind is past 65535");
                u16::try_from(number).map(EventKind).map(Kind).map_err(too_large)
            }
        }
        deserializer.deserialize_any(KindVisitor)
    }
}

/// A value: `5`, `"a text"`, `{"text": 3}`, `{"actor": 3}`, `{"tag": 9, "bits": 5}`.
#[derive(PartialEq)]
pub(super) enum Word<'a> {
    Int(i64),
    /// By content: the first text of the table that is equal, or else the next of the table.
    Text(Cow<'a, str>),
    /// By its number in the table.
    TextNumber(TextId),
    Actor(ActorId),
    Other {
        tag: u8,
        bits: i64,
    },
}

impl Serialize for Word<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = match self {
            Self::Int(number) => return serializer.serialize_i64(*number),
            Self::Text(text) => return serializer.serialize_str(text),
            _ => serializer.serialize_map(None)?,
        };
        match self {
            Self::TextNumber(number) => map.serialize_entry("text", number)?,
            Self::Actor(number) => map.serialize_entry("actor", number)?,
            Self::Other { tag, bits } => {
                map.serialize_entry("tag", tag)?;
                map.serialize_entry("bits", bits)?;
            }
            Self::Int(_) | Self::Text(_) => {}
        }
        map.end()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Word<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordVisitor)
    }
}

/// Written out, because an untagged enum would keep whatever stands there in memory before it looks at it.
struct WordVisitor;

impl<'de> Visitor<'de> for WordVisitor {
    type Value = Word<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a number, a text, or an object with `actor`, `text`, or `tag` and `bits`"
        )
    }

    fn visit_i64<E>(self, number: i64) -> Result<Word<'de>, E> {
        Ok(Word::Int(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Word<'de>, E> {
        let too_large = |_| E::custom("a number has more than 64 bits");
        i64::try_from(number).map(Word::Int).map_err(too_large)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Word<'de>, E> {
        Ok(Word::Text(text.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Word<'de>, E> {
        Ok(Word::Text(text.to_owned().into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Word<'de>, A::Error> {
        let named = Named::deserialize(MapAccessDeserializer::new(map))?;
        match (named.actor, named.text, named.tag, named.bits) {
            (Some(actor), None, None, None) => Ok(Word::Actor(actor)),
            (None, Some(text), None, None) => Ok(Word::TextNumber(text)),
            (None, None, Some(tag), Some(bits)) => Ok(Word::Other { tag, bits }),
            _ => Err(A::Error::custom(
                "a value has `actor`, or `text`, or `tag` and `bits`",
            )),
        }
    }
}

/// A value that is neither a number nor a text by its content.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    actor: Option<ActorId>,
    text: Option<TextId>,
    tag: Option<u8>,
    bits: Option<i64>,
}
