//! Who holds which lock.

use laneway_trace::EventKind;

use crate::index::NONE;

/// What is known of a lock so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LockTrack {
    /// The lock, as the row of its table.
    pub(crate) object: u32,
    /// Who holds it.
    pub(crate) holder: u32,
    /// How often.
    pub(crate) depth: u32,
    /// The open stretch, as a row of the holds so far.
    pub(crate) hold: u32,
    /// The row in which it was last given back for good.
    pub(crate) released_row: u32,
    pub(crate) acquisitions: u32,
    pub(crate) contended: u32,
}

/// A stretch in which an actor held a lock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HoldTrack {
    pub(crate) object: u32,
    pub(crate) actor: u32,
    pub(crate) start_row: u32,
    pub(crate) end_row: u32,
    pub(crate) depth: u32,
}

impl LockTrack {
    pub(crate) fn new(object: u32) -> Self {
        Self {
            object,
            holder: NONE,
            depth: 0,
            hold: NONE,
            released_row: NONE,
            acquisitions: 0,
            contended: 0,
        }
    }

    /// An event on the lock by an actor; `recorded` is the depth it says. If the actor had waited, since
    /// row `waited_since`, the row of the release that let it in is the answer.
    ///
    /// A release by somebody else than the holder is not heeded; an acquire from a holder who never
    /// released ends the older stretch.
    pub(crate) fn event(
        &mut self,
        holds: &mut Vec<HoldTrack>,
        (row, actor, kind): (u32, u32, EventKind),
        recorded: Option<u32>,
        waited_since: Option<u32>,
    ) -> Option<u32> {
        match kind {
            EventKind::LOCK_ACQUIRE if self.holder == actor => {
                self.depth = recorded.unwrap_or(self.depth.saturating_add(1)).max(1);
                let hold = &mut holds[self.hold as usize];
                hold.depth = hold.depth.max(self.depth);
                None
            }
            EventKind::LOCK_ACQUIRE => {
                self.close(holds, row);
                self.holder = actor;
                self.depth = recorded.unwrap_or(1).max(1);
                self.hold = holds.len() as u32;
                holds.push(HoldTrack {
                    object: self.object,
                    actor,
                    start_row: row,
                    end_row: NONE,
                    depth: self.depth,
                });
                self.acquisitions += 1;
                self.contended += u32::from(waited_since.is_some());
                let released = self.released_row;
                waited_since
                    .filter(|&since| released != NONE && released > since)
                    .map(|_| released)
            }
            EventKind::LOCK_RELEASE if self.holder == actor => {
                self.depth = recorded.unwrap_or(self.depth.saturating_sub(1));
                if self.depth == 0 {
                    self.close(holds, row);
                    self.holder = NONE;
                    self.released_row = row;
                }
                None
            }
            _ => None,
        }
    }

    fn close(&mut self, holds: &mut [HoldTrack], row: u32) {
        if let Some(hold) = holds.get_mut(self.hold as usize) {
            hold.end_row = row;
        }
        self.hold = NONE;
    }
}
