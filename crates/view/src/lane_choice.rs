//! Which lanes somebody wants to see, and how: filtered by name, pinned to the top, folded, grouped.

use std::collections::HashSet;
use std::rc::Rc;

use laneway_model::Model;

use crate::lane_rows::{Group, Rows};
use crate::names::lane_label;
use crate::search::folded;
use crate::{State, Timeline};

/// A run with more lanes than this has tools for them.
const FEW: usize = 8;

/// What stands together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// The lanes of a process.
    #[default]
    Process,
    /// Lanes whose names differ in nothing but numbers.
    Names,
}

impl Grouping {
    /// Both, in the order of their buttons.
    pub const ALL: [Self; 2] = [Self::Process, Self::Names];

    /// For messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::Names => "names",
        }
    }
}

/// A part of a name, short enough for an action, which is a small value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamePart {
    bytes: [u8; Self::MOST_BYTES],
    len: u8,
}

impl Default for NamePart {
    /// Part of any name.
    fn default() -> Self {
        Self::new("")
    }
}

impl NamePart {
    /// What is longer is cut.
    pub const MOST_BYTES: usize = 63;

    /// The beginning of a text that finds room.
    pub fn new(text: &str) -> Self {
        let ends = text
            .char_indices()
            .map(|(at, character)| at + character.len_utf8());
        let len = ends
            .take_while(|&end| end <= Self::MOST_BYTES)
            .last()
            .unwrap_or(0);
        let mut bytes = [0; Self::MOST_BYTES];
        bytes[..len].copy_from_slice(&text.as_bytes()[..len]);
        Self {
            bytes,
            len: len as u8,
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or_default()
    }
}

/// What can be done to the choice of lanes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LaneAction {
    /// Show those that have this in their name or in that of their process, whatever the case.
    Filter(NamePart),
    /// Pin a lane to the top, or no longer.
    TogglePin(u32),
    /// Fold the lanes of a group into one row, or no longer.
    ToggleFold(Group),
    /// Fold all groups, or none.
    FoldAll(bool),
    /// Put together what belongs together so.
    GroupBy(Grouping),
    /// Take the filter away and unfold everything.
    ShowAll,
}

/// Which lanes are shown, and how. All of them, process by process, unless something else was chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LaneChoice {
    filter: NamePart,
    filter_in_lower_case: String,
    pinned: Vec<u32>,
    folded: HashSet<Group>,
    grouping: Grouping,
    /// What comes of it, worked out when something is chosen; `None` for all lanes.
    rows: Option<Rc<Rows>>,
}

impl LaneChoice {
    /// What names have to contain.
    pub fn filter(&self) -> &str {
        self.filter.as_str()
    }

    /// What stands together.
    pub fn grouping(&self) -> Grouping {
        self.grouping
    }

    /// True for a lane at the top.
    pub fn is_pinned(&self, lane: u32) -> bool {
        self.pinned.contains(&lane)
    }

    /// True if the lanes of a group are in one row.
    pub fn is_folded(&self, group: Group) -> bool {
        self.folded.contains(&group)
    }

    /// True if any lanes are in one row.
    pub fn has_folded(&self) -> bool {
        !self.folded.is_empty()
    }

    /// How many lanes are not shown.
    pub fn hidden(&self) -> usize {
        self.rows.as_ref().map_or(0, |rows| rows.hidden())
    }

    pub(crate) fn pinned(&self) -> &[u32] {
        &self.pinned
    }

    /// True if the filter lets a lane through.
    pub(crate) fn has(&self, model: &Model, lane: u32) -> bool {
        let sought = &self.filter_in_lower_case;
        let has = |name: &str| folded(name).contains(sought);
        let process = model.lanes.get(lane as usize).map(|lane| lane.process as usize);
        let process = process.and_then(|process| model.processes.get(process));
        sought.is_empty()
            || has(lane_label(model, lane))
            || process.is_some_and(|process| has(model.actor_name(process.actor)))
    }

    /// The rows that come of it.
    pub(crate) fn rows<'a>(&'a self, timeline: &'a Timeline) -> &'a Rows {
        self.rows.as_deref().unwrap_or(&timeline.rows)
    }

    /// O(lanes).
    pub(crate) fn update(&mut self, action: LaneAction, model: &Model) {
        match action {
            LaneAction::Filter(filter) => self.set_filter(filter),
            LaneAction::TogglePin(lane) => {
                if self.is_pinned(lane) {
                    self.pinned.retain(|&pinned| pinned != lane);
                } else if (lane as usize) < model.lanes.len() {
                    self.pinned.push(lane);
                }
            }
            LaneAction::ToggleFold(Group::Pinned) => {}
            LaneAction::ToggleFold(group) => {
                if !self.folded.remove(&group) {
                    self.folded.insert(group);
                }
            }
            LaneAction::FoldAll(false) => self.folded.clear(),
            LaneAction::FoldAll(true) => self.fold_all(model),
            LaneAction::GroupBy(grouping) => {
                if self.grouping != grouping {
                    self.folded.clear();
                }
                self.grouping = grouping;
            }
            LaneAction::ShowAll => {
                self.set_filter(NamePart::default());
                self.folded.clear();
            }
        }
        self.rows = None;
        if *self != Self::default() {
            self.rows = Some(Rc::new(Rows::new(model, self)));
        }
    }

    fn set_filter(&mut self, filter: NamePart) {
        self.filter = filter;
        // While somebody types, the last thing may be a space.
        self.filter_in_lower_case = folded(filter.as_str().trim());
    }

    fn fold_all(&mut self, model: &Model) {
        self.folded.clear();
        let rows = Rows::new(model, self);
        let several = rows.blocks().iter().filter(|block| block.rows.len() > 1);
        let groups = several.map(|block| block.group);
        self.folded.extend(groups.filter(|&group| group != Group::Pinned));
    }
}

/// True if lanes can be filtered, folded, pinned and grouped: in an own run with more of them than one sees at a
/// glance, and wherever that was done already. Not in a hall.
pub fn has_lane_tools(model: &Model, state: &State) -> bool {
    let many = model.header.lesson.is_none() && model.lanes.len() > FEW;
    !state.present && (many || state.lanes != LaneChoice::default())
}

/// The group of the lane that is selected, if it has several lanes.
pub fn selected_group(model: &Model, timeline: &Timeline, state: &State) -> Option<Group> {
    let rows = state.lanes.rows(timeline);
    let row = rows.row(state.selection.lane(model)?)?;
    let block = &rows.blocks()[rows.block_of(row)?];
    let several = block.is_folded() || block.rows.len() > 1;
    (several && block.group != Group::Pinned).then_some(block.group)
}

#[cfg(test)]
mod tests {
    use super::NamePart;

    #[test]
    fn a_part_of_a_name_is_cut_between_characters() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            assert_eq!(NamePart::new(text).as_str(), expected);
        }
        check("worker ", "worker ");
        check("", "");
        check(&"a".repeat(70), &"a".repeat(63));
        check(&"线程".repeat(20), &format!("{}线", "线程".repeat(10)));
        check(&format!("{}线", "a".repeat(61)), &"a".repeat(61));
    }
}
