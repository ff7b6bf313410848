//! Locks of all kinds: who is inside, how, and who waits to be.

use laneway_trace::{ActorId, Effect, Mode, Permits};

use super::{Act, Blockers, Change, Moved, Waiters, after};
use crate::{EdgeKind, Moment};

/// Permits, those who hold them, and those who wait.
#[derive(Clone, Debug, PartialEq)]
pub struct Holding {
    /// Who is inside, longest first.
    pub holders: Vec<Holder>,
    /// Who waits, longest first.
    pub waiters: Waiters,
    /// How many permits there are; `None` for no bound. One, where all but those who share exclude each other.
    pub permits: Option<u64>,
    /// True once a holder has panicked.
    pub poisoned: bool,
    kind: Permits,
    reentrant: bool,
    owned: bool,
    /// The row of the newest leave.
    left_row: Option<u32>,
}

/// Somebody inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub actor: ActorId,
    /// Alone, or together with others.
    pub mode: Mode,
    /// How often it has entered.
    pub depth: u32,
    /// Since when.
    pub since: Moment,
}

impl Holding {
    pub(super) fn new(kind: Permits, reentrant: bool, owned: bool, capacity: Option<u64>) -> Self {
        Self {
            holders: Vec::new(),
            waiters: Waiters::default(),
            permits: match kind {
                Permits::One => Some(1),
                Permits::Capacity => capacity,
            },
            poisoned: false,
            kind,
            reentrant,
            owned,
            left_row: None,
        }
    }

    /// The newest who enters counts: who cannot be inside beside it is taken to have left. A leave by somebody
    /// who is not inside gives back the oldest permit of another, or, if nobody holds one, adds one; for a
    /// lock it means nothing.
    ///
    /// O(holders + waiters).
    pub(super) fn step(&mut self, act: &Act) -> Moved {
        match act.facts.effect {
            Effect::Enter => {
                let began = self.waiters.step(act);
                Moved {
                    cause: after(self.left_row, began).map(|row| (EdgeKind::Lock, row)),
                    change: self.enter(act),
                }
            }
            Effect::Leave => {
                self.waiters.step(act);
                Moved::changed(self.leave(act))
            }
            Effect::Poison => {
                self.poisoned = true;
                Moved::NOTHING
            }
            effect if super::is_silent(effect) => Moved::NOTHING,
            _ => {
                self.waiters.step(act);
                Moved::NOTHING
            }
        }
    }

    fn enter(&mut self, act: &Act) -> Change {
        let mode = act.facts.mode;
        let own = self.holders.iter_mut().find(|holder| holder.actor == act.actor);
        if let Some(holder) = own.filter(|holder| holder.mode == mode) {
            holder.depth = act.number().unwrap_or(holder.depth.saturating_add(1)).max(1);
            return Change::Deepened(holder.depth);
        }
        let before = self.holders.len();
        match self.kind {
            Permits::One => self
                .holders
                .retain(|holder| mode == Mode::Shared && holder.mode == Mode::Shared),
            Permits::Capacity => {
                let room = self.permits.map_or(u64::MAX, |permits| permits.max(1));
                while self.taken() >= room {
                    self.holders.remove(0);
                }
            }
        }
        let replaced = self.holders.len() < before;
        self.holders.push(Holder {
            actor: act.actor,
            mode,
            depth: act.number().unwrap_or(1).max(1),
            since: act.at(),
        });
        if replaced {
            Change::Replaced
        } else {
            Change::Entered
        }
    }

    fn leave(&mut self, act: &Act) -> Change {
        let own = self.holders.iter().position(|holder| holder.actor == act.actor);
        let place = match (own, self.kind) {
            (Some(place), _) => place,
            (None, Permits::One) => return Change::Nothing,
            (None, Permits::Capacity) => {
                self.left_row = Some(act.row);
                if self.holders.is_empty() {
                    self.permits = self.permits.map(|permits| permits.saturating_add(1));
                    return Change::Nothing;
                }
                0
            }
        };
        let holder = &mut self.holders[place];
        let said = own.and(act.number());
        holder.depth = said.unwrap_or(holder.depth.saturating_sub(1));
        // Every permit of a semaphore that comes back lets somebody in; of a lock, the last one.
        if self.kind == Permits::Capacity || holder.depth == 0 {
            self.left_row = Some(act.row);
        }
        if holder.depth > 0 {
            return Change::Nothing;
        }
        let actor = holder.actor;
        self.holders.remove(place);
        Change::Left(actor)
    }

    /// True if permits are counted: not of a lock, whoever shares it.
    pub fn is_counted(&self) -> bool {
        self.kind == Permits::Capacity
    }

    /// How many permits are taken.
    pub fn taken(&self) -> u64 {
        match self.kind {
            Permits::One => u64::from(!self.holders.is_empty()),
            Permits::Capacity => self.holders.iter().map(|holder| u64::from(holder.depth)).sum(),
        }
    }

    /// Who has to leave before the actor can enter: all who exclude it, or, where any permit will do, one of the
    /// holders, if only they may leave.
    pub(super) fn blockers(&self, actor: ActorId, mode: Mode) -> Blockers {
        match self.kind {
            Permits::Capacity => {
                if self.permits.is_none_or(|permits| self.taken() < permits) {
                    return Blockers::Anybody;
                }
                let holders = self.holders.iter().map(|holder| holder.actor).collect();
                if self.owned {
                    Blockers::Any(holders)
                } else {
                    Blockers::Likely(holders)
                }
            }
            Permits::One => {
                let in_the_way = self.holders.iter().filter(|holder| {
                    let shares = mode == Mode::Shared && holder.mode == Mode::Shared;
                    !(shares || self.reentrant && holder.actor == actor)
                });
                let actors: Vec<ActorId> = in_the_way.map(|holder| holder.actor).collect();
                if actors.is_empty() {
                    Blockers::Anybody
                } else {
                    Blockers::All(actors)
                }
            }
        }
    }
}
