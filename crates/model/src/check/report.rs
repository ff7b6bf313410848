//! What was found so far.

use laneway_trace::{ActorId, Effect, EventKind, EventTable, ObjectId, TextId, Trace, Value};

use super::{MOST_VIOLATIONS, Violation};
use crate::sort_by_key;

/// What was found, and how far what is missing lets one be sure.
pub(super) struct Report<'a> {
    pub(super) names: Names<'a>,
    violations: Vec<Violation>,
    /// The event that is looked at.
    pub(super) row: u32,
    /// True if what is missing or unknown could explain what is odd about the present event.
    pub(super) doubt: bool,
    /// True if events are missing.
    pub(super) lossy: bool,
    /// True if events are missing and nothing says whose.
    pub(super) lost_anywhere: bool,
}

impl<'a> Report<'a> {
    pub(super) fn new(trace: &'a Trace, facts: &EventTable) -> Self {
        let header = &trace.header;
        let (mut told, mut lossy) = (0u64, header.lost > 0);
        for (row, kind) in trace.events.kind.iter().enumerate() {
            if facts.facts(*kind).effect == Effect::Lost {
                let count = trace.events.get(row).and_then(|event| event.value.int());
                told = told.saturating_add(count.map_or(0, i64::unsigned_abs));
                lossy = true;
            }
        }
        Self {
            names: Names(trace),
            violations: Vec::new(),
            row: 0,
            doubt: false,
            lossy,
            lost_anywhere: told < header.lost,
        }
    }

    /// Tells of the event in the current row.
    pub(super) fn tell(&mut self, rule: &'static str, words: impl FnOnce(Names<'a>) -> String) {
        self.tell_at(self.row, rule, words);
    }

    pub(super) fn tell_at(
        &mut self,
        row: u32,
        rule: &'static str,
        words: impl FnOnce(Names<'a>) -> String,
    ) {
        if !self.is_full() {
            self.violations.push(Violation {
                rule,
                row,
                words: words(self.names),
            });
        }
    }

    /// Tells of the event in the current row, unless something that is missing could explain it.
    pub(super) fn tell_if_sure(&mut self, rule: &'static str, words: impl FnOnce(Names<'a>) -> String) {
        if !self.doubt {
            self.tell(rule, words);
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.violations.len() >= MOST_VIOLATIONS
    }

    pub(super) fn finish(mut self) -> Vec<Violation> {
        sort_by_key(&mut self.violations, |violation| violation.row);
        self.violations
    }
}

/// What the program calls its actors and objects, and the trace its kinds.
#[derive(Clone, Copy)]
pub(super) struct Names<'a>(&'a Trace);

impl<'a> Names<'a> {
    pub(super) fn actor(self, actor: ActorId) -> &'a str {
        let actor = self.0.header.actors.get(actor.index());
        actor.map_or("?", |actor| &actor.name)
    }

    pub(super) fn object(self, object: ObjectId) -> &'a str {
        let object = self.0.header.objects.get(object.index());
        object.map_or("?", |object| &object.name)
    }

    pub(super) fn event(self, kind: EventKind) -> &'a str {
        let name = self.0.header.vocabulary.event_name(kind);
        name.unwrap_or("an unknown event")
    }

    /// A content as it reads.
    pub(super) fn value(self, value: Value) -> String {
        match value {
            Value::Int(number) => number.to_string(),
            Value::Text(text) => format!("{:?}", self.text(text)),
            _ => "something".to_owned(),
        }
    }

    /// True if these are certainly not the same.
    pub(super) fn differ(self, one: Value, other: Value) -> bool {
        match (one, other) {
            (Value::Int(one), Value::Int(other)) => one != other,
            (Value::Text(one), Value::Text(other)) => self.text(one) != self.text(other),
            _ => false,
        }
    }

    fn text(self, text: TextId) -> &'a str {
        self.0.texts.get(text.index()).map_or("?", String::as_str)
    }
}
