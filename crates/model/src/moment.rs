//! Points of a run.

/// A point of a run: so many of its events have happened. `Moment(0)` is before the first event,
/// `Moment(n)` after the last of `n`. What is true "at" a moment is true right after its last event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(pub u32);

impl Moment {
    /// The moment right after the event in this row.
    pub const fn after(row: u32) -> Self {
        Self(row + 1)
    }

    /// The row of the event that has just happened; `None` before the first.
    pub const fn row(self) -> Option<u32> {
        self.0.checked_sub(1)
    }
}
