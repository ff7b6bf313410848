//! Which objects are in use, of runs that have too many to look at each.

use laneway_trace::ObjectId;

use crate::{Model, Moment};

/// So many rows at least lie between two sets that are kept.
const SPACING: u32 = 1024;

/// In [`InUse::changes`]: the object of the row's event comes into use or goes out of it.
const USED: u8 = 1;
/// The same of whether somebody waits on it.
const AWAITED: u8 = 2;
/// How far the bits of the object's parent, which learns of the event as well, stand to the left.
const PARENT: u8 = 2;

/// Which objects are in use at any moment. Takes a byte a row, and at most about as much for the sets that are
/// kept.
#[derive(Clone, Debug, Default)]
pub struct InUse {
    /// What changes with each row.
    changes: Vec<u8>,
    /// Rows, ascending, and the sets before them.
    kept: Vec<(u32, Sets)>,
}

/// Objects at a moment, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sets {
    /// Those in use: held, not empty, at work.
    pub used: Vec<ObjectId>,
    /// Those on which somebody waits.
    pub awaited: Vec<ObjectId>,
}

impl InUse {
    /// Steps through the states of all objects. O(events log events) at most.
    pub fn new(model: &Model) -> Self {
        let mut index = Self {
            changes: vec![0; model.events.len()],
            kept: Vec::new(),
        };
        let objects = 0..model.header.objects.len();
        for object in objects.filter_map(ObjectId::from_index) {
            index.note_changes(model, object);
        }
        index.keep(model);
        index
    }

    fn note_changes(&mut self, model: &Model, object: ObjectId) {
        let (mut used, mut awaited) = (false, false);
        model.walk_object(object, |row, state| {
            let own = model.events.object[row as usize] == object.number();
            let shift = if own { 0 } else { PARENT };
            let mut note = |was: &mut bool, is: bool, bit: u8| {
                if *was != is {
                    *was = is;
                    self.changes[row as usize] |= bit << shift;
                }
            };
            note(&mut used, state.is_in_use(), USED);
            note(&mut awaited, state.is_awaited(), AWAITED);
        });
    }

    fn keep(&mut self, model: &Model) {
        let (mut row, mut sets) = (0, Sets::default());
        while row < self.changes.len() as u32 {
            let size = (sets.used.len() + sets.awaited.len()) as u32;
            let next = row.saturating_add(SPACING.max(2 * size));
            let after = self.after(model, &sets, row, next);
            self.kept.push((row, std::mem::replace(&mut sets, after)));
            row = next;
        }
    }

    /// The objects in use at a moment. O(n log n) for twice the number of objects that are in use shortly
    /// before, or for a thousand.
    pub fn at(&self, model: &Model, at: Moment) -> Sets {
        let newer = self.kept.partition_point(|(row, _)| *row <= at.0);
        let last = newer.checked_sub(1).map(|last| &self.kept[last]);
        last.map_or_else(Sets::default, |(row, sets)| self.after(model, sets, *row, at.0))
    }

    /// What sets become from one row to before another.
    fn after(&self, model: &Model, sets: &Sets, from: u32, to: u32) -> Sets {
        let rows = from as usize..(to as usize).min(self.changes.len());
        let (mut used, mut awaited) = (Vec::new(), Vec::new());
        for row in rows.filter(|&row| self.changes[row] != 0) {
            let object = ObjectId::new(model.events.object[row]);
            let parent = object.and_then(|object| model.header.objects.get(object.index())?.parent);
            for (object, bits) in [(object, self.changes[row]), (parent, self.changes[row] >> PARENT)] {
                used.extend(object.filter(|_| bits & USED != 0));
                awaited.extend(object.filter(|_| bits & AWAITED != 0));
            }
        }
        Sets {
            used: toggled(&sets.used, used),
            awaited: toggled(&sets.awaited, awaited),
        }
    }
}

/// The objects of a set, but for those that are toggled an odd number of times, which come in or go out.
fn toggled(set: &[ObjectId], mut toggles: Vec<ObjectId>) -> Vec<ObjectId> {
    toggles.extend_from_slice(set);
    toggles.sort_unstable();
    let runs = toggles.chunk_by(|a, b| a == b);
    runs.filter(|run| run.len() % 2 == 1).map(|run| run[0]).collect()
}
