//! What a trace gains as it goes on, and what closes it: the parts that make a [`Trace`] when they are put
//! together.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::header::is_zero;
use crate::{Actor, Ending, Header, Location, Object, Trace, Vocabulary};

/// Rows appended to the tables of a trace, before the events that name them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Definitions {
    /// For [`Header::vocabulary`].
    pub vocabulary: Vocabulary,
    /// For [`Header::actors`].
    pub actors: Vec<Actor>,
    /// For [`Header::objects`].
    pub objects: Vec<Object>,
    /// For [`Header::locations`].
    pub locations: Vec<Location>,
    /// For [`Trace::texts`].
    pub texts: Vec<String>,
}

/// What is known of a run when it is over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Closing {
    /// For [`Header::ending`].
    pub ending: Ending,
    /// For [`Header::duration_ns`].
    pub duration_ns: u64,
    /// For [`Header::events`].
    pub events: u64,
    /// For [`Header::lost`].
    #[serde(skip_serializing_if = "is_zero")]
    pub lost: u64,
    /// For [`Header::times_corrected`].
    #[serde(skip_serializing_if = "is_zero")]
    pub times_corrected: u64,
    /// For [`Header::unseen`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unseen: Vec<String>,
    /// Fields of a newer version, for [`Header::extra`].
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

impl Header {
    /// Appends rows to the tables that are the header's; gives the texts back, which are the trace's.
    pub fn define(&mut self, more: Definitions) -> Vec<String> {
        let Definitions {
            vocabulary,
            actors,
            objects,
            locations,
            texts,
        } = more;
        self.vocabulary.append(vocabulary);
        self.actors.extend(actors);
        self.objects.extend(objects);
        self.locations.extend(locations);
        texts
    }

    /// What is known when the run is over.
    pub fn closing(&self) -> Closing {
        Closing {
            ending: self.ending.clone(),
            duration_ns: self.duration_ns,
            events: self.events,
            lost: self.lost,
            times_corrected: self.times_corrected,
            unseen: self.unseen.clone(),
            extra: Map::new(),
        }
    }

    /// Takes what is known when the run is over.
    pub fn close(&mut self, closing: Closing) {
        let Closing {
            ending,
            duration_ns,
            events,
            lost,
            times_corrected,
            unseen,
            extra,
        } = closing;
        self.ending = ending;
        self.duration_ns = duration_ns;
        self.events = events;
        self.lost = lost;
        self.times_corrected = times_corrected;
        self.unseen = unseen;
        self.extra.extend(extra);
    }
}

impl Trace {
    /// Appends rows to the tables.
    pub fn define(&mut self, more: Definitions) {
        let texts = self.header.define(more);
        self.texts.extend(texts);
    }
}

/// Rows that are to be written, as [`Definitions`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rows<'a> {
    pub(crate) vocabulary: Option<&'a Vocabulary>,
    pub(crate) actors: &'a [Actor],
    pub(crate) objects: &'a [Object],
    pub(crate) locations: &'a [Location],
    pub(crate) texts: &'a [String],
}

impl Definitions {
    /// Appends more rows.
    pub fn append(&mut self, more: Self) {
        let Self {
            vocabulary,
            actors,
            objects,
            locations,
            texts,
        } = more;
        self.vocabulary.append(vocabulary);
        self.actors.extend(actors);
        self.objects.extend(objects);
        self.locations.extend(locations);
        self.texts.extend(texts);
    }

    pub(crate) fn rows(&self) -> Rows<'_> {
        Rows {
            vocabulary: Some(&self.vocabulary),
            actors: &self.actors,
            objects: &self.objects,
            locations: &self.locations,
            texts: &self.texts,
        }
    }
}

impl Trace {
    /// All rows of its tables.
    pub(crate) fn rows(&self) -> Rows<'_> {
        Rows {
            vocabulary: Some(&self.header.vocabulary),
            actors: &self.header.actors,
            objects: &self.header.objects,
            locations: &self.header.locations,
            texts: &self.texts,
        }
    }
}
