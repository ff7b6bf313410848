//! Check, then act: who looked at a cell, and acted when somebody else had acted in between.
//!
//! A trace has the reads and writes of a program, not its conditions, so a check is told by its shape. An actor reads
//! a cell (the check), reads it again, and writes it (the act); between its two reads another actor wrote. The write
//! is no lost update, for it builds on the newest value; what may be out of date is the reason for it. To be told,
//!
//! - check and second read stand at different places of the program: who reads at one place again and again, until
//!   the value is right, has looked anew;
//! - the other's write stands at the same place as this one's: both did the same, and the check was to be for each;
//! - no lock was taken between check and second read and held until the write: the second read may be a second
//!   check then (*double-checked locking*), and nothing tells otherwise.
//!
//! So it is suspicious, never certain, and nothing is told where places are not known.

use laneway_trace::{LocationId, ObjectId};

use crate::track::CellTrack;
use crate::{Certainty, Finding, FindingKind, LISTED_SUSPICIONS, Model, Moment};

/// The findings of all cells, each cell's in the order of the acts, at most [`LISTED_SUSPICIONS`]: who acted comes
/// first in each, and then who had acted last in between. O(log reads) for each write of a cell that somebody had
/// looked at twice.
pub(crate) fn acts(model: &Model) -> Vec<Finding> {
    let looked_at = model.cells.iter().filter(|cell| !cell.seen_again.is_empty());
    let found = looked_at.flat_map(|cell| {
        let acts = (0..cell.writes.len()).filter_map(|act| finding(model, cell, act));
        acts.take(LISTED_SUSPICIONS)
    });
    found.take(LISTED_SUSPICIONS).collect()
}

/// For the write with this number, from 0, of a cell.
fn finding(model: &Model, cell: &CellTrack, act: usize) -> Option<Finding> {
    let read = cell.seen_rows[act];
    let looks = &cell.seen_again;
    let look = looks.binary_search_by_key(&read, |&(_, second)| second).ok()?;
    let (check, _) = looks[look];
    let between = cell.bases[act].checked_sub(1)? as usize;
    let (act, between) = (cell.writes[act], cell.writes[between]);
    let is_second_check = is_same_place(model, check, read)? || is_locked(model, check, read, act);
    if is_second_check || !is_same_place(model, between, act)? {
        return None;
    }
    Some(Finding::new(
        (FindingKind::CheckThenAct, Certainty::Suspicious),
        vec![model.actor(act)?, model.actor(between)?],
        vec![ObjectId::from_index(cell.object as usize)?],
        Moment::after(check),
        Moment::after(act),
    ))
}

/// Whether two events stand at the same place of the program; `None` if either place is not known. Each process
/// numbers its places itself.
fn is_same_place(model: &Model, one: u32, other: u32) -> Option<bool> {
    let place = |row: u32| {
        let place = LocationId::new(model.events.location[row as usize])?;
        let place = model.header.locations.get(place.index())?;
        (place.line > 0).then_some(place)
    };
    Some(place(one)? == place(other)?)
}

/// So many of the locks that an actor took last are looked at.
const MOST_LOCKS: usize = 16;

/// True if the actor of these rows took a lock after the check and before the read, and kept it until the act.
fn is_locked(model: &Model, check: u32, read: u32, act: u32) -> bool {
    let Some(lane) = model.lane_of_row(act) else {
        return false;
    };
    let holds = model.lane_holds(lane);
    let taken = &holds[..holds.partition_point(|hold| hold.start_row < read)];
    let since_check = taken.iter().rev().take_while(|hold| hold.start_row > check);
    since_check.take(MOST_LOCKS).any(|hold| {
        !hold.shared && model.is_lock(hold.object) && hold.end_row.is_none_or(|end| end > act)
    })
}
