//! From the session's ids to the dense ones of a trace.

use std::collections::{BTreeMap, HashMap, HashSet};

use laneway_trace::{
    Actor, ActorId, ActorKind, Limits, Location, LocationId, Object, ObjectId, ObjectKind, TextId,
};

use super::Listener;
use super::by_id::ById;
use super::seen::{self, Ids};
use super::sources::Wanted;
use crate::session::{
    ActorDefinition, Definition, DefinitionReader, LocationDefinition, ObjectDefinition, ProgramFile,
};
use crate::supervise::{Observed, OwnedFolder};

/// The tables of a trace as they grow, and how to find a row by the session's id.
///
/// What an event names and nobody defined (its definition was cut short by a full disk or a kill) gets a
/// row of its own that says so, because an event without its actor would be worth nothing.
pub(super) struct Tables {
    pub actors: Vec<Actor>,
    pub objects: Vec<Object>,
    pub locations: Vec<Location>,
    pub texts: Vec<String>,
    /// How many actors, objects and texts were named and never defined.
    pub undefined: usize,
    /// How many actors the session defines.
    pub defined_actors: u64,
    /// True if there was more than a trace may have.
    pub is_full: bool,
    room: Room,
    actor_ids: ById<ActorId>,
    object_ids: ById<ObjectId>,
    text_ids: HashMap<String, TextId>,
    location_ids: HashMap<Location, LocationId>,
    /// The session's texts, of which only those that events name come into the trace.
    session_texts: ById<SessionText>,
    session_locations: HashMap<(u32, u32), Location>,
    /// The program that each process runs, if it has said that.
    programs: HashMap<ActorId, ProgramFile>,
    /// The newest process with each pid, of those that have said who they are.
    pids: HashMap<u32, ActorId>,
    /// Threads that said that they record and of which no event was met.
    silent: HashSet<u32>,
    /// Exit codes that parents took.
    reaped: HashMap<ActorId, i32>,
}

/// A text of the session.
enum SessionText {
    /// As it was defined.
    Words(String),
    /// Its row in the trace; none if there was no room for one.
    Row(Option<TextId>),
}

/// How much more a trace may have in its head: a program may define whatever it likes.
struct Room {
    json_values: u64,
    bytes: u64,
    texts: u64,
    text_bytes: u64,
}

impl Room {
    fn of_a_trace() -> Self {
        let limits = Limits::default();
        // The rest is for what the head says beside its tables.
        Self {
            json_values: limits.json_values / 10 * 9,
            bytes: limits.header_bytes / 2,
            texts: limits.texts,
            text_bytes: limits.text_bytes,
        }
    }

    /// Takes room for a row with so many fields and these texts; false if there is none.
    fn take(&mut self, fields: u64, texts: &[&str]) -> bool {
        let names_of_fields = 20 * fields;
        let bytes = names_of_fields + texts.iter().map(|text| json_bytes(text)).sum::<u64>();
        if self.json_values < fields + 1 || self.bytes < bytes {
            return false;
        }
        self.json_values -= fields + 1;
        self.bytes -= bytes;
        true
    }
}

/// The bytes that a text takes in JSON.
fn json_bytes(text: &str) -> u64 {
    let bytes = |byte| match byte {
        b'"' | b'\\' => 2,
        0..0x20 => 6,
        _ => 1,
    };
    text.bytes().map(bytes).sum()
}

/// How the reading of the definitions went.
#[derive(Default)]
pub(super) struct Definitions {
    /// Lines that could not be understood.
    pub unreadable: u64,
    pub is_too_long: bool,
    /// Deleted or replaced.
    pub is_gone: bool,
    /// Somebody had enough of it.
    pub stopped: bool,
}

/// What was read and is still to come into the tables.
#[derive(Default)]
struct Rows {
    actors: Vec<ActorDefinition>,
    objects: Vec<ObjectDefinition>,
    /// What speaks of actors, which may stand further below.
    later: Vec<Definition>,
}

/// Lines between two questions whether to go on.
const LINES_AT_A_TIME: usize = 4096;

impl Tables {
    pub fn new() -> Self {
        Self {
            actors: Vec::new(),
            objects: Vec::new(),
            locations: Vec::new(),
            texts: Vec::new(),
            undefined: 0,
            defined_actors: 0,
            is_full: false,
            room: Room::of_a_trace(),
            actor_ids: ById::new(),
            object_ids: ById::new(),
            text_ids: HashMap::new(),
            location_ids: HashMap::new(),
            session_texts: ById::new(),
            session_locations: HashMap::new(),
            programs: HashMap::new(),
            pids: HashMap::new(),
            silent: HashSet::new(),
            reaped: HashMap::new(),
        }
    }

    /// Reads what the session defines, and defines whom the supervisor alone saw.
    pub fn read(
        &mut self,
        folder: &mut OwnedFolder,
        facts: &[Observed],
        listener: &mut Listener<'_>,
    ) -> (Definitions, Ids) {
        let mut rows = Rows::default();
        let definitions = self.read_lines(folder, &mut rows, listener);
        let (ids, numbers) = Ids::define(facts, &mut rows.actors, &rows.later);
        self.define_actors(rows.actors);
        self.define_objects(rows.objects);
        for definition in &rows.later {
            self.add_to_actor(definition);
        }
        for (actor, [pid, tid]) in numbers {
            if let Some(id) = self.actor_ids.get(actor) {
                (self.actors[id.index()].pid, self.actors[id.index()].tid) = (pid, tid);
            }
        }
        (definitions, ids)
    }

    /// Reads the lines of all, and those of threads that have their own.
    fn read_lines(
        &mut self,
        folder: &mut OwnedFolder,
        rows: &mut Rows,
        listener: &mut Listener<'_>,
    ) -> Definitions {
        let common = &mut folder.definitions;
        let mut definitions = Definitions::default();
        self.read_file(common, rows, &mut definitions, listener);
        definitions.is_too_long = common.is_too_long();
        definitions.is_gone = common.is_gone();
        let mut left = common.left();
        let paths = folder.folder.all_lines().unwrap_or_default();
        for path in paths {
            if definitions.stopped {
                break;
            }
            match DefinitionReader::open_lines(&path) {
                Ok(mut reader) => {
                    definitions.is_too_long |= reader.left() > left;
                    reader.limit(left);
                    left -= reader.left();
                    self.read_file(&mut reader, rows, &mut definitions, listener);
                    let cut_off = reader.left() > 0 && !definitions.stopped;
                    definitions.unreadable += u64::from(cut_off);
                }
                Err(_) => definitions.unreadable += 1,
            }
        }
        definitions
    }

    fn read_file(
        &mut self,
        reader: &mut DefinitionReader,
        rows: &mut Rows,
        definitions: &mut Definitions,
        listener: &mut Listener<'_>,
    ) {
        let mut lines = 0;
        let read = reader.for_each_new(|definition| {
            match definition {
                Definition::Actor(actor) => rows.actors.push(actor),
                Definition::Object(object) => rows.objects.push(object),
                Definition::Text(text) => {
                    if self.session_texts.get(text.id).is_none() {
                        let words = SessionText::Words(text.text);
                        self.session_texts.insert(text.id, words);
                    }
                }
                Definition::Location(location) => self.keep_location(location),
                Definition::Attached(_) | Definition::Thread(_) | Definition::Reaped(_) => {
                    rows.later.push(definition);
                }
            }
            lines += 1;
            definitions.stopped = lines % LINES_AT_A_TIME == 0 && !listener.hears(0, 0);
            !definitions.stopped
        });
        definitions.unreadable += reader.unreadable() + u64::from(read.is_err());
    }

    fn keep_location(&mut self, definition: LocationDefinition) {
        let LocationDefinition {
            actor,
            key,
            file,
            line,
            column,
        } = definition;
        let location = Location { file, line, column };
        self.session_locations.entry((actor, key)).or_insert(location);
    }

    /// Parents first, else in the order of their ids. Who claims to be its own ancestor has no parent.
    fn define_actors(&mut self, definitions: Vec<ActorDefinition>) {
        let mut waiting = BTreeMap::new();
        for definition in definitions {
            waiting.entry(definition.id).or_insert(definition);
        }
        while let Some((_, first)) = waiting.pop_first() {
            let mut line = vec![first];
            let parent = |line: &[ActorDefinition]| line.last()?.parent;
            while let Some(parent) = parent(&line).and_then(|parent| waiting.remove(&parent)) {
                line.push(parent);
            }
            for definition in line.into_iter().rev() {
                if !self.define_actor(definition) {
                    return;
                }
            }
        }
    }

    /// False if there is no room for it.
    fn define_actor(&mut self, definition: ActorDefinition) -> bool {
        let parent = definition.parent;
        let actor = Actor {
            kind: definition.kind,
            name: definition.name,
            parent: parent.and_then(|parent| self.actor_ids.get(parent).copied()),
            daemon: definition.daemon,
            start_method: definition.start_method,
            ..Actor::default()
        };
        let Some(id) = self.add_actor(actor) else {
            return false;
        };
        self.actor_ids.insert(definition.id, id);
        self.defined_actors += u64::from(!seen::is_only_seen(definition.id));
        true
    }

    fn define_objects(&mut self, mut definitions: Vec<ObjectDefinition>) {
        definitions.sort_by_key(|object| object.id);
        definitions.dedup_by_key(|object| object.id);
        for definition in definitions {
            // A parent was made before its children: so no circle comes into the trace.
            let parent = definition.parent.filter(|&parent| parent < definition.id);
            let parent = parent.and_then(|parent| self.object_ids.get(parent).copied());
            let object = Object {
                kind: definition.kind,
                name: definition.name,
                capacity: definition.capacity,
                shared: definition.shared,
                parent,
                ..Object::default()
            };
            if self.add_object(definition.id, object).is_none() {
                return;
            }
        }
    }

    /// What an actor says of itself is believed once, and only of one that was defined.
    fn add_to_actor(&mut self, definition: &Definition) {
        match definition {
            Definition::Attached(attached) => {
                let Some(&process) = self.actor_ids.get(attached.actor) else {
                    self.undefined += 1;
                    return;
                };
                if self.actors[process.index()].pid != 0 {
                    return;
                }
                let thread = self.actor_ids.get(attached.thread).copied();
                for actor in std::iter::once(process).chain(thread) {
                    self.actors[actor.index()].pid = attached.pid;
                    self.actors[actor.index()].tid = attached.tid;
                }
                self.silent.extend(thread.map(|_| attached.thread));
                self.find_parent(process, attached.parent_pid);
                self.pids.insert(attached.pid, process);
                let program = attached.program.clone();
                self.programs.extend(program.map(|program| (process, program)));
            }
            Definition::Thread(thread) => {
                let Some(&id) = self.actor_ids.get(thread.actor) else {
                    self.undefined += 1;
                    return;
                };
                self.silent.insert(thread.actor);
                self.actors[id.index()].tid = thread.tid;
                // Its process stands before it, and attached before it had threads.
                if let Some(process) = self.actors[id.index()].parent {
                    self.actors[id.index()].pid = self.actors[process.index()].pid;
                }
            }
            Definition::Reaped(reaped) => {
                if let Some(&id) = self.actor_ids.get(reaped.actor) {
                    self.reaped.insert(id, reaped.exit_code);
                }
            }
            _ => {}
        }
    }

    /// An event of this thread was met.
    pub fn has_spoken(&mut self, thread: u32) {
        self.silent.remove(&thread);
    }

    /// How many threads said that they record, and of which no event was met.
    pub fn silent_threads(&self) -> u64 {
        self.silent.len() as u64
    }

    /// A process that was started by other means than the library's names no parent. Its parent may be
    /// one that attached before it, with the pid that it saw.
    fn find_parent(&mut self, process: ActorId, parent_pid: u32) {
        let parent = self.pids.get(&parent_pid).copied();
        let child = &mut self.actors[process.index()];
        // One that stands behind it would make a circle.
        child.parent = child
            .parent
            .or(parent.filter(|parent| parent.index() < process.index()));
    }

    /// Adds an actor; `None` if there is no room for it.
    pub fn add_actor(&mut self, actor: Actor) -> Option<ActorId> {
        if !self.room.take(ACTOR_FIELDS, &[&actor.name]) {
            self.is_full = true;
            return None;
        }
        self.actors.push(actor);
        ActorId::from_index(self.actors.len() - 1)
    }

    /// `None` if there is no room for it.
    fn add_object(&mut self, id: u32, object: Object) -> Option<ObjectId> {
        if !self.room.take(OBJECT_FIELDS, &[&object.name]) {
            self.is_full = true;
            return None;
        }
        self.objects.push(object);
        let dense = ObjectId::from_index(self.objects.len() - 1)?;
        self.object_ids.insert(id, dense);
        Some(dense)
    }

    /// The actor, if it was defined.
    pub fn defined_actor(&self, id: u32) -> Option<ActorId> {
        self.actor_ids.get(id).copied()
    }

    /// The actor; `None` if there is no room for one that was not defined.
    pub fn actor(&mut self, id: u32) -> Option<ActorId> {
        if let Some(&known) = self.actor_ids.get(id) {
            return Some(known);
        }
        self.undefined += 1;
        let dense = self.add_actor(Actor {
            kind: ActorKind::Thread,
            name: format!("unknown-{id}"),
            ..Actor::default()
        })?;
        self.actor_ids.insert(id, dense);
        Some(dense)
    }

    /// The object; `None` for 0.
    pub fn object(&mut self, id: u32) -> Option<ObjectId> {
        if id == 0 {
            return None;
        }
        if let Some(&known) = self.object_ids.get(id) {
            return Some(known);
        }
        self.undefined += 1;
        let kind = ObjectKind::new("unknown");
        let name = format!("unknown-{id}");
        self.add_object(
            id,
            Object {
                kind,
                name,
                ..Object::default()
            },
        )
    }

    /// The location of a thread's key; `None` for 0 and for one that was never defined.
    pub fn location(&mut self, actor: u32, key: u32) -> Option<LocationId> {
        let location = self.session_locations.get(&(actor, key))?;
        if let Some(&known) = self.location_ids.get(location) {
            return Some(known);
        }
        if !self.room.take(LOCATION_FIELDS, &[&location.file]) {
            self.is_full = true;
            return None;
        }
        self.locations.push(location.clone());
        let dense = LocationId::from_index(self.locations.len() - 1)?;
        self.location_ids.insert(location.clone(), dense);
        Some(dense)
    }

    /// The files that the locations asked for are in. To be asked while the actors are here.
    pub fn files(&self) -> Wanted {
        let mut wanted = Wanted::new();
        for ((thread, _), location) in &self.session_locations {
            if !location.file.is_empty() && self.location_ids.contains_key(location) {
                let thread = self.actor_ids.get(*thread);
                let process = thread.and_then(|thread| self.actors[thread.index()].parent);
                let program = process.and_then(|process| self.programs.get(&process));
                let files = wanted.entry(program.cloned()).or_default();
                files.insert(location.file.clone());
            }
        }
        wanted
    }

    /// The text with the session's id; `None` if there is no room for it.
    pub fn text(&mut self, id: u32) -> Option<TextId> {
        let words = match self.session_texts.get_mut(id) {
            Some(SessionText::Row(row)) => return *row,
            Some(SessionText::Words(words)) => std::mem::take(words),
            None => {
                // 0 is what there was no room for, which is counted where it was.
                self.undefined += usize::from(id != 0);
                "?".to_owned()
            }
        };
        let row = self.intern(words);
        self.session_texts.insert(id, SessionText::Row(row));
        row
    }

    /// The row of this text; `None` if there is no room for it.
    pub fn intern(&mut self, text: String) -> Option<TextId> {
        if let Some(&known) = self.text_ids.get(&text) {
            return Some(known);
        }
        if self.texts.len() as u64 >= self.room.texts || self.room.text_bytes < text.len() as u64 {
            self.is_full = true;
            return None;
        }
        self.room.text_bytes -= text.len() as u64;
        self.texts.push(text.clone());
        let dense = TextId::from_index(self.texts.len() - 1)?;
        self.text_ids.insert(text, dense);
        Some(dense)
    }

    /// The exit codes that parents took, by child.
    pub fn reaped(&self) -> impl Iterator<Item = (ActorId, i32)> {
        self.reaped.iter().map(|(&actor, &code)| (actor, code))
    }
}

/// Fields of a row in JSON, at the most.
const ACTOR_FIELDS: u64 = 8;
const OBJECT_FIELDS: u64 = 6;
const LOCATION_FIELDS: u64 = 3;
