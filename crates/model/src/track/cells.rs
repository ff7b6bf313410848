//! Who read and wrote which cell, and on what each write was based.

use std::collections::BTreeMap;

use crate::index::NONE;

/// What is known of a cell so far. Its versions are numbered: 0 is what it held at first, `n` what the
/// `n`-th write left.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CellTrack {
    /// The cell, as the row of its table.
    pub(crate) object: u32,
    /// The row of the first read, if it came before any write: it tells what the cell held at first.
    pub(crate) first_read: Option<u32>,
    pub(crate) reads: u32,
    /// The row of each write.
    pub(crate) writes: Vec<u32>,
    /// For each write the version on which it was based.
    pub(crate) bases: Vec<u32>,
    /// For each write the row in which its actor had seen that version; [`NONE`] if it had seen none.
    pub(crate) seen_rows: Vec<u32>,
    /// The slots of the actors that used it.
    pub(crate) slots: Vec<u32>,
}

/// An actor at a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Slot {
    /// Who.
    pub(crate) actor: u32,
    /// Which of the cells.
    cell: u32,
    /// How often it read or wrote.
    pub(crate) uses: u32,
    /// The newest version it has seen: read, or written itself.
    version: u32,
    /// The row in which it saw that.
    row: u32,
}

/// All cells.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cells {
    pub(crate) cells: Vec<CellTrack>,
    pub(crate) slots: Vec<Slot>,
    slot_of: BTreeMap<(u32, u32), u32>,
    /// Each read and write: its slot and its row.
    pub(crate) uses: Vec<(u32, u32)>,
}

impl Cells {
    /// An actor reads. `last_slot` is the slot that it used last, and becomes this one: a look-up is needed
    /// only where an actor changes cells.
    pub(crate) fn read(&mut self, cell: u32, actor: u32, row: u32, last_slot: &mut u32) {
        let slot = self.slot(cell, actor, last_slot);
        let track = &mut self.cells[cell as usize];
        track.reads += 1;
        if track.writes.is_empty() && track.first_read.is_none() {
            track.first_read = Some(row);
        }
        let version = track.writes.len() as u32;
        self.used(slot, version, row);
    }

    /// An actor writes. A write by an actor that has never seen the cell is based on whatever was there: it
    /// does not mean to keep it.
    pub(crate) fn write(&mut self, cell: u32, actor: u32, row: u32, last_slot: &mut u32) {
        let slot = self.slot(cell, actor, last_slot);
        let seen = self.slots[slot as usize];
        let track = &mut self.cells[cell as usize];
        let newest = track.writes.len() as u32;
        track.writes.push(row);
        track
            .bases
            .push(if seen.row == NONE { newest } else { seen.version });
        track.seen_rows.push(seen.row);
        self.used(slot, newest + 1, row);
    }

    fn used(&mut self, slot: u32, version: u32, row: u32) {
        let entry = &mut self.slots[slot as usize];
        entry.version = version;
        entry.row = row;
        entry.uses += 1;
        self.uses.push((slot, row));
    }

    fn slot(&mut self, cell: u32, actor: u32, last_slot: &mut u32) -> u32 {
        if self
            .slots
            .get(*last_slot as usize)
            .is_some_and(|slot| slot.cell == cell)
        {
            return *last_slot;
        }
        let new = self.slots.len() as u32;
        let slot = *self.slot_of.entry((cell, actor)).or_insert(new);
        if slot == new {
            self.slots.push(Slot {
                actor,
                cell,
                uses: 0,
                version: 0,
                row: NONE,
            });
            self.cells[cell as usize].slots.push(slot);
        }
        *last_slot = slot;
        slot
    }
}
