//! Runs written down by hand, and what a model says of them, as text.
//!
//! A line is an event, `TIME ACTOR KIND [OBJECT] [VALUE]`, with the time in milliseconds, or a declaration:
//!
//! ```text
//! process child of p daemon        thread worker of child        future f1 of pool
//! lock tickets                     queue items 3                 ending stuck
//! 1.5 main lock_acquire tickets    2 main start @child           3 main print "hello"
//! ```
//!
//! A line in braces is a row of the vocabulary, for a kind that the tables do not know.
//!
//! Values are numbers, `"texts"` and `@actors`; `#7` sets the sequence number, and `:7` the line of the program. The process `p` with its thread
//! `main` is there from the start; other actors that are not declared are threads of `p`, objects are what
//! the first event on them says. Sequence numbers are counted where there are some.

use laneway_model::Model;
use laneway_trace::{
    Actor, ActorId, ActorKind, Awaits, Effect, Event, Location, LocationId, Object, ObjectId,
    ObjectKind, TextId, Trace, Value,
};

/// The trace of a run written down.
pub fn trace(text: &str) -> Trace {
    let mut notation = Notation::default();
    notation.actor("p", ActorKind::Process, None, false);
    notation.actor("main", ActorKind::Thread, ActorId::new(1), false);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        notation.line(line);
    }
    notation.trace
}

/// The model of a run written down.
pub fn model(text: &str) -> Model {
    Model::from(trace(text))
}

#[derive(Default)]
struct Notation {
    trace: Trace,
    sequences: Vec<u32>,
}

impl Notation {
    fn line(&mut self, line: &str) {
        if line.starts_with('{') {
            self.row(line);
            return;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let value_of = |key: &str| words.iter().position(|word| *word == key).map(|at| words[at + 1]);
        if words[0].starts_with(|first: char| first.is_ascii_digit()) {
            self.event(line, &words);
            return;
        }
        let daemon = words.contains(&"daemon");
        let parent = value_of("of");
        match words[0] {
            "process" | "thread" => {
                let kind = if words[0] == "process" {
                    ActorKind::Process
                } else {
                    ActorKind::Thread
                };
                let parent = self.known_actor(parent.expect("an actor needs a parent"));
                self.actor(words[1], kind, Some(parent), daemon);
            }
            "ending" => {
                self.trace.header.ending = serde_json::from_str(&format!("\"{}\"", words[1])).unwrap();
            }
            kind => {
                let kind: ObjectKind = serde_json::from_str(&format!("\"{kind}\"")).unwrap();
                let capacity = words.get(2).and_then(|word| word.parse().ok());
                let parent = parent.map(|parent| self.object(parent, ObjectKind::POOL));
                let id = self.object(words[1], kind);
                let object = &mut self.trace.header.objects[id.index()];
                (object.capacity, object.parent) = (capacity, parent);
            }
        }
    }

    fn row(&mut self, line: &str) {
        let vocabulary = &mut self.trace.header.vocabulary;
        if line.contains("\"effect\"") {
            vocabulary.events.push(serde_json::from_str(line).expect(line));
        } else {
            vocabulary.objects.push(serde_json::from_str(line).expect(line));
        }
    }

    fn event(&mut self, line: &str, words: &[&str]) {
        let millis: f64 = words[0].parse().unwrap();
        let kind = self.trace.header.vocabulary.event_named(words[2]);
        let kind = kind.unwrap_or_else(|| panic!("no such kind: {line}"));
        let mut event = Event {
            time_ns: (millis * 1e6) as u64,
            actor: self.known_actor(words[1]),
            kind,
            object: None,
            sequence: 0,
            value: Value::None,
            location: LocationId::new(self.trace.events.len() as u32 + 1),
        };
        self.trace.header.locations.push(Location::default());
        let mut sequence = None;
        for word in &words[3..] {
            if let Some(text) = word.strip_prefix('"') {
                self.trace.texts.push(text.trim_end_matches('"').to_owned());
                event.value = Value::Text(TextId::new(self.trace.texts.len() as u32).unwrap());
            } else if let Some(actor) = word.strip_prefix('@') {
                event.value = Value::Actor(self.known_actor(actor));
            } else if let Some(number) = word.strip_prefix('#') {
                sequence = Some(number.parse().unwrap());
            } else if let Some(line) = word.strip_prefix(':') {
                let place = self
                    .trace
                    .header
                    .locations
                    .last_mut()
                    .expect("one for each event");
                place.line = line.parse().unwrap();
            } else if let Ok(number) = word.parse() {
                event.value = Value::Int(number);
            } else {
                event.object = Some(self.object(word, kind_of_object(words[2])));
            }
        }
        event.sequence = sequence.unwrap_or_else(|| self.next_sequence(&event));
        self.trace.events.push(event);
    }

    fn next_sequence(&mut self, event: &Event) -> u32 {
        let facts = self.trace.header.vocabulary.event(event.kind);
        let counted = match facts.effect {
            Effect::Wait => facts.awaits == Some(Awaits::Reply),
            Effect::Refuse | Effect::GiveUp | Effect::Return => false,
            _ => true,
        };
        match event.object {
            Some(object) if counted => {
                self.sequences[object.index()] += 1;
                self.sequences[object.index()]
            }
            _ => 0,
        }
    }

    fn actor(&mut self, name: &str, kind: ActorKind, parent: Option<ActorId>, daemon: bool) -> ActorId {
        self.trace.header.actors.push(Actor {
            kind,
            name: name.to_owned(),
            parent,
            daemon,
            ..Actor::default()
        });
        ActorId::from_index(self.trace.header.actors.len() - 1).unwrap()
    }

    fn known_actor(&mut self, name: &str) -> ActorId {
        let known = self
            .trace
            .header
            .actors
            .iter()
            .position(|actor| actor.name == name);
        known.map_or_else(
            || self.actor(name, ActorKind::Thread, ActorId::new(1), false),
            |known| ActorId::from_index(known).unwrap(),
        )
    }

    fn object(&mut self, name: &str, kind: ObjectKind) -> ObjectId {
        let objects = &mut self.trace.header.objects;
        let known = objects.iter().position(|object| object.name == name);
        let index = known.unwrap_or_else(|| {
            objects.push(Object {
                kind,
                name: name.to_owned(),
                ..Object::default()
            });
            self.sequences.push(0);
            objects.len() - 1
        });
        ObjectId::from_index(index).unwrap()
    }
}

fn kind_of_object(event: &str) -> ObjectKind {
    match event.split('_').next() {
        Some("lock") => ObjectKind::LOCK,
        Some("put" | "get") => ObjectKind::QUEUE,
        Some("read" | "write") => ObjectKind::CELL,
        Some("shared") => ObjectKind::RLOCK,
        Some("gate" | "notify") => ObjectKind::EVENT,
        Some("call" | "serve" | "reply" | "return") => ObjectKind::MANAGER,
        Some("shutdown") => ObjectKind::POOL,
        _ if event == "task_wait" => ObjectKind::POOL,
        _ => ObjectKind::FUTURE,
    }
}

/// The id of an actor with this name.
pub fn actor(model: &Model, name: &str) -> ActorId {
    let actors = model.header.actors.iter();
    let index = actors.map(|actor| &actor.name).position(|known| known == name);
    ActorId::from_index(index.expect(name)).unwrap()
}

/// The id of an object with this name.
pub fn object(model: &Model, name: &str) -> ObjectId {
    let objects = model.header.objects.iter();
    let index = objects.map(|object| &object.name).position(|known| known == name);
    ObjectId::from_index(index.expect(name)).unwrap()
}

/// The lanes with the starts of their phases in milliseconds: `user-1: running 0, waits_lock tickets 2`.
pub fn phases(model: &Model) -> String {
    let mut lines = Vec::new();
    for (index, lane) in model.lanes.iter().enumerate() {
        let phases = model.lane_phases(index as u32).map(|phase| {
            let phase = phase as usize;
            let mut words = vec![model.phases.state[phase].name().to_owned()];
            if let Some(object) = ObjectId::new(model.phases.object[phase]) {
                words.push(model.object_name(object).to_owned());
            }
            if let Some(other) = ActorId::new(model.phases.other[phase]) {
                words.push(format!("@{}", model.actor_name(other)));
            }
            words.push(millis(
                model.events.time_ns[model.phases.start_row[phase] as usize],
            ));
            words.join(" ")
        });
        let name = model.actor_name(lane.actor);
        lines.push(format!("{name}: {}", phases.collect::<Vec<_>>().join(", ")));
    }
    lines.join("\n")
}

/// The findings, one a line: `deadlock user-1 user-2 on b a, 1 to 3`.
pub fn findings(model: &Model) -> String {
    let lines = model.findings.iter().map(|finding| {
        let actors = finding.actors.iter().map(|actor| model.actor_name(*actor));
        let objects = finding.objects.iter().map(|object| model.object_name(*object));
        let (actors, objects): (Vec<_>, Vec<_>) = (actors.collect(), objects.collect());
        let on = if objects.is_empty() { "" } else { " on " };
        format!(
            "{} {}{on}{}, {} to {}",
            finding.kind.name(),
            actors.join(" "),
            objects.join(" "),
            millis(model.time_ns(finding.since)),
            millis(model.time_ns(finding.at)),
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A time as milliseconds.
pub fn millis(time_ns: u64) -> String {
    format!("{}", time_ns as f64 / 1e6)
}

/// Fails with both texts if they are not the same, leading and trailing space of lines aside.
#[track_caller]
pub fn same(found: &str, expected: &str) {
    let tidy = |text: &str| text.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let (found, expected) = (tidy(found), tidy(expected));
    assert!(found == expected, "found:\n{found}\n\nexpected:\n{expected}\n");
}
