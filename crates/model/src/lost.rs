//! Lost updates: what was written to a cell and then overwritten by someone who had not seen it.
//!
//! # Which updates are lost
//!
//! The versions of a cell are numbered: 0 is what it held at first, `k` what the `k`-th write left; there
//! are `m` writes. Write `k` is *based* on version `b(k) < k`: the newest one that its actor had seen when it
//! wrote, by reading or by writing itself. (An actor that writes without ever having seen the cell sets it,
//! whatever was there: `b(k) = k - 1`.) What the write changes is `d(k) = value(k) - value(b(k))`: for a
//! counter the step that its actor took.
//!
//! The bases make a tree with version 0 as its root. Follow it from the last version to the root: `m`,
//! `b(m)`, `b(b(m))`, ... The updates on this path **survive**, all others are **lost**. Along the path the
//! changes telescope:
//!
//! ```text
//! value(m) = value(0) + sum of d(k) over the surviving updates
//! ```
//!
//! exactly, whatever the steps and their signs, and no lost update contributes to what the cell holds. So
//! "final value = initial value + sum of the steps - sum of the steps that were lost", and the number of lost
//! updates is `m` minus the length of the path.
//!
//! # When an update is lost
//!
//! A version is effective while it is on the path that leads to the newest version. An update can be
//! overwritten and come back: someone who had seen it writes after the one who had not. It is lost for good
//! with the first write after the last one that was built on it, directly or not: let `s(k)` be the greatest
//! number in the subtree of `k`; then write `s(k) + 1` is the one that loses `k`. Its base is not `s(k)`, or
//! it would stand in the subtree; so it overwrites a version it had not seen: it is a stale write, and
//! what its actor saw last is the stale read.

use laneway_trace::ObjectId;

use crate::index::NONE;
use crate::track::CellTrack;
use crate::{Certainty, Finding, FindingKind, LISTED_LOST_UPDATES, Model, Moment};

/// The findings of all cells, each cell's in the order of the lost writes, at most
/// [`LISTED_LOST_UPDATES`] of them. Linear in the writes.
pub(crate) fn updates(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for cell in &model.cells {
        for (lost, by) in lost_updates(cell) {
            if findings.len() == LISTED_LOST_UPDATES {
                return findings;
            }
            findings.extend(finding(model, cell, lost, by));
        }
    }
    findings
}

/// How many updates of a cell were lost.
pub(crate) fn count(cell: &CellTrack) -> u32 {
    lost_updates(cell).len() as u32
}

/// The lost updates of a cell: the number of the write that was lost, and of the one that lost it; both from
/// 0. Two passes over the writes.
fn lost_updates(cell: &CellTrack) -> Vec<(usize, usize)> {
    let bases = &cell.bases;
    // `newest[k]` is the greatest version in the subtree of version k; bases come before what they carry.
    let mut newest: Vec<u32> = (0..=bases.len() as u32).collect();
    for (write, &base) in bases.iter().enumerate().rev() {
        newest[base as usize] = newest[base as usize].max(newest[write + 1]);
    }
    let last = bases.len() as u32;
    let lost = (0..bases.len()).filter(|&write| newest[write + 1] < last);
    lost.map(|write| (write, newest[write + 1] as usize)).collect()
}

fn finding(model: &Model, cell: &CellTrack, lost: usize, by: usize) -> Option<Finding> {
    let seen = cell.seen_rows[by];
    let at = Moment::after(cell.writes[by]);
    let actor = |write: usize| model.actor(cell.writes[write]);
    Some(Finding::new(
        (FindingKind::LostUpdate, Certainty::Happened),
        vec![actor(lost)?, actor(by)?],
        vec![ObjectId::from_index(cell.object as usize)?],
        if seen == NONE { at } else { Moment::after(seen) },
        at,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the lost updates of a cell whose writes are based on these versions: "1 by 3" is the first
    /// write, lost with the third.
    fn check(bases: &[u32], expected: &str) {
        let cell = CellTrack {
            bases: bases.to_vec(),
            ..CellTrack::default()
        };
        let lost = lost_updates(&cell);
        let said = lost
            .iter()
            .map(|(lost, by)| format!("{} by {}", lost + 1, by + 1));
        assert_eq!(said.collect::<Vec<_>>().join(", "), expected, "{bases:?}");

        // What survives telescopes to the last value, whatever the values are.
        let values: Vec<i64> = (0..=bases.len() as i64).map(|k| (k * 7919) % 101).collect();
        let surviving = (0..bases.len()).filter(|write| lost.iter().all(|(lost, _)| lost != write));
        let sum: i64 = surviving
            .map(|write| values[write + 1] - values[bases[write] as usize])
            .sum();
        assert_eq!(values[0] + sum, values[bases.len()], "{bases:?}");
    }

    #[test]
    fn what_is_not_built_on_is_lost() {
        check(&[], "");
        check(&[0, 1, 2], "");
        // Two read the same version: the first to write loses its update to the second.
        check(&[0, 0], "1 by 2");
        // A slow writer loses everything that was written since it read.
        check(&[0, 1, 2, 0], "1 by 4, 2 by 4, 3 by 4");
        // Ten buyers read one count.
        check(&[0, 0, 0, 0], "1 by 2, 2 by 3, 3 by 4");
        // Write 3 was made by someone who had seen write 1: it comes back, and write 2 is lost.
        check(&[0, 0, 1], "2 by 3");
        // Comes back, and is lost again.
        check(&[0, 0, 1, 2], "1 by 4, 3 by 4");
    }
}
