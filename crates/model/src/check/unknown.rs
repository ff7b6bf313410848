//! What nothing is known of.

use std::collections::BTreeMap;

use laneway_trace::{Effect, EventKind, Mechanism, Trace};

use super::objects::Objects;
use super::{Act, MOST_VIOLATIONS};
use crate::sort_by_key;

/// A kind that neither this version nor the trace knows: no rule speaks of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKind {
    /// The row of its first event.
    pub row: u32,
    /// How many events are of this kind, or on objects of it.
    pub events: u64,
    /// What is not known, in English.
    pub words: String,
}

/// Every unknown kind so far.
#[derive(Default)]
pub(super) struct Unknowns<'a> {
    kinds: BTreeMap<Kind<'a>, (u32, u64)>,
    events: u64,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Kind<'a> {
    Event(EventKind, Option<&'a str>),
    Object(&'a str),
}

impl<'a> Unknowns<'a> {
    pub(super) fn act(&mut self, act: &Act, trace: &'a Trace, objects: &Objects, row: u32) {
        let event = &act.event;
        let object = event
            .object
            .filter(|&object| objects.mechanism(object) == Mechanism::Unknown);
        let is_unknown = act.facts.effect == Effect::Unknown;
        if is_unknown {
            let name = trace.header.vocabulary.event_name(event.kind);
            self.count(Kind::Event(event.kind, name), row);
        }
        if let Some(object) = object {
            let kind = &trace.header.objects[object.index()].kind;
            self.count(Kind::Object(kind.name()), row);
        }
        self.events += u64::from(is_unknown || object.is_some());
    }

    fn count(&mut self, kind: Kind<'a>, row: u32) {
        let (_, events) = self.kinds.entry(kind).or_insert((row, 0));
        *events += 1;
    }

    /// All of them, and how many events that concerns.
    pub(super) fn finish(self) -> (Vec<UnknownKind>, u64) {
        let told = |(kind, (row, events)): (Kind<'_>, _)| UnknownKind {
            row,
            events,
            words: match kind {
                Kind::Event(_, Some(name)) => format!("what `{name}` does is not known"),
                Kind::Event(kind, None) => format!("what events of kind {} do is not known", kind.0),
                Kind::Object(kind) => format!("how a `{kind}` behaves is not known"),
            },
        };
        let mut all: Vec<UnknownKind> = self.kinds.into_iter().map(told).collect();
        sort_by_key(&mut all, |unknown| unknown.row);
        all.truncate(MOST_VIOLATIONS);
        (all, self.events)
    }
}
