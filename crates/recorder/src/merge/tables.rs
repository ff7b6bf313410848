//! From the session's ids to the dense ones of a trace.

use std::collections::HashMap;

use laneway_trace::{
    Actor, ActorId, ActorKind, Location, LocationId, Object, ObjectId, ObjectKind, TextId,
};

use crate::session::{ActorDefinition, Definition, LocationDefinition, ObjectDefinition};

/// The tables of a trace as they grow, and how to find a row by the session's id.
///
/// What an event names and nobody defined (its definition was cut short by a full disk or a kill) gets a
/// row of its own that says so, because an event without its actor would be worth nothing.
#[derive(Default)]
pub(super) struct Tables {
    pub actors: Vec<Actor>,
    pub objects: Vec<Object>,
    pub locations: Vec<Location>,
    pub texts: Vec<String>,
    /// How many actors, objects and texts were named and never defined.
    pub undefined: usize,
    actor_ids: HashMap<u32, ActorId>,
    object_ids: HashMap<u32, ObjectId>,
    text_ids: HashMap<String, TextId>,
    location_ids: HashMap<Location, LocationId>,
    /// The session's texts, of which only those that events name come into the trace.
    session_texts: HashMap<u32, String>,
    session_locations: HashMap<(u32, u32), Location>,
    /// Exit codes that parents took.
    reaped: HashMap<ActorId, i32>,
}

impl Tables {
    pub fn new(definitions: Vec<Definition>) -> Self {
        let mut tables = Self::default();
        let (mut actors, mut objects, mut later) = (Vec::new(), Vec::new(), Vec::new());
        for definition in definitions {
            match definition {
                Definition::Actor(actor) => actors.push(actor),
                Definition::Object(object) => objects.push(object),
                Definition::Text(text) => {
                    tables.session_texts.insert(text.id, text.text);
                }
                Definition::Location(LocationDefinition {
                    actor,
                    key,
                    file,
                    line,
                    column,
                }) => {
                    tables
                        .session_locations
                        .insert((actor, key), Location { file, line, column });
                }
                // These speak of actors, which may stand further below.
                Definition::Attached(_) | Definition::Thread(_) | Definition::Reaped(_) => {
                    later.push(definition);
                }
            }
        }
        tables.define_actors(actors);
        tables.define_objects(objects);
        for definition in &later {
            tables.add_to_actor(definition);
        }
        tables
    }

    /// Parents first. One that is not there, or is its own descendant, is no parent.
    fn define_actors(&mut self, mut waiting: Vec<ActorDefinition>) {
        waiting.sort_by_key(|actor| actor.id);
        waiting.dedup_by_key(|actor| actor.id);
        let mut orphans = false;
        while !waiting.is_empty() {
            let before = waiting.len();
            waiting.retain(|definition| {
                let parent = definition
                    .parent
                    .and_then(|parent| self.actor_ids.get(&parent).copied());
                let ready = definition.parent.is_none() || parent.is_some() || orphans;
                if ready {
                    let actor = Actor {
                        kind: definition.kind.clone(),
                        name: definition.name.clone(),
                        parent,
                        daemon: definition.daemon,
                        start_method: definition.start_method.clone(),
                        ..Actor::default()
                    };
                    let id = self.add_actor(actor);
                    self.actor_ids.insert(definition.id, id);
                }
                !ready
            });
            orphans = waiting.len() == before;
        }
    }

    fn define_objects(&mut self, mut definitions: Vec<ObjectDefinition>) {
        definitions.sort_by_key(|object| object.id);
        definitions.dedup_by_key(|object| object.id);
        // A parent was made before its children: so no circle comes into the trace.
        let parent = |object: &ObjectDefinition| object.parent.filter(|&parent| parent < object.id);
        let parents: Vec<Option<u32>> = definitions.iter().map(parent).collect();
        let first = self.objects.len();
        for definition in definitions {
            let ObjectDefinition {
                id,
                kind,
                name,
                capacity,
                shared,
                parent: _,
            } = definition;
            self.add_object(
                id,
                Object {
                    kind,
                    name,
                    capacity,
                    shared,
                    ..Object::default()
                },
            );
        }
        for (index, parent) in parents.into_iter().enumerate() {
            let parent = parent.and_then(|parent| self.object_ids.get(&parent).copied());
            self.objects[first + index].parent = parent;
        }
    }

    fn add_to_actor(&mut self, definition: &Definition) {
        match definition {
            Definition::Attached(attached) => {
                for actor in [attached.actor, attached.thread] {
                    let index = self.actor(actor).index();
                    self.actors[index].pid = attached.pid;
                    self.actors[index].tid = attached.tid;
                }
                let process = self.actor(attached.actor);
                self.find_parent(process, attached.parent_pid);
            }
            Definition::Thread(thread) => {
                let index = self.actor(thread.actor).index();
                self.actors[index].tid = thread.tid;
                // Its process stands before it, and attached before it had threads.
                if let Some(process) = self.actors[index].parent {
                    self.actors[index].pid = self.actors[process.index()].pid;
                }
            }
            Definition::Reaped(reaped) => {
                let id = self.actor(reaped.actor);
                self.reaped.insert(id, reaped.exit_code);
            }
            _ => {}
        }
    }

    /// A process that was started by other means than the library's names no parent. Its parent may be
    /// one that attached before it, with the pid that it saw.
    fn find_parent(&mut self, process: ActorId, parent_pid: u32) {
        let (before, rest) = self.actors.split_at_mut(process.index());
        let is_parent = |actor: &Actor| {
            actor.kind == ActorKind::Process && parent_pid != 0 && actor.pid == parent_pid
        };
        if let (Some(child), Some(parent)) = (rest.first_mut(), before.iter().rposition(is_parent)) {
            child.parent = child.parent.or(ActorId::from_index(parent));
        }
    }

    /// Adds an actor that the session does not know.
    pub fn add_actor(&mut self, actor: Actor) -> ActorId {
        self.actors.push(actor);
        ActorId::from_index(self.actors.len() - 1).unwrap_or(FIRST_ACTOR)
    }

    fn add_object(&mut self, id: u32, object: Object) -> ObjectId {
        self.objects.push(object);
        let dense = ObjectId::from_index(self.objects.len() - 1).unwrap_or(FIRST_OBJECT);
        self.object_ids.insert(id, dense);
        dense
    }

    pub fn actor(&mut self, id: u32) -> ActorId {
        if let Some(&known) = self.actor_ids.get(&id) {
            return known;
        }
        self.undefined += 1;
        let name = format!("unknown-{id}");
        let dense = self.add_actor(Actor {
            kind: ActorKind::Thread,
            name,
            ..Actor::default()
        });
        self.actor_ids.insert(id, dense);
        dense
    }

    /// The object; `None` for 0.
    pub fn object(&mut self, id: u32) -> Option<ObjectId> {
        if id == 0 {
            return None;
        }
        if let Some(&known) = self.object_ids.get(&id) {
            return Some(known);
        }
        self.undefined += 1;
        let kind = ObjectKind::new("unknown");
        Some(self.add_object(
            id,
            Object {
                kind,
                name: format!("unknown-{id}"),
                ..Object::default()
            },
        ))
    }

    /// The location of a thread's key; `None` for 0 and for one that was never defined.
    pub fn location(&mut self, actor: u32, key: u32) -> Option<LocationId> {
        let location = self.session_locations.get(&(actor, key))?;
        if let Some(&known) = self.location_ids.get(location) {
            return Some(known);
        }
        self.locations.push(location.clone());
        let dense = LocationId::from_index(self.locations.len() - 1)?;
        self.location_ids.insert(location.clone(), dense);
        Some(dense)
    }

    /// The text with the session's id.
    pub fn text(&mut self, id: u32) -> TextId {
        if let Some(text) = self.session_texts.get(&id).cloned() {
            return self.intern(&text);
        }
        self.undefined += 1;
        self.intern("?")
    }

    /// The row of this text.
    pub fn intern(&mut self, text: &str) -> TextId {
        if let Some(&known) = self.text_ids.get(text) {
            return known;
        }
        self.texts.push(text.to_owned());
        let dense = TextId::from_index(self.texts.len() - 1).unwrap_or(FIRST_TEXT);
        self.text_ids.insert(text.to_owned(), dense);
        dense
    }

    /// The exit codes that parents took, by child.
    pub fn reaped(&self) -> impl Iterator<Item = (ActorId, i32)> {
        self.reaped.iter().map(|(&actor, &code)| (actor, code))
    }
}

// Tables are as large as the session's u32 ids allow, so a row past u32::MAX is never asked for; the
// first row stands in so that nothing can panic.
const FIRST_ACTOR: ActorId = ActorId::new(1).unwrap();
const FIRST_OBJECT: ObjectId = ObjectId::new(1).unwrap();
const FIRST_TEXT: TextId = TextId::new(1).unwrap();
