//! Which lanes are shown, in which order, and what they stand in.

use std::collections::HashMap;
use std::ops::Range;

use laneway_model::Model;

use crate::lane_choice::{Grouping, LaneChoice};
use crate::names::lane_label;

/// Stands for the row of a lane that is hidden.
const HIDDEN: u32 = u32::MAX;

/// What lanes stand in together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Those that were pinned to the top.
    Pinned,
    /// A row of `model.processes`.
    Process(u32),
    /// Lanes whose names differ in nothing but numbers: the first of them.
    Names(u32),
}

/// The rows of lanes from top to bottom, in blocks. Takes 8 bytes a lane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    blocks: Vec<Block>,
    /// The lane of each row; the first one of those that are folded into it.
    lanes: Vec<u32>,
    /// The row of each lane.
    row_of: Vec<u32>,
    /// The lanes of folded blocks.
    folded: Vec<u32>,
    hidden: usize,
}

/// Lanes in a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// What they have in common.
    pub group: Group,
    /// Their rows.
    pub rows: Range<u32>,
    /// True if a title stands above them.
    pub titled: bool,
    /// How many blocks above have a title.
    titles_before: u32,
    /// If it is folded, the lanes in its one row.
    folded: Range<usize>,
}

impl Block {
    /// True if its lanes are folded into one row.
    pub fn is_folded(&self) -> bool {
        !self.folded.is_empty()
    }
}

impl Rows {
    /// All lanes, process by process.
    pub fn all(model: &Model) -> Self {
        Self::new(model, &LaneChoice::default())
    }

    /// The lanes that were chosen. O(lanes), and linear in what they are called.
    pub fn new(model: &Model, choice: &LaneChoice) -> Self {
        let mut rows = Self {
            row_of: vec![HIDDEN; model.lanes.len()],
            ..Self::default()
        };
        rows.push(model, choice, Group::Pinned, choice.pinned());
        let shown = |lane: &u32| !choice.is_pinned(*lane) && choice.has(model, *lane);
        match choice.grouping() {
            Grouping::Process => {
                for (process, facts) in model.processes.iter().enumerate() {
                    let lanes: Vec<u32> = facts.lanes.clone().filter(shown).collect();
                    rows.push(model, choice, Group::Process(process as u32), &lanes);
                }
            }
            Grouping::Names => {
                for lanes in by_names(model) {
                    let first = lanes[0];
                    let lanes: Vec<u32> = lanes.into_iter().filter(shown).collect();
                    rows.push(model, choice, Group::Names(first), &lanes);
                }
            }
        }
        rows.hidden = rows.row_of.iter().filter(|&&row| row == HIDDEN).count();
        rows
    }

    fn push(&mut self, model: &Model, choice: &LaneChoice, group: Group, lanes: &[u32]) {
        let Some(&first) = lanes.first() else { return };
        let start = self.lanes.len() as u32;
        let folds = lanes.len() > 1 && choice.is_folded(group);
        let folded = self.folded.len();
        if folds {
            self.lanes.push(first);
            self.folded.extend(lanes);
        } else {
            self.lanes.extend(lanes);
        }
        for (&lane, row) in lanes.iter().zip(start..) {
            self.row_of[lane as usize] = if folds { start } else { row };
        }
        let titled = match group {
            _ if folds => false,
            Group::Pinned => true,
            Group::Process(process) => model.processes[process as usize].lanes.len() > 1,
            Group::Names(_) => lanes.len() > 1,
        };
        let before = self.blocks.last();
        self.blocks.push(Block {
            group,
            rows: start..self.lanes.len() as u32,
            titled,
            titles_before: before.map_or(0, |block| block.titles_before + u32::from(block.titled)),
            folded: folded..self.folded.len(),
        });
    }

    /// The blocks from top to bottom.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.lanes.len()
    }

    /// The lane of a row; of several the first.
    pub fn lane(&self, row: u32) -> Option<u32> {
        self.lanes.get(row as usize).copied()
    }

    /// The row of a lane; `None` if it is hidden.
    pub fn row(&self, lane: u32) -> Option<u32> {
        let row = self.row_of.get(lane as usize).copied();
        row.filter(|&row| row != HIDDEN)
    }

    /// How many lanes are hidden.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// The lanes that are folded into a block.
    pub fn folded(&self, block: &Block) -> &[u32] {
        self.folded.get(block.folded.clone()).unwrap_or_default()
    }

    /// The block in which a row is. O(log blocks).
    pub fn block_of(&self, row: u32) -> Option<usize> {
        let block = self.blocks.partition_point(|block| block.rows.end <= row);
        (block < self.blocks.len()).then_some(block)
    }

    /// How many rows and titles stand above a block, or in all.
    pub fn above(&self, block: usize) -> (u32, u32) {
        match (self.blocks.get(block), self.blocks.last()) {
            (Some(block), _) => (block.rows.start, block.titles_before),
            (None, Some(last)) => (last.rows.end, last.titles_before + u32::from(last.titled)),
            (None, None) => (0, 0),
        }
    }
}

/// Lanes whose names differ in nothing but numbers, together, in the order of the first of each.
fn by_names(model: &Model) -> Vec<Vec<u32>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for lane in 0..model.lanes.len() as u32 {
        let place = *places
            .entry(pattern(lane_label(model, lane)))
            .or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(lane),
            None => groups.push(vec![lane]),
        }
    }
    groups
}

/// A name with an asterisk in place of each number: `worker-*`.
pub(crate) fn pattern(name: &str) -> String {
    let mut pattern = String::with_capacity(name.len());
    for character in name.chars() {
        match character.is_ascii_digit() {
            false => pattern.push(character),
            true if pattern.ends_with('*') => {}
            true => pattern.push('*'),
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn names_are_alike_but_for_numbers() {
        #[track_caller]
        fn check(name: &str, expected: &str) {
            assert_eq!(pattern(name), expected);
        }
        check("main", "main");
        check("worker-1", "worker-*");
        check("worker-23", "worker-*");
        check("7 of 10", "* of *");
    }
}
