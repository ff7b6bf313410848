//! What happened before what, whoever gets which lock first.

use super::graph::{Arrow, Taken};
use crate::index::NONE;
use crate::{EdgeKind, Model};

/// That some actors could have been there at once.
pub(super) struct Concurrent {
    /// True if nothing of what was seen led from one of them to another; false if only start and join, and tasks
    /// and their results, did not.
    pub(super) whatever_was_seen: bool,
}

/// Follows links. Each time costs as much as there are links, so it is done a bounded number of times.
pub(super) struct Order<'a> {
    model: &'a Model,
    passes: usize,
}

/// So often links are followed.
const MOST_PASSES: usize = 64;

impl<'a> Order<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        Self { model, passes: 0 }
    }

    /// True once links have been followed as often as may be.
    pub(super) fn is_used_up(&self) -> bool {
        self.passes >= MOST_PASSES
    }

    /// Whether the actors of a cycle could have been there at once: when each did it first, or when each did it
    /// last. `None` if start and join keep them apart, or there are too many cycles to say.
    pub(super) fn concurrent(&mut self, cycle: &[&Arrow]) -> Option<Concurrent> {
        let first: Vec<(u32, Taken)> = cycle.iter().map(|arrow| (arrow.lane, arrow.first)).collect();
        let last: Vec<(u32, Taken)> = cycle.iter().map(|arrow| (arrow.lane, arrow.last)).collect();
        let mut found = None;
        for taken in [first, last] {
            if self.are_apart(&taken, all_but_locks)? {
                return Some(Concurrent {
                    whatever_was_seen: true,
                });
            }
            if self.are_apart(&taken, structure)? {
                found = Some(Concurrent {
                    whatever_was_seen: false,
                });
            }
        }
        found
    }

    /// True if no links of this sort lead from one to another: from where it has both locks to where the other
    /// takes its first. `None` if links have been followed too often.
    fn are_apart(&mut self, all: &[(u32, Taken)], follows: fn(EdgeKind) -> bool) -> Option<bool> {
        for &(lane, taken) in all {
            if self.is_used_up() {
                return None;
            }
            self.passes += 1;
            let until = all.iter().map(|(_, other)| other.outer_row).max()?;
            let reached = self.reached(lane, taken.inner_row, until, follows);
            let mut others = all.iter().filter(|(other, _)| *other != lane);
            if others.any(|&(other, taken)| reached[other as usize] <= taken.outer_row) {
                return Some(false);
            }
        }
        Some(true)
    }

    /// For each lane the first row that comes after a row of this one because links lead there; [`NONE`] where
    /// none does up to a row. Links are sorted by where they lead, so one pass finds all paths.
    fn reached(&self, lane: u32, row: u32, until: u32, follows: fn(EdgeKind) -> bool) -> Vec<u32> {
        let mut reached = vec![NONE; self.model.lanes.len()];
        reached[lane as usize] = row;
        let links = self.model.links_into(row..until.saturating_add(1));
        for link in links.iter().filter(|link| follows(link.kind)) {
            if reached[link.from_lane as usize] <= link.from_row {
                let to = &mut reached[link.to_lane as usize];
                *to = (*to).min(link.to_row);
            }
        }
        reached
    }
}

/// What orders actors in every run: one starts the other, or waits for its end or its result.
fn structure(kind: EdgeKind) -> bool {
    matches!(
        kind,
        EdgeKind::Start | EdgeKind::Join | EdgeKind::Task | EdgeKind::Result
    )
}

/// What has ordered them in this run. Who got a lock first is what would be another way round.
fn all_but_locks(kind: EdgeKind) -> bool {
    kind != EdgeKind::Lock
}
