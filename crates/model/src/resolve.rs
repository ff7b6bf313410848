//! From a step's predicate to its moment.

use std::borrow::Cow;

use laneway_trace::{ActorId, EventKind, ObjectId, Predicate, Value};
use serde_json::Value as Json;

use crate::{Finding, Model, Moment};

impl Model {
    /// The moment that a predicate picks: right after the matching event, or when the finding was complete.
    /// `None` if nothing in the run meets it. O(actors + objects + events) for each level of `after`.
    ///
    /// What was only seen from outside is no event here. `last` is heard before `nth`. Without `event` and `finding` any event matches that meets the other
    /// conditions; without these as well, it is the first moment, or the last.
    pub fn resolve(&self, predicate: &Predicate) -> Option<Moment> {
        // From the innermost `after` outwards; a loop, because a file decides how deep they go.
        let mut levels = vec![predicate];
        while let Some(after) = levels.last().and_then(|level| level.after.as_deref()) {
            levels.push(after);
        }
        let from = levels.pop().map(|level| self.resolve_level(level, Moment(0)))?;
        levels
            .into_iter()
            .rev()
            .try_fold(from?, |from, level| self.resolve_level(level, from))
    }

    /// How the run of a lesson turned out, in one line: the value of the event that its outcome picks. `None` if the
    /// run has no such event; how it ended says it then.
    pub fn outcome(&self) -> Option<Cow<'_, str>> {
        let outcome = self.header.lesson.as_ref()?.outcome.as_ref()?;
        let row = self.resolve(outcome)?.0.checked_sub(1)?;
        Some(self.text(self.events.get(row as usize)?.value))
    }

    /// As if what a predicate looks at began after the moment `from`.
    fn resolve_level(&self, predicate: &Predicate, from: Moment) -> Option<Moment> {
        if let Some(finding) = &predicate.finding {
            let matching = self.findings.iter().filter(|found| {
                found.at > from && found.kind.name() == finding && self.finding_meets(found, predicate)
            });
            return pick(predicate, matching.map(|found| found.at));
        }
        let free = predicate.actor.is_none() && predicate.object.is_none() && predicate.value.is_none();
        if predicate.event.is_none() && free {
            return Some(if predicate.last { self.end() } else { from });
        }
        let kind = match &predicate.event {
            Some(name) => Some(self.header.vocabulary.event_named(name)?),
            None => None,
        };
        let filter = Filter::new(self, kind, predicate);
        let rows = from.0..self.end().0;
        pick(
            predicate,
            rows.filter(|&row| filter.meets(self, row)).map(Moment::after),
        )
    }

    fn finding_meets(&self, found: &Finding, predicate: &Predicate) -> bool {
        let actor = |pattern: &String| {
            let mut actors = found.actors.iter();
            actors.any(|actor| self.actor_meets(actor.index(), pattern))
        };
        let object = |pattern: &String| {
            let mut objects = found.objects.iter();
            objects.any(|object| meets(pattern, self.object_name(*object)))
        };
        predicate.actor.as_ref().is_none_or(actor) && predicate.object.as_ref().is_none_or(object)
    }

    /// True if the name of the actor or of its process meets the pattern.
    fn actor_meets(&self, actor: usize, pattern: &str) -> bool {
        let Some(id) = ActorId::from_index(actor) else {
            return false;
        };
        let lane = self.lane_of(id).and_then(|lane| self.lanes.get(lane as usize));
        let process = lane.and_then(|lane| self.processes.get(lane.process as usize));
        meets(pattern, self.actor_name(id))
            || process.is_some_and(|process| meets(pattern, self.actor_name(process.actor)))
    }

    fn value_meets(&self, value: Value, pattern: &Json) -> bool {
        match (pattern, value) {
            (Json::Number(number), Value::Int(value)) => {
                number.as_i64() == Some(value) || number.as_f64() == Some(value as f64)
            }
            (Json::String(pattern), Value::Text(_) | Value::Actor(_)) => {
                meets(pattern, &self.text(value))
            }
            _ => false,
        }
    }
}

/// What an event must meet, looked up once.
struct Filter<'a> {
    kind: Option<EventKind>,
    /// For each actor whether it fits, and for each object; empty if any does.
    actors: Vec<bool>,
    objects: Vec<bool>,
    any_actor: bool,
    any_object: bool,
    value: Option<&'a Json>,
}

impl<'a> Filter<'a> {
    fn new(model: &Model, kind: Option<EventKind>, predicate: &'a Predicate) -> Self {
        let actors = predicate.actor.as_ref().map(|pattern| {
            let actors = 0..model.header.actors.len();
            actors.map(|actor| model.actor_meets(actor, pattern)).collect()
        });
        let objects = predicate.object.as_ref().map(|pattern| {
            let objects = (0..model.header.objects.len()).filter_map(ObjectId::from_index);
            objects
                .map(|object| meets(pattern, model.object_name(object)))
                .collect()
        });
        Self {
            kind,
            any_actor: actors.is_none(),
            any_object: objects.is_none(),
            actors: actors.unwrap_or_default(),
            objects: objects.unwrap_or_default(),
            value: predicate.value.as_ref(),
        }
    }

    /// What was only seen from outside is no step of a lesson.
    fn fits_kind(&self, model: &Model, row: u32) -> bool {
        let kind = model.events.kind[row as usize];
        let told = !model.event_facts(row).effect.is_seen_from_outside();
        told && self.kind.is_none_or(|wanted| wanted == kind)
    }

    fn meets(&self, model: &Model, row: u32) -> bool {
        let at = row as usize;
        let fits = |column: &[bool], id: u32| column.get((id as usize).wrapping_sub(1)) == Some(&true);
        self.fits_kind(model, row)
            && (self.any_actor || fits(&self.actors, model.events.actor[at]))
            && (self.any_object || fits(&self.objects, model.events.object[at]))
            && self
                .value
                .is_none_or(|value| model.value_meets(model.value(row), value))
    }
}

/// The one among those that match that is asked for.
fn pick(predicate: &Predicate, mut matching: impl Iterator<Item = Moment>) -> Option<Moment> {
    if predicate.last {
        matching.last()
    } else {
        matching.nth(predicate.nth.unwrap_or(1).saturating_sub(1) as usize)
    }
}

/// True if a name is the pattern, or begins with what stands before a `*` at its end.
fn meets(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}
