//! Items are put, and taken once, in the order of the store.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use laneway_trace::{Effect, ObjectId, Order, Value};

use super::Act;
use super::report::Report;

/// A queue, or whatever else items are put into.
pub(super) struct Store {
    capacity: Option<u64>,
    /// Every item that was put, by the sequence number of its put.
    items: Vec<Item>,
    /// How many are inside.
    load: u64,
    next: Next,
    closed: bool,
    /// Items that were taken before they were put, and the row where.
    awaited: BTreeMap<u32, u32>,
}

struct Item {
    sequence: u32,
    taken: bool,
}

/// Which item leaves next; those that have left already are passed over when they are met.
enum Next {
    /// The first one: nothing is inside before this index.
    First(usize),
    /// The last one: the indexes of what may be inside.
    Last(Vec<usize>),
    /// The lowest one.
    Lowest(Lowest),
    /// The order of texts is the program's own, and what comes of them cannot be known.
    Unknown,
}

#[derive(Default)]
struct Lowest {
    /// What may be inside, by number and index.
    inside: BinaryHeap<Reverse<(i64, usize)>>,
    /// The number of every item.
    numbers: Vec<i64>,
}

impl Store {
    pub(super) fn new(order: Order, capacity: Option<u64>) -> Self {
        Self {
            capacity,
            items: Vec::new(),
            load: 0,
            next: match order {
                Order::First => Next::First(0),
                Order::Last => Next::Last(Vec::new()),
                Order::Lowest => Next::Lowest(Lowest::default()),
            },
            closed: false,
            awaited: BTreeMap::new(),
        }
    }

    pub(super) fn act(&mut self, act: &Act, object: ObjectId, report: &mut Report<'_>) {
        match act.facts.effect {
            Effect::Put => self.put(act, object, report),
            Effect::Take => self.take(act, object, report),
            Effect::Close => self.closed = true,
            _ => {}
        }
    }

    /// When all events have come: what was taken and never put.
    pub(super) fn finish(self, object: ObjectId, report: &mut Report<'_>) {
        for (sequence, row) in self.awaited {
            report.tell_at(row, "get_without_put", |names| {
                let store = names.object(object);
                format!("item {sequence} is taken from `{store}` and was never put")
            });
        }
    }

    fn put(&mut self, act: &Act, object: ObjectId, report: &mut Report<'_>) {
        let sequence = act.event.sequence;
        if self.closed {
            report.tell_if_sure("put_after_close", |names| {
                let (who, object) = (names.actor(act.who), names.object(object));
                format!("{who} puts item {sequence} into `{object}`, which is closed")
            });
        }
        if let Some(row) = self.awaited.remove(&sequence) {
            self.add(sequence, true, act.event.value);
            report.tell_at(row, "get_before_put", |names| {
                let store = names.object(object);
                format!("item {sequence} is taken from `{store}` before it is put")
            });
            return;
        }
        self.add(sequence, false, act.event.value);
        self.load += 1;
        if self.capacity.is_some_and(|capacity| self.load > capacity) {
            report.tell_if_sure("over_capacity", |names| {
                format!("`{}` holds {} items", names.object(object), self.load)
            });
        }
    }

    fn add(&mut self, sequence: u32, taken: bool, value: Value) {
        // A number that does not rise is told elsewhere, and its item cannot be found again.
        if self.items.last().is_some_and(|last| last.sequence >= sequence) {
            self.next = Next::Unknown;
            return;
        }
        let index = self.items.len();
        self.items.push(Item { sequence, taken });
        match (&mut self.next, value) {
            (Next::Last(inside), _) => inside.push(index),
            (Next::Lowest(lowest), Value::Int(number)) => {
                lowest.inside.push(Reverse((number, index)));
                lowest.numbers.push(number);
            }
            (Next::Lowest(_), _) => self.next = Next::Unknown,
            (Next::First(_) | Next::Unknown, _) => {}
        }
    }

    fn take(&mut self, act: &Act, object: ObjectId, report: &mut Report<'_>) {
        let number = act.event.value.int();
        let Some(sequence) = number.and_then(|number| u32::try_from(number).ok()) else {
            return;
        };
        let Ok(index) = self.items.binary_search_by_key(&sequence, |item| item.sequence) else {
            self.awaited.entry(sequence).or_insert(report.row);
            return;
        };
        if self.items[index].taken {
            report.tell("taken_twice", |names| {
                let store = names.object(object);
                format!("item {sequence} is taken from `{store}` a second time")
            });
            return;
        }
        if let Some(before) = self.inside_before(index) {
            let before = self.items[before].sequence;
            report.tell_if_sure("wrong_order", |names| {
                let store = names.object(object);
                format!("item {sequence} is taken from `{store}` and it was the turn of item {before}")
            });
        }
        self.items[index].taken = true;
        self.load = self.load.saturating_sub(1);
    }

    /// The item whose turn it is, if it is not the turn of this one.
    fn inside_before(&mut self, index: usize) -> Option<usize> {
        let items = &self.items;
        let turn = match &mut self.next {
            Next::First(first) => {
                while items.get(*first).is_some_and(|item| item.taken) {
                    *first += 1;
                }
                *first
            }
            Next::Last(inside) => {
                while inside.last().is_some_and(|&last| items[last].taken) {
                    inside.pop();
                }
                *inside.last()?
            }
            Next::Lowest(Lowest { inside, numbers }) => {
                while inside
                    .peek()
                    .is_some_and(|Reverse((_, index))| items[*index].taken)
                {
                    inside.pop();
                }
                let Reverse((lowest, turn)) = *inside.peek()?;
                // Which of equal ones came first need not be known to the program.
                if lowest == numbers[index] { index } else { turn }
            }
            Next::Unknown => index,
        };
        (turn != index).then_some(turn)
    }
}
