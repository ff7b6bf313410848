//! Who took which lock while holding which.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use laneway_trace::ObjectId;

use crate::{Hold, Model};

/// An actor took a lock while it held another.
pub(super) struct Arrow {
    pub(super) lane: u32,
    /// What it held.
    pub(super) outer: ObjectId,
    pub(super) outer_shared: bool,
    /// What it took.
    pub(super) inner: ObjectId,
    pub(super) inner_shared: bool,
    /// Everything that it held when it did, and whether it shared it.
    pub(super) held: Vec<(ObjectId, bool)>,
    /// The first time, and the last.
    pub(super) first: Taken,
    pub(super) last: Taken,
}

/// When it did.
#[derive(Clone, Copy)]
pub(super) struct Taken {
    /// The row in which it took the outer lock.
    pub(super) outer_row: u32,
    /// The row in which it took the inner one.
    pub(super) inner_row: u32,
}

/// Arrows between locks.
pub(super) struct Graph {
    /// By the lock that they come from, and the one that they lead to.
    arrows: BTreeMap<ObjectId, BTreeMap<ObjectId, Vec<Arrow>>>,
}

/// So many of the locks that an actor holds at once are looked at, the newest.
const MOST_HELD: usize = 8;
/// So many arrows from one lock to another are kept: those of different actors, or with other locks held.
const MOST_ARROWS: usize = 8;
/// So many pairs of locks are kept, and no more. Who takes as many different ones is beyond what a graph of orders
/// can say.
const MOST_PAIRS: usize = 1 << 16;

impl Graph {
    /// Linear in the holds.
    pub(super) fn new(model: &Model) -> Self {
        let is_lock: Vec<bool> = (0..model.header.objects.len())
            .map(|index| ObjectId::from_index(index).is_some_and(|lock| model.is_lock(lock)))
            .collect();
        let mut pairs = Pairs::default();
        let mut lane = None;
        let mut open: Vec<&Hold> = Vec::new();
        for hold in model.holds.iter().filter(|hold| is_lock[hold.object.index()]) {
            if lane != Some(hold.lane) {
                lane = Some(hold.lane);
                open.clear();
            }
            open.retain(|outer| outer.end_row.is_none_or(|end| end > hold.start_row));
            let newest = open.len().saturating_sub(MOST_HELD);
            for outer in &open[newest..] {
                add(&mut pairs, &open[newest..], outer, hold);
            }
            open.push(hold);
        }
        let mut arrows: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for ((outer, inner), of_pair) in pairs {
            arrows.entry(outer).or_default().insert(inner, of_pair);
        }
        Self { arrows }
    }

    /// True if there is no arrow.
    pub(super) fn is_empty(&self) -> bool {
        self.arrows.is_empty()
    }

    /// The locks from which arrows lead.
    pub(super) fn locks(&self) -> impl Iterator<Item = ObjectId> {
        self.arrows.keys().copied()
    }

    /// The arrows that lead from a lock.
    pub(super) fn from(&self, lock: ObjectId) -> impl Iterator<Item = &Arrow> {
        let arrows = self.arrows.get(&lock).into_iter();
        arrows.flat_map(|from| from.values()).flatten()
    }

    /// Leaves only those arrows for which this holds.
    pub(super) fn retain(&mut self, keep: impl Fn(&Arrow) -> bool) {
        for from in self.arrows.values_mut() {
            from.values_mut().for_each(|arrows| arrows.retain(&keep));
            from.retain(|_, arrows| !arrows.is_empty());
        }
        self.arrows.retain(|_, from| !from.is_empty());
    }

    /// Leaves only locks that may stand in cycles: those to which no arrow leads, and those from which none leads,
    /// are taken out, again and again. Linear in the pairs of locks, but for the look-ups.
    pub(super) fn keep_cyclic(&mut self) {
        let mut into: BTreeMap<ObjectId, Vec<ObjectId>> = BTreeMap::new();
        let mut left: BTreeMap<ObjectId, (usize, usize)> = BTreeMap::new();
        for (&outer, from) in &self.arrows {
            left.entry(outer).or_default().1 += from.len();
            for &inner in from.keys() {
                left.entry(inner).or_default().0 += 1;
                into.entry(inner).or_default().push(outer);
            }
        }
        let is_out = |&(into, from): &(usize, usize)| into == 0 || from == 0;
        let ends = left.iter().filter(|(_, degrees)| is_out(degrees));
        let mut out: Vec<ObjectId> = ends.map(|(&lock, _)| lock).collect();
        while let Some(lock) = out.pop() {
            if left.remove(&lock).is_none() {
                continue;
            }
            let after = self
                .arrows
                .remove(&lock)
                .into_iter()
                .flat_map(BTreeMap::into_keys);
            for next in after {
                if let Some(degrees) = left.get_mut(&next) {
                    degrees.0 -= 1;
                    if is_out(degrees) {
                        out.push(next);
                    }
                }
            }
            for before in into.remove(&lock).unwrap_or_default() {
                let (Some(degrees), Some(from)) = (left.get_mut(&before), self.arrows.get_mut(&before))
                else {
                    continue;
                };
                if from.remove(&lock).is_some() {
                    degrees.1 -= 1;
                    if is_out(degrees) {
                        out.push(before);
                    }
                }
            }
        }
        self.arrows.retain(|_, from| !from.is_empty());
    }
}

/// Arrows by the locks between which they lead.
type Pairs = FxHashMap<(ObjectId, ObjectId), Vec<Arrow>>;

/// Adds an arrow from one of the locks that somebody holds to the one that it takes.
fn add(pairs: &mut Pairs, open: &[&Hold], outer: &Hold, inner: &Hold) {
    let pair = (outer.object, inner.object);
    if outer.object == inner.object || pairs.len() >= MOST_PAIRS && !pairs.contains_key(&pair) {
        return;
    }
    let arrows = pairs.entry(pair).or_default();
    let taken = Taken {
        outer_row: outer.start_row,
        inner_row: inner.start_row,
    };
    let held = open.iter().map(|hold| (hold.object, hold.shared));
    let same = |arrow: &&mut Arrow| {
        arrow.lane == inner.lane
            && (arrow.outer_shared, arrow.inner_shared) == (outer.shared, inner.shared)
            && arrow.held.iter().copied().eq(held.clone())
    };
    // The newest come from the same lane: whoever does it again and again is found at once.
    if let Some(arrow) = arrows.iter_mut().rev().find(same) {
        arrow.last = taken;
    } else if arrows.len() < MOST_ARROWS {
        arrows.push(Arrow {
            lane: inner.lane,
            outer: outer.object,
            outer_shared: outer.shared,
            inner: inner.object,
            inner_shared: inner.shared,
            held: held.collect(),
            first: taken,
            last: taken,
        });
    }
}
