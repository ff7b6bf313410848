//! Queues of all kinds: what is inside, and who waits on either side.

use laneway_trace::{Effect, Order};

use super::{Act, Change, Item, Items, Moved, Waiters, after};
use crate::EdgeKind;

/// Items, and those who wait on either side.
#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    /// The items in the order in which they came.
    pub items: Items,
    /// Who waits for room, and who for an item, longest first.
    pub waiters: Waiters,
    /// How many items there may be; `None` for no bound.
    pub capacity: Option<u64>,
    /// True once nothing more may come.
    pub closed: bool,
    /// Which item leaves next.
    pub order: Order,
    /// The row of the newest take.
    taken_row: Option<u32>,
}

impl Store {
    pub(super) fn new(order: Order, capacity: Option<u64>) -> Self {
        Self {
            items: Items::default(),
            waiters: Waiters::default(),
            capacity,
            closed: false,
            order,
            taken_row: None,
        }
    }

    /// An item is taken by its number, or without one the next in order, as far as that can be told; one that
    /// is not there is passed over.
    pub(super) fn step(&mut self, act: &Act) -> Moved {
        match act.facts.effect {
            Effect::Put => {
                let began = self.waiters.step(act);
                self.items.push(Item {
                    sequence: act.sequence,
                    row: act.row,
                    from: act.actor,
                });
                Moved {
                    change: Change::Holds(self.items.len() as u32),
                    ..Moved::caused(EdgeKind::Room, after(self.taken_row, began))
                }
            }
            Effect::Take => {
                self.waiters.step(act);
                let Some(item) = self.take(act.number().unwrap_or(0)) else {
                    return Moved::NOTHING;
                };
                self.taken_row = Some(act.row);
                Moved {
                    change: Change::Taken,
                    ..Moved::caused(EdgeKind::Item, Some(item.row))
                }
            }
            Effect::Close => {
                self.closed = true;
                Moved::NOTHING
            }
            effect if super::is_silent(effect) => Moved::NOTHING,
            _ => {
                self.waiters.step(act);
                Moved::NOTHING
            }
        }
    }

    fn take(&mut self, sequence: u32) -> Option<Item> {
        if sequence == 0 {
            return match self.order {
                Order::Last => self.items.pop_last(),
                Order::First | Order::Lowest => self.items.pop_first(),
            };
        }
        self.items.take(sequence)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}
