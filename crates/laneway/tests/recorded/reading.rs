//! Reads a session folder back, without the merge: actor by actor, object by object.

use std::collections::BTreeMap;
use std::fmt;

use laneway_recorder::session::{
    ActorDefinition, AttachedDefinition, Definition, DefinitionReader, Folder, ObjectDefinition,
    RawEvent, TAG_ACTOR, TAG_INLINE_TEXT, TAG_INT, TAG_NONE, TAG_TEXT,
};
use laneway_trace::EventKind;

use crate::newest::rings;

/// What a session folder says.
#[derive(Debug, Default)]
pub struct Recorded {
    pub actors: BTreeMap<u32, ActorDefinition>,
    pub objects: BTreeMap<u32, ObjectDefinition>,
    pub attached: Vec<AttachedDefinition>,
    pub texts: BTreeMap<u32, String>,
    pub reaped: BTreeMap<u32, i32>,
    /// Lines by actor and key.
    pub lines: BTreeMap<(u32, u32), (String, u32)>,
    /// Events by actor.
    pub events: BTreeMap<u32, Vec<RawEvent>>,
    pub lost: u64,
}

impl Recorded {
    pub fn read(folder: &Folder) -> Self {
        let mut recorded = Self::default();
        let common = DefinitionReader::open(&folder.definitions());
        let lines = folder.all_lines().expect("a folder").into_iter();
        let own = lines.map(|path| DefinitionReader::open_lines(&path));
        for reader in std::iter::once(common).chain(own) {
            let mut reader = reader.expect("definitions");
            for definition in reader.read_new().expect("definitions") {
                recorded.define(definition);
            }
            assert_eq!(reader.unreadable(), 0);
        }
        for (actor, mut reader) in rings(folder) {
            assert_eq!(reader.missing, 0, "{reader:?}");
            let events = recorded.events.entry(actor).or_default();
            for event in reader.events() {
                if event.kind == EventKind::LOST {
                    recorded.lost += u64::try_from(event.value).expect("a number of events");
                } else {
                    events.push(event);
                }
            }
        }
        recorded
    }

    fn define(&mut self, definition: Definition) {
        match definition {
            Definition::Actor(actor) => assert!(self.actors.insert(actor.id, actor).is_none()),
            Definition::Object(object) => assert!(self.objects.insert(object.id, object).is_none()),
            Definition::Attached(attached) => self.attached.push(attached),
            Definition::Thread(thread) => assert!(thread.tid > 0),
            Definition::Text(text) => assert!(self.texts.insert(text.id, text.text).is_none()),
            Definition::Location(place) => {
                let before = self
                    .lines
                    .insert((place.actor, place.key), (place.file, place.line));
                assert!(before.is_none(), "a location is defined once a thread");
            }
            Definition::Reaped(reaped) => {
                assert!(self.reaped.insert(reaped.actor, reaped.exit_code).is_none());
            }
        }
    }

    /// The actor with this name; for the main thread of a process, `process/main`.
    pub fn actor(&self, name: &str) -> u32 {
        let named = |name: &str, parent: Option<u32>| {
            let found = self
                .actors
                .values()
                .find(|actor| actor.name == name && (parent.is_none() || actor.parent == parent));
            found.unwrap_or_else(|| panic!("there is no actor {name}")).id
        };
        match name.split_once('/') {
            Some((process, thread)) => named(thread, Some(named(process, None))),
            None => named(name, None),
        }
    }

    pub fn object(&self, name: &str) -> u32 {
        let found = self.objects.values().find(|object| object.name == name);
        found.unwrap_or_else(|| panic!("there is no object {name}")).id
    }

    /// What an actor did, in short: kinds with their values, one after another.
    pub fn story(&self, name: &str) -> String {
        let told: Vec<String> = self
            .events_of(name)
            .iter()
            .map(|event| self.tell(event))
            .collect();
        told.join(" ")
    }

    pub fn events_of(&self, name: &str) -> &[RawEvent] {
        self.events.get(&self.actor(name)).map_or(&[], Vec::as_slice)
    }

    /// The events on an object in the order of their sequence, each with its actor.
    pub fn on(&self, name: &str) -> Vec<(u32, RawEvent)> {
        let object = self.object(name);
        let all = self
            .events
            .iter()
            .flat_map(|(&actor, events)| events.iter().map(move |event| (actor, *event)));
        let mut found: Vec<_> = all
            .filter(|(_, event)| event.object == object && event.sequence > 0)
            .collect();
        found.sort_by_key(|(_, event)| event.sequence);
        let sequences: Vec<u32> = found.iter().map(|(_, event)| event.sequence).collect();
        assert_eq!(
            sequences,
            (1..=found.len() as u32).collect::<Vec<_>>(),
            "the sequence of {name}"
        );
        found
    }

    /// How an event reads: `lock_acquire tickets 1`.
    pub fn tell(&self, event: &RawEvent) -> String {
        let mut told = event.kind.name().unwrap_or("?").to_owned();
        if let Some(object) = self.objects.get(&event.object) {
            told = format!("{told} {}", object.name);
        }
        let value = match event.tag {
            TAG_NONE => return told,
            TAG_INT => event.value.to_string(),
            TAG_TEXT => self.texts[&u32::try_from(event.value).expect("a text id")].clone(),
            TAG_ACTOR => self.actors[&u32::try_from(event.value).expect("an actor id")]
                .name
                .clone(),
            TAG_INLINE_TEXT => {
                let bytes = event.value.to_le_bytes();
                String::from_utf8_lossy(&bytes).trim_end_matches('\0').to_owned()
            }
            other => panic!("an unknown tag {other}"),
        };
        format!("{told} {value}")
    }

    /// Every `lock_acquire` is followed by its own `lock_release`.
    pub fn check_never_two_holders(&self, name: &str) {
        let on = self.on(name);
        assert!(
            !on.is_empty() && on.len() % 2 == 0,
            "{} events on {name}",
            on.len()
        );
        for pair in on.chunks(2) {
            let kinds = (pair[0].1.kind, pair[1].1.kind, pair[0].0 == pair[1].0);
            assert_eq!(
                kinds,
                (EventKind::LOCK_ACQUIRE, EventKind::LOCK_RELEASE, true),
                "{name}"
            );
        }
    }
}

impl fmt::Display for Recorded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (actor, events) in &self.events {
            let name = self.actors.get(actor).map_or("?", |actor| &actor.name);
            let told: Vec<String> = events.iter().take(100).map(|event| self.tell(event)).collect();
            writeln!(formatter, "{actor} {name}: {}", told.join(" | "))?;
        }
        Ok(())
    }
}
