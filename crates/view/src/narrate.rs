//! What happened, event by event.

use laneway_model::mechanism::ObjectState;
use laneway_model::{Model, Moment};
use laneway_trace::{
    ActorId, ActorKind, Awaits, Effect, Event, EventFacts, EventKind, Meaning, Mechanism, Object,
    Permits, StartMethod, Value,
};

use crate::messages::{Argument, Message};
use crate::names::{actor_label, signal_name};
use crate::sentences::{self, ALWAYS, Form, UNKNOWN, UNNAMED};
use crate::waits::holder_names;

/// What happened at an event, in one sentence: one of [`event_sentences`](crate::event_sentences). `None`
/// past the end, and for what was only seen from outside: that is no part of the story.
pub fn narrate(model: &Model, row: u32) -> Option<Message> {
    let event = model.events.get(row as usize)?;
    let facts = model.header.vocabulary.event(event.kind);
    if facts.effect.is_seen_from_outside() {
        return None;
    }
    let telling = Telling {
        model,
        row,
        event,
        facts,
    };
    Some(match event.kind.known() {
        Some(known) => telling.of_known(known.name),
        None => telling.of_unknown(event.kind),
    })
}

/// An event that is told.
struct Telling<'a> {
    model: &'a Model,
    row: u32,
    event: Event,
    facts: EventFacts,
}

impl Telling<'_> {
    fn of_known(&self, name: &str) -> Message {
        let mut id = sentences::event_id(name);
        let mut arguments = self.always();
        arguments.extend(self.by_meaning());
        let counted = if self.is_counted() { "yes" } else { "no" };
        let names = sentences::by_effect(&self.facts).iter();
        arguments.extend(names.map(|&name| (name, counted.into())));
        if let Some(form) = self.form() {
            id = format!("{id}-{form}");
            if form == Form::Held {
                arguments.push(("holders", self.holders().into()));
            }
        }
        Message {
            id: id.into(),
            arguments,
        }
    }

    /// By its effect, with the name that the trace has for it.
    fn of_unknown(&self, kind: EventKind) -> Message {
        let name = self.model.header.vocabulary.event_name(kind);
        let id = match sentences::effect_id(&self.facts) {
            UNKNOWN if name.is_none() => UNNAMED,
            id => id,
        };
        let mut arguments = self.always();
        let number = || kind.0.to_string();
        arguments.push(("name", name.map_or_else(number, str::to_owned).into()));
        Message {
            id: id.into(),
            arguments,
        }
    }

    /// The arguments of [`ALWAYS`].
    fn always(&self) -> Vec<(&'static str, Argument)> {
        let object = self.object();
        let pool = object.and_then(|object| object.parent);
        let values = [
            self.label(self.event.actor).into(),
            self.whom().map_or_else(unknown, |whom| self.label(whom).into()),
            object.map_or_else(unknown, |object| object.name.as_str().into()),
            object.map_or_else(unknown, |object| object.kind.clone().into()),
            pool.map_or_else(unknown, |pool| self.model.object_name(pool).into()),
            self.value(),
        ];
        ALWAYS.into_iter().zip(values).collect()
    }

    /// The arguments of [`sentences::by_meaning`].
    fn by_meaning(&self) -> Vec<(&'static str, Argument)> {
        let number = self.event.value.int().unwrap_or(0);
        let values: Vec<Argument> = match self.facts.value {
            Meaning::DurationNs => vec![(number.max(0) as u64).into()],
            Meaning::ExitCode => vec![number.into(), signal_name(number.saturating_neg()).into()],
            Meaning::Item => vec![self.value()],
            Meaning::PutSequence => vec![self.item_taken()],
            Meaning::Depth | Meaning::Count | Meaning::Pid => vec![number.into()],
            _ => Vec::new(),
        };
        let names = sentences::by_meaning(self.facts.value).iter().copied();
        names.zip(values).collect()
    }

    /// The form of the sentence that says it best, if not the plain one: one of [`sentences::forms`].
    fn form(&self) -> Option<Form> {
        let number = self.event.value.int().unwrap_or(0);
        let form = match (self.facts.effect, self.facts.value) {
            (Effect::Start, _) => self.start_form()?,
            (Effect::Wait, _) if !self.holders().is_empty() => Form::Held,
            (Effect::Enter, Meaning::Depth) if number > 1 => Form::Again,
            (Effect::Leave, Meaning::Depth) if number > 0 => Form::Once,
            (Effect::TaskEnd, Meaning::Outcome) if number != 0 && self.gives_up() => Form::GivenUp,
            (_, Meaning::Outcome) if number != 0 => Form::Failed,
            (_, Meaning::ExitCode) if number < 0 => Form::Signal,
            _ => return None,
        };
        sentences::forms(&self.facts).contains(&form).then_some(form)
    }

    /// True if the task that ends was given to a pool, and somebody else runs it, or nobody.
    fn gives_up(&self) -> bool {
        let future = self.event.object;
        let before = future.and_then(|future| self.model.object_at(future, Moment(self.row)));
        match before {
            Some(ObjectState::Future(future)) => {
                future.submitted.is_some() && future.worker != Some(self.event.actor)
            }
            _ => false,
        }
    }

    /// What is started, and how.
    fn start_form(&self) -> Option<Form> {
        let started = self.model.header.actors.get(self.whom()?.index())?;
        Some(match (&started.kind, &started.start_method) {
            (ActorKind::Thread, _) => Form::Thread,
            (ActorKind::Task, _) => Form::Task,
            (ActorKind::Process, Some(StartMethod::Fork)) => Form::Fork,
            (ActorKind::Process, Some(StartMethod::Spawn)) => Form::Spawn,
            (ActorKind::Process, _) => Form::Process,
            _ => return None,
        })
    }

    fn object(&self) -> Option<&Object> {
        self.model.header.objects.get(self.event.object?.index())
    }

    fn whom(&self) -> Option<ActorId> {
        self.event.value.actor()
    }

    fn label(&self, actor: ActorId) -> String {
        actor_label(self.model, actor).into_owned()
    }

    /// How the value reads.
    fn value(&self) -> Argument {
        match self.event.value {
            Value::None => unknown(),
            value => self.model.text(value).as_ref().into(),
        }
    }

    /// True if the object has permits, which are counted: not a lock.
    fn is_counted(&self) -> bool {
        let mechanism = self.event.object.map(|object| self.model.mechanism(object));
        let permits = |mechanism| {
            matches!(
                mechanism,
                Mechanism::Holding {
                    permits: Permits::Capacity,
                    ..
                }
            )
        };
        mechanism.is_some_and(permits)
    }

    /// For a wait for a permit: who has those there are.
    fn holders(&self) -> Vec<String> {
        match (self.event.object, self.facts.awaits) {
            (Some(object), Some(Awaits::Permit)) => {
                holder_names(self.model, object, Moment::after(self.row))
            }
            _ => Vec::new(),
        }
    }

    /// What the item looks like that was taken: it was there right before.
    fn item_taken(&self) -> Argument {
        let (Some(store), Value::Int(put)) = (self.event.object, self.event.value) else {
            return unknown();
        };
        let Some(ObjectState::Store(store)) = self.model.object_at(store, Moment(self.row)) else {
            return unknown();
        };
        let item = u32::try_from(put).ok().and_then(|put| store.items.find(put));
        let value = item.and_then(|item| self.model.events.get(item.row as usize));
        value.map_or_else(unknown, |put| self.model.text(put.value).as_ref().into())
    }
}

/// What stands for what there is not.
fn unknown() -> Argument {
    "?".into()
}
