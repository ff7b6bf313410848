//! Cycles of arrows by different actors who could be there at once.

use std::collections::BTreeSet;

use laneway_trace::ObjectId;

use super::graph::{Arrow, Graph};
use crate::sort_by_key;

/// Of so many locks a cycle may be.
const MOST_LOCKS: usize = 8;
/// So many steps are made in all. There can be more cycles than anybody could read; the shortest come first.
const MOST_STEPS: usize = 50_000;
/// So many cycles are told.
const MOST_CYCLES: usize = 100;

/// What became of a cycle.
pub(super) enum Told {
    /// It was told.
    Yes,
    /// It was not: with other actors it may be.
    No,
    /// No more of them are wanted.
    Enough,
}

/// Calls `tell` with each cycle, the shortest first, once for its locks, or until it is told.
pub(super) fn search<'a>(graph: &'a Graph, tell: impl FnMut(&[&'a Arrow]) -> Told) {
    let mut search = Search {
        graph,
        tell,
        steps: 0,
        told: BTreeSet::new(),
        path: Vec::new(),
    };
    for length in 2..=MOST_LOCKS {
        for first in graph.locks() {
            search.from(first, first, length);
        }
    }
}

struct Search<'a, Tell> {
    graph: &'a Graph,
    tell: Tell,
    steps: usize,
    /// The locks of each cycle that has been told, in order of their ids.
    told: BTreeSet<Vec<ObjectId>>,
    path: Vec<&'a Arrow>,
}

impl<'a, Tell: FnMut(&[&'a Arrow]) -> Told> Search<'a, Tell> {
    /// Goes on from the end of the path with arrows that lead in so many steps back to the first lock, which is
    /// the one with the lowest id.
    fn from(&mut self, lock: ObjectId, first: ObjectId, left: usize) {
        let graph = self.graph;
        for arrow in graph.from(lock) {
            if self.steps >= MOST_STEPS || self.told.len() >= MOST_CYCLES {
                return;
            }
            self.steps += 1;
            let closes = arrow.inner == first;
            let fits = (left == 1) == closes && (closes || arrow.inner > first);
            let passed = self.path.iter().any(|before| before.inner == arrow.inner);
            if !fits || passed || !self.path.iter().all(|before| can_meet(before, arrow)) {
                continue;
            }
            if self.path.last().is_some_and(|before| !bars(before, arrow)) {
                continue;
            }
            self.path.push(arrow);
            if !closes {
                self.from(arrow.inner, first, left - 1);
            } else if bars(arrow, self.path[0]) {
                self.close();
            }
            self.path.pop();
        }
    }

    /// Tells a cycle, unless one with some of its locks has been told.
    fn close(&mut self) {
        let mut locks: Vec<ObjectId> = self.path.iter().map(|arrow| arrow.inner).collect();
        sort_by_key(&mut locks, |&lock| lock);
        let has = |told: &Vec<ObjectId>| told.iter().all(|lock| locks.binary_search(lock).is_ok());
        if self.told.iter().any(has) {
            return;
        }
        match (self.tell)(&self.path) {
            Told::Yes => drop(self.told.insert(locks)),
            Told::No => {}
            Told::Enough => self.steps = MOST_STEPS,
        }
    }
}

/// True if two actors can be inside at once, each with what it holds: they are two, and nothing that the one holds
/// keeps the other out.
fn can_meet(one: &Arrow, other: &Arrow) -> bool {
    let excludes = |&(lock, shared): &(ObjectId, bool)| {
        let mut held = other.held.iter();
        held.any(|&(other_lock, other_shared)| lock == other_lock && !(shared && other_shared))
    };
    one.lane != other.lane && !one.held.iter().any(excludes)
}

/// True if what the one wants is kept from it by the next, who holds it.
fn bars(one: &Arrow, next: &Arrow) -> bool {
    one.inner == next.outer && !(one.inner_shared && next.outer_shared)
}
