//! What a manager holds, and what is done to it.

use std::collections::BTreeMap;

use laneway_trace::ObjectKind;

use super::super::shared::SharedObject;
use super::wire::{Content, Json, Operation, Place, Reply, Touch};

/// The objects of a manager.
pub(super) struct Contents {
    /// The manager in the session, whose parts the values are.
    manager: SharedObject,
    objects: Vec<Object>,
}

/// An object that a manager holds.
struct Object {
    name: String,
    held: Held,
}

enum Held {
    Dict(BTreeMap<String, Json>, BTreeMap<String, Cell>),
    List(Vec<Json>, Cell),
    Value(Json, Cell),
}

/// A value as the recorder knows it: an entry of a dict, a whole list, a value.
#[derive(Default)]
struct Cell {
    object: Option<SharedObject>,
    sequence: u32,
}

impl Contents {
    pub(super) fn new(manager: SharedObject) -> Self {
        let objects = Vec::new();
        Self { manager, objects }
    }

    /// Does what is asked.
    pub(super) fn act(&mut self, operation: Operation) -> Reply {
        use Operation as Do;
        let (manager, touched) = (self.manager, Vec::new());
        let log = &mut Log { manager, touched };
        let answer = match operation {
            Do::Make(name, content) => Ok(self.make(name, content)),
            Do::Get(object, place) => self.find(object).and_then(|object| object.get(&place, log)),
            Do::Set(object, place, new) => {
                self.find(object).and_then(|object| object.set(place, new, log))
            }
            Do::Remove(object, place) => self.find(object).and_then(|object| object.remove(&place, log)),
            Do::Append(object, new) => self.find(object).and_then(|object| object.append(new, log)),
            Do::Length(object) => self.find(object).map(|object| object.length().into()),
            Do::Copy(object) => self.find(object).map(|object| object.copy(log)),
            Do::Shutdown => Ok(Json::Null),
        };
        let touched = std::mem::take(&mut log.touched);
        Reply { answer, touched }
    }

    fn find(&mut self, object: usize) -> Result<&mut Object, String> {
        let object = self.objects.get_mut(object);
        object.ok_or_else(|| "the manager has no such object".to_owned())
    }

    fn make(&mut self, name: String, content: Content) -> Json {
        let held = match content {
            Content::Dict => Held::Dict(BTreeMap::new(), BTreeMap::new()),
            Content::List => Held::List(Vec::new(), Cell::default()),
            Content::Value(value) => Held::Value(value, Cell::default()),
        };
        self.objects.push(Object { name, held });
        (self.objects.len() - 1).into()
    }
}

impl Object {
    fn get(&mut self, place: &Place, log: &mut Log) -> Result<Json, String> {
        let Self { name, held } = self;
        match (held, place) {
            (Held::Dict(entries, cells), Place::Key(key)) => {
                let value = entries.get(key).cloned().unwrap_or_default();
                let cell = cells.entry(key.clone()).or_default();
                log.touch(cell, || entry(name, key), false, &value);
                Ok(value)
            }
            (Held::List(items, cell), &Place::Index(index)) => {
                let value = items[at(items, index)?].clone();
                log.touch(cell, || name.clone(), false, &shown(items));
                Ok(value)
            }
            (Held::Value(value, cell), Place::Whole) => {
                log.touch(cell, || name.clone(), false, value);
                Ok(value.clone())
            }
            _ => Err(nothing_there()),
        }
    }

    fn set(&mut self, place: Place, new: Json, log: &mut Log) -> Result<Json, String> {
        let Self { name, held } = self;
        match (held, place) {
            (Held::Dict(entries, cells), Place::Key(key)) => {
                let cell = cells.entry(key.clone()).or_default();
                log.touch(cell, || entry(name, &key), true, &new);
                entries.insert(key, new);
            }
            (Held::List(items, cell), Place::Index(index)) => {
                let at = at(items, index)?;
                change(items, cell, name, log, |items| items[at] = new);
            }
            (Held::Value(value, cell), Place::Whole) => {
                log.touch(cell, || name.clone(), true, &new);
                *value = new;
            }
            _ => return Err(nothing_there()),
        }
        Ok(Json::Null)
    }

    fn remove(&mut self, place: &Place, log: &mut Log) -> Result<Json, String> {
        let Self { name, held } = self;
        match (held, place) {
            (Held::Dict(entries, cells), Place::Key(key)) => {
                let old = entries.remove(key).unwrap_or_default();
                let cell = cells.entry(key.clone()).or_default();
                log.touch(cell, || entry(name, key), false, &old);
                log.touch(cell, || entry(name, key), true, &Json::Null);
                Ok(old)
            }
            (Held::List(items, cell), &Place::Index(index)) => {
                let at = at(items, index)?;
                let mut old = Json::Null;
                change(items, cell, name, log, |items| old = items.remove(at));
                Ok(old)
            }
            _ => Err(nothing_there()),
        }
    }

    fn append(&mut self, new: Json, log: &mut Log) -> Result<Json, String> {
        let Held::List(items, cell) = &mut self.held else {
            return Err(nothing_there());
        };
        change(items, cell, &self.name, log, |items| items.push(new));
        Ok(Json::Null)
    }

    fn length(&self) -> usize {
        match &self.held {
            Held::Dict(entries, _) => entries.len(),
            Held::List(items, _) => items.len(),
            Held::Value(..) => 1,
        }
    }

    /// All of it. That of a dict is no read of its entries: there may be any number of them.
    fn copy(&mut self, log: &mut Log) -> Json {
        let name = &self.name;
        match &mut self.held {
            Held::Dict(entries, _) => Json::Object(entries.clone().into_iter().collect()),
            Held::List(items, cell) => {
                log.touch(cell, || name.clone(), false, &shown(items));
                Json::Array(items.clone())
            }
            Held::Value(value, _) => value.clone(),
        }
    }
}

/// Changes a list in one step: a read and a write with nothing between them.
fn change(
    items: &mut Vec<Json>,
    cell: &mut Cell,
    name: &str,
    log: &mut Log,
    change: impl FnOnce(&mut Vec<Json>),
) {
    log.touch(cell, || name.to_owned(), false, &shown(items));
    change(items);
    log.touch(cell, || name.to_owned(), true, &shown(items));
}

/// What an operation reads and writes.
struct Log {
    /// The manager in the session.
    manager: SharedObject,
    touched: Vec<Touch>,
}

impl Log {
    fn touch(&mut self, cell: &mut Cell, name: impl FnOnce() -> String, writes: bool, content: &Json) {
        if self.manager.id().is_none() {
            return;
        }
        let define = || SharedObject::define_in(self.manager, ObjectKind::CELL, &name());
        if let Some(object) = cell.object.get_or_insert_with(define).id() {
            cell.sequence += 1;
            self.touched.push(Touch {
                object,
                sequence: cell.sequence,
                writes,
                content: content.clone(),
            });
        }
    }
}

/// What an entry is called: `stock[apples]`.
fn entry(name: &str, key: &str) -> String {
    format!("{name}[{key}]")
}

/// How a list looks: whole if it is short, else its last item and how many there are.
fn shown(items: &[Json]) -> Json {
    const FEW: usize = 8;
    match items.last() {
        Some(last) if items.len() > FEW => Json::String(format!("[.., {last}] ({})", items.len())),
        _ => Json::Array(items.to_vec()),
    }
}

/// The place with this index.
fn at(items: &[Json], index: i64) -> Result<usize, String> {
    let length = items.len() as i64;
    let from_start = if index < 0 {
        index.saturating_add(length)
    } else {
        index
    };
    let place = usize::try_from(from_start)
        .ok()
        .filter(|&place| place < items.len());
    place.ok_or_else(|| format!("there is no item {index} in a list of {length}"))
}

fn nothing_there() -> String {
    "the manager's object is of another kind".to_owned()
}
