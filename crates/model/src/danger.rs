//! Updates in danger: from the first write on that was made from a stale read.
//!
//! A stale write leaves out what others wrote since its actor last saw the cell. Whether that is lost is not certain
//! yet: somebody who has seen it may write after, and bring it back (see [`lost`](crate::lost)). From the first
//! such write on a cell's updates are in danger, and that is told once for each cell, at that write: which of them
//! are lost in the end is told one by one.

use laneway_trace::ObjectId;

use crate::index::NONE;
use crate::track::CellTrack;
use crate::{Certainty, Finding, FindingKind, LISTED_LOST_UPDATES, Model, Moment};

/// A finding for each cell with a stale write, at the first of them; at most [`LISTED_LOST_UPDATES`].
/// Linear in the writes before that.
pub(crate) fn updates(model: &Model) -> Vec<Finding> {
    let cells = model.cells.iter();
    let found = cells.filter_map(|cell| finding(model, cell, first_stale(cell)?));
    found.take(LISTED_LOST_UPDATES).collect()
}

/// The first write that is not based on the version before it.
fn first_stale(cell: &CellTrack) -> Option<usize> {
    let mut versions = cell.bases.iter().zip(0..);
    versions.position(|(&base, newest)| base < newest)
}

/// Whose write was overwritten, and by whom.
fn finding(model: &Model, cell: &CellTrack, by: usize) -> Option<Finding> {
    let at = Moment::after(cell.writes[by]);
    let seen = cell.seen_rows[by];
    let actor = |write: usize| model.actor(cell.writes[write]);
    Some(Finding::new(
        (FindingKind::UpdateInDanger, Certainty::Happened),
        vec![actor(by.checked_sub(1)?)?, actor(by)?],
        vec![ObjectId::from_index(cell.object as usize)?],
        if seen == NONE { at } else { Moment::after(seen) },
        at,
    ))
}
