//! What events do to objects: their states are stepped, and an account is kept of what comes of it.

use laneway_trace::ObjectId;

use super::{ObjectTrack, Row, Tracks, actor_id};
use crate::EdgeKind;
use crate::history::History;
use crate::index::NONE;
use crate::mechanism::{Act, Change, Moved};

/// A stretch in which an actor held a permit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HoldTrack {
    pub(crate) object: u32,
    pub(crate) actor: u32,
    pub(crate) start_row: u32,
    pub(crate) end_row: u32,
    pub(crate) depth: u32,
    pub(crate) shared: bool,
}

/// A stretch in which a worker ran a task.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunTrack {
    /// The future and its pool as numbers from 1; 0 for no pool.
    pub(crate) future: u32,
    pub(crate) pool: u32,
    pub(crate) actor: u32,
    pub(crate) start_row: u32,
    pub(crate) end_row: u32,
}

/// Who wrote a register, and on what each write was based. Versions are numbered: 0 is what it held at
/// first, `n` what the `n`-th write left.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CellTrack {
    /// The register, as the row of its table.
    pub(crate) object: u32,
    pub(crate) reads: u32,
    /// The row of each write.
    pub(crate) writes: Vec<u32>,
    /// For each write the version on which it was based.
    pub(crate) bases: Vec<u32>,
    /// For each write the row in which its actor had seen that version; [`NONE`] if it had seen none.
    pub(crate) seen_rows: Vec<u32>,
    /// The rows of two reads by one actor, without a write of its own between, of which the second one saw what
    /// others had written after the first; in the order of the second ones.
    pub(crate) seen_again: Vec<(u32, u32)>,
}

impl ObjectTrack {
    fn step(&mut self, act: Option<&Act>) -> Moved {
        self.rows += 1;
        let (mechanism, capacity) = (self.facts.mechanism, self.capacity);
        self.history
            .get_or_insert_with(|| Box::new(History::new(mechanism, capacity)))
            .step(act)
    }
}

impl Tracks {
    /// An event that says nothing about the object (a number from 1, 0 for none) on which it is.
    pub(super) fn pass_over(&mut self, object: u32) {
        if let Some(track) = self.objects.get_mut((object as usize).wrapping_sub(1)) {
            let pool = track.pool;
            track.step(None);
            if let Some(pool) = self.objects.get_mut((pool as usize).wrapping_sub(1)) {
                pool.step(None);
            }
        }
    }

    /// Steps the object of an event; the answer is the event's cause, if it has one.
    pub(super) fn object_event(&mut self, event: &Row) -> Option<(EdgeKind, u32)> {
        let object = ObjectId::new(event.object)?;
        let act = Act {
            row: event.row,
            actor: actor_id(event.lane),
            object,
            facts: event.facts,
            sequence: event.sequence,
            value: event.value,
        };
        let track = &mut self.objects[object.index()];
        if !event.facts.fits(track.facts.mechanism) {
            self.pass_over(event.object);
            return None;
        }
        let pool = track.pool;
        let moved = track.step(Some(&act));
        self.account(event, &act, moved);
        if let Some(pool) = self.objects.get_mut((pool as usize).wrapping_sub(1)) {
            pool.step(Some(&act));
        }
        moved.cause
    }

    fn account(&mut self, event: &Row, act: &Act, moved: Moved) {
        let index = event.object as usize - 1;
        let track = &mut self.objects[index];
        match moved.change {
            Change::Entered => self.open_hold(event, act),
            Change::Replaced(count) => {
                for hold in track.open.drain(..count as usize) {
                    self.holds[hold as usize].end_row = event.row;
                }
                self.open_hold(event, act);
            }
            Change::Deepened { place, depth } => {
                if let Some(&hold) = track.open.get(place as usize) {
                    let most = &mut self.holds[hold as usize].depth;
                    *most = (*most).max(depth);
                }
            }
            Change::Left(place) => {
                if let Some(hold) = track.open.remove(place as usize) {
                    self.holds[hold as usize].end_row = event.row;
                }
            }
            Change::Based(base, seen_row) => {
                let cell = self.cell(index);
                cell.writes.push(event.row);
                cell.bases.push(base);
                cell.seen_rows.push(seen_row.unwrap_or(NONE));
            }
            Change::Began => {
                track.open.push_back(self.runs.len() as u32);
                self.runs.push(RunTrack {
                    future: event.object,
                    pool: track.pool,
                    actor: event.lane,
                    start_row: event.row,
                    end_row: NONE,
                });
            }
            Change::Ended => {
                if let Some(&run) = track.open.front() {
                    self.runs[run as usize].end_row = event.row;
                }
            }
            Change::Holds(items) => {
                track.counts.came += 1;
                track.counts.most = track.counts.most.max(items);
            }
            Change::Taken => track.counts.waited_or_left += 1,
            Change::Seen => self.cell(index).reads += 1,
            Change::SeenAgain(before) => {
                let cell = self.cell(index);
                cell.reads += 1;
                cell.seen_again.push((before, event.row));
            }
            Change::Nothing => {}
        }
    }

    fn cell(&mut self, index: usize) -> &mut CellTrack {
        let cell = &mut self.objects[index].cell;
        if *cell == NONE {
            *cell = self.cells.len() as u32;
            self.cells.push(CellTrack {
                object: index as u32,
                ..CellTrack::default()
            });
        }
        &mut self.cells[*cell as usize]
    }

    fn open_hold(&mut self, event: &Row, act: &Act) {
        let object = event.object - 1;
        let depth = act.value.int().and_then(|depth| u32::try_from(depth).ok());
        let track = &mut self.objects[object as usize];
        track.counts.came += 1;
        track.counts.waited_or_left += u32::from(event.waited);
        track.open.push_back(self.holds.len() as u32);
        self.holds.push(HoldTrack {
            object,
            actor: event.lane,
            start_row: event.row,
            end_row: NONE,
            depth: depth.unwrap_or(1).max(1),
            shared: event.facts.mode == laneway_trace::Mode::Shared,
        });
    }
}
