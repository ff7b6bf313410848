//! The items of a store, in the order in which they came.

use std::collections::VecDeque;

use laneway_trace::ActorId;

/// An item that is inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The sequence number of its put: its identity.
    pub sequence: u32,
    /// The row of its put.
    pub row: u32,
    /// Who put it.
    pub from: ActorId,
}

/// Items in the order in which they came. To put one costs O(1), to take one O(log items) wherever it is, on
/// average; O(items) only where the numbers of items do not ascend, as those of a real queue do.
#[derive(Clone, Debug, Default)]
pub struct Items {
    /// Those inside, and in their places some that are gone; never one that is gone at either end.
    slots: VecDeque<Slot>,
    inside: usize,
    /// True if the number of some slot is not above that of the one before.
    disordered: bool,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    item: Item,
    is_gone: bool,
}

/// So many slots of items that are gone are no matter.
const FEW: usize = 32;

impl PartialEq for Items {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Items {
    /// All of them, the one that came first at the front.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Item> {
        let inside = |slot: &&Slot| !slot.is_gone;
        self.slots.iter().filter(inside).map(|slot| &slot.item)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.inside
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.inside == 0
    }

    /// The item with this number.
    pub fn find(&self, sequence: u32) -> Option<&Item> {
        self.slot(sequence).map(|slot| &self.slots[slot].item)
    }

    pub(super) fn push(&mut self, item: Item) {
        let last = self.slots.back();
        self.disordered |= last.is_some_and(|last| last.item.sequence >= item.sequence);
        self.slots.push_back(Slot { item, is_gone: false });
        self.inside += 1;
    }

    pub(super) fn pop_first(&mut self) -> Option<Item> {
        let first = self.slots.pop_front()?;
        self.left();
        Some(first.item)
    }

    pub(super) fn pop_last(&mut self) -> Option<Item> {
        let last = self.slots.pop_back()?;
        self.left();
        Some(last.item)
    }

    pub(super) fn take(&mut self, sequence: u32) -> Option<Item> {
        let is_it = |slot: Option<&Slot>| slot.is_some_and(|slot| slot.item.sequence == sequence);
        if is_it(self.slots.front()) {
            return self.pop_first();
        }
        if is_it(self.slots.back()) {
            return self.pop_last();
        }
        let slot = self.slot(sequence)?;
        self.slots[slot].is_gone = true;
        let item = self.slots[slot].item;
        self.left();
        Some(item)
    }

    fn slot(&self, sequence: u32) -> Option<usize> {
        let slots = &self.slots;
        if self.disordered {
            let is_it = |slot: &Slot| slot.item.sequence == sequence && !slot.is_gone;
            return slots.iter().position(is_it);
        }
        let slot = slots
            .binary_search_by_key(&sequence, |slot| slot.item.sequence)
            .ok()?;
        (!slots[slot].is_gone).then_some(slot)
    }

    /// One is gone: so are the slots that nobody needs any longer. Each is looked at twice at most, since the
    /// whole is gone through only when half of it has gone.
    fn left(&mut self) {
        self.inside -= 1;
        while self.slots.front().is_some_and(|slot| slot.is_gone) {
            self.slots.pop_front();
        }
        while self.slots.back().is_some_and(|slot| slot.is_gone) {
            self.slots.pop_back();
        }
        if self.slots.len() > 2 * self.inside + FEW {
            self.slots.retain(|slot| !slot.is_gone);
        }
        self.disordered &= !self.slots.is_empty();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(sequence: u32) -> Item {
        Item {
            sequence,
            row: sequence,
            from: ActorId::new(1).expect("not zero"),
        }
    }

    /// Items come and go at random; what is inside is what a plain list says, and few slots are wasted.
    #[test]
    fn items_leave_from_anywhere() {
        for ascend in [true, false] {
            let (mut items, mut plain) = (Items::default(), Vec::new());
            let mut random = 1_u32;
            for turn in 0..20_000_u32 {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let number = random >> 8;
                let comes = number % 100 < if turn / 500 % 2 == 0 { 70 } else { 30 };
                let taken = match (comes, number % 7) {
                    (true, _) => {
                        let sequence = if ascend { turn } else { number % 300 };
                        items.push(item(sequence));
                        plain.push(item(sequence));
                        continue;
                    }
                    (false, 0) => (items.pop_first(), (!plain.is_empty()).then(|| plain.remove(0))),
                    (false, 1) => (items.pop_last(), plain.pop()),
                    (false, _) => {
                        let sequence = plain
                            .get(number as usize % (plain.len() + 1))
                            .map_or(7, |it| it.sequence);
                        // Of two with the same number those at the ends come first.
                        let at = |it: &Item| it.sequence == sequence;
                        let place = match plain.iter().position(at) {
                            Some(first) if first > 0 && plain.last().is_some_and(at) => {
                                Some(plain.len() - 1)
                            }
                            place => place,
                        };
                        assert_eq!(items.find(sequence).is_some(), place.is_some());
                        (items.take(sequence), place.map(|place| plain.remove(place)))
                    }
                };
                assert_eq!(taken.0, taken.1, "{turn}");
                assert_eq!(items.len(), plain.len());
                assert!(items.slots.len() <= 2 * items.len() + FEW);
                if turn % 97 == 0 {
                    assert!(items.iter().eq(plain.iter()), "{turn}");
                }
            }
        }
    }
}
