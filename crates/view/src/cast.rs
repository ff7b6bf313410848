//! Which objects are on the stage: all of a run that has few, else those in use or in question.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use laneway_model::{InUse, Model, Moment, Sets};
use laneway_trace::{Mechanism, ObjectId, Part};

use crate::Selection;
use crate::beats::last_beat;

/// A run with more objects has not all of them on the stage at once.
pub const MOST_CARDS: usize = 24;

/// What is used in so many events before the playhead and after it is near it.
const NEAR_BEFORE: u32 = 200;
const NEAR_AFTER: u32 = 20;

/// The objects of a run that can be on the stage.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// By id.
    objects: Vec<ObjectId>,
    /// Where there are too many to be on the stage at once: which are in use. Made when it is first asked for,
    /// since a run is there to be seen before that.
    in_use: OnceCell<InUse>,
}

/// Who is on the stage at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnStage {
    /// By id, so that nothing changes places.
    pub objects: Vec<ObjectId>,
    /// How many are not there.
    pub others: usize,
}

impl Cast {
    /// O(objects).
    pub fn new(model: &Model) -> Self {
        let all = 0..model.header.objects.len();
        let objects = all
            .filter_map(ObjectId::from_index)
            .filter(|&object| has_card(model, object));
        Self {
            objects: objects.collect(),
            in_use: OnceCell::new(),
        }
    }

    /// Those that are selected, waited on, in use, or used near the playhead, in this order, as far as there
    /// is room. The cost follows how many are in use, not how many there are; that of the first moment of a run
    /// with many that is asked for after its start, the events.
    pub fn on_stage(&self, model: &Model, at: Moment, selection: Selection) -> OnStage {
        if self.objects.len() <= MOST_CARDS {
            return OnStage {
                objects: self.objects.clone(),
                others: 0,
            };
        }
        let sets = self.sets(model, at);
        let before = (at.0.saturating_sub(NEAR_BEFORE)..at.0).rev();
        let after = at.0..at.0.saturating_add(NEAR_AFTER).min(model.end().0);
        let near = before.chain(after).filter_map(|row| object_of_row(model, row));
        let selected = match selection {
            Selection::Object(object) => Some(object),
            _ => None,
        };
        let last = last_beat(model, at).and_then(|row| object_of_row(model, row));
        let wanted = selected
            .into_iter()
            .chain(last)
            .chain(sets.awaited)
            .chain(near)
            .chain(sets.used);
        let mut objects = BTreeSet::new();
        for object in wanted.filter(|object| self.objects.binary_search(object).is_ok()) {
            objects.insert(object);
            if objects.len() == MOST_CARDS {
                break;
            }
        }
        OnStage {
            others: self.objects.len() - objects.len(),
            objects: objects.into_iter().collect(),
        }
    }

    /// Which objects are in use at a moment, and on which somebody waits.
    fn sets(&self, model: &Model, at: Moment) -> Sets {
        if at == Moment(0) {
            return Sets::default();
        }
        self.in_use.get_or_init(|| InUse::new(model)).at(model, at)
    }

    /// The objects whose name has this text in it, by id, at most so many. O(objects).
    pub fn find(&self, model: &Model, text: &str, most: usize) -> Vec<ObjectId> {
        let text = text.trim().to_lowercase();
        if text.is_empty() {
            return Vec::new();
        }
        let has_it = |object: &&ObjectId| model.object_name(**object).to_lowercase().contains(&text);
        self.objects.iter().filter(has_it).take(most).copied().collect()
    }
}

/// The object that a row is about: of a task its pool.
fn object_of_row(model: &Model, row: u32) -> Option<ObjectId> {
    let object = ObjectId::new(model.events.object[row as usize])?;
    Some(pool_of(model, object).unwrap_or(object))
}

/// The pool of a future.
fn pool_of(model: &Model, object: ObjectId) -> Option<ObjectId> {
    let future = matches!(model.mechanism(object), Mechanism::Tasks { part: Part::Future });
    model
        .header
        .objects
        .get(object.index())?
        .parent
        .filter(|_| future)
}

/// True for an object that has a card of its own: something happens to it in the run, and it is no part of
/// another one.
fn has_card(model: &Model, object: ObjectId) -> bool {
    let shown = match model.mechanism(object) {
        Mechanism::Holding { .. }
        | Mechanism::Store { .. }
        | Mechanism::Register
        | Mechanism::Gate { .. }
        | Mechanism::Tasks { part: Part::Pool }
        | Mechanism::Call
        | Mechanism::Unknown => true,
        Mechanism::Tasks { part: Part::Future } => pool_of(model, object).is_none(),
        // Lanes show lives and stretches.
        Mechanism::Life | Mechanism::Span => false,
    };
    shown && !model.object_rows(object).is_empty()
}
