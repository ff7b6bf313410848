//! When a line of the source ran, seen from the playhead.

use laneway_model::Moment;

use crate::Clock;

/// How often a line ran, and the times around the playhead. Nothing of what has not been played is in it,
/// where that is hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visits {
    /// How often it ran.
    pub times: u32,
    /// How often up to the playhead: the number of the time at which the playhead is, or of the last one.
    pub this: u32,
    /// The next time.
    pub next: Option<Moment>,
    /// The time before the playhead.
    pub previous: Option<Moment>,
    /// The first time.
    pub first: Option<Moment>,
}

impl Visits {
    /// Of a line that ran at these rows. Only what is up to `until` counts. O(log² rows).
    pub fn new(rows: &[u32], clock: &Clock<'_>, now: Moment, until: Moment) -> Self {
        let rows = &rows[..rows.partition_point(|&row| row < until.0)];
        let this = rows.partition_point(|&row| row < now.0);
        // Events at the same position are passed at once: by the clock none of them is before the others.
        let here = clock.position(now);
        let before = rows.partition_point(|&row| clock.position(Moment::after(row)) < here);
        let at = |index: Option<usize>| Some(Moment::after(*rows.get(index?)?));
        Self {
            times: rows.len() as u32,
            this: this as u32,
            next: at(Some(this)),
            previous: at(before.checked_sub(1)),
            first: at(Some(0)),
        }
    }

    /// Where a click on the line leads: to the next time, and after the last one to the first.
    pub fn onward(&self) -> Option<Moment> {
        self.next.or(self.first)
    }
}
