//! What the view computes once for a model: everything that a frame then looks up.

use laneway_model::Model;

use crate::folds::Folds;
use crate::{Clock, ClockKind};

/// Computed once for a model, and passed beside it from then on.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    folds: Folds,
}

impl Timeline {
    /// Linear in events.
    pub fn new(model: &Model) -> Self {
        Self {
            folds: Folds::new(model),
        }
    }

    /// One of the clocks of the run. `model` is the one that this was made for.
    pub fn clock<'a>(&'a self, model: &'a Model, kind: ClockKind) -> Clock<'a> {
        Clock::new(kind, model, &self.folds)
    }
}
