//! Locks of all kinds: who is inside, how, and who waits to be.

use laneway_trace::{ActorId, Effect, Mode, Permits};

use super::{Act, Blockers, Change, Line, Moved, Stands, Waiters, after};
use crate::{EdgeKind, Moment};

/// Permits, those who hold them, and those who wait.
#[derive(Clone, Debug, PartialEq)]
pub struct Holding {
    /// Who is inside, longest first.
    pub holders: Line<Holder>,
    /// Who waits, longest first.
    pub waiters: Waiters,
    /// How many permits there are; `None` for no bound. One, where all but those who share exclude each other.
    pub permits: Option<u64>,
    /// True once a holder has panicked.
    pub poisoned: bool,
    kind: Permits,
    reentrant: bool,
    owned: bool,
    /// How often all holders have entered.
    depths: u64,
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

impl Stands for Holder {
    type Key = (ActorId, Mode);

    fn key(&self) -> (ActorId, Mode) {
        (self.actor, self.mode)
    }

    fn row(&self) -> u32 {
        self.since.0
    }
}

impl Holding {
    pub(super) fn new(kind: Permits, reentrant: bool, owned: bool, capacity: Option<u64>) -> Self {
        Self {
            holders: Line::default(),
            waiters: Waiters::default(),
            permits: match kind {
                Permits::One => Some(1),
                Permits::Capacity => capacity,
            },
            poisoned: false,
            kind,
            reentrant,
            owned,
            depths: 0,
            left_row: None,
        }
    }

    /// The newest who enters counts: who cannot be inside beside it is taken to have left. A leave by somebody
    /// who is not inside gives back the oldest permit of another, or, if nobody holds one, adds one; for a
    /// lock it means nothing.
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
        if let Some(place) = self.holders.find((act.actor, mode)) {
            let before = self.holders.get(place).map_or(0, |holder| holder.depth);
            let depth = act.number().unwrap_or(before.saturating_add(1)).max(1);
            self.set_depth(place, depth);
            let place = place as u32;
            return Change::Deepened { place, depth };
        }
        let replaced = self.make_room(mode);
        let depth = act.number().unwrap_or(1).max(1);
        self.depths += u64::from(depth);
        self.holders.push(Holder {
            actor: act.actor,
            mode,
            depth,
            since: act.at(),
        });
        if replaced > 0 {
            Change::Replaced(replaced)
        } else {
            Change::Entered
        }
    }

    /// Takes out who cannot be inside beside one more, the longest first: how many they are. Those in a lock
    /// either share it, or are alone.
    fn make_room(&mut self, mode: Mode) -> u32 {
        let before = self.holders.len();
        let room = self.permits.map_or(u64::MAX, |permits| permits.max(1));
        while let Some(first) = self.holders.first() {
            let fits = match self.kind {
                Permits::One => mode == Mode::Shared && first.mode == Mode::Shared,
                Permits::Capacity => self.depths < room,
            };
            if fits {
                break;
            }
            self.take_out(0);
        }
        (before - self.holders.len()) as u32
    }

    fn take_out(&mut self, place: usize) {
        if let Some(holder) = self.holders.remove(place) {
            self.depths -= u64::from(holder.depth);
        }
    }

    fn set_depth(&mut self, place: usize, depth: u32) {
        if let Some(holder) = self.holders.get_mut(place) {
            self.depths = self.depths - u64::from(holder.depth) + u64::from(depth);
            holder.depth = depth;
        }
    }

    /// Where an actor stands among the holders, first.
    fn place_of(&self, actor: ActorId) -> Option<usize> {
        let modes = [Mode::Exclusive, Mode::Shared];
        modes
            .into_iter()
            .filter_map(|mode| self.holders.find((actor, mode)))
            .min()
    }

    fn leave(&mut self, act: &Act) -> Change {
        let own = self.place_of(act.actor);
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
        let said = own.and(act.number());
        let before = self.holders.get(place).map_or(0, |holder| holder.depth);
        let depth = said.unwrap_or(before.saturating_sub(1));
        self.set_depth(place, depth);
        // Every permit of a semaphore that comes back lets somebody in; of a lock, the last one.
        if self.kind == Permits::Capacity || depth == 0 {
            self.left_row = Some(act.row);
        }
        if depth > 0 {
            return Change::Nothing;
        }
        self.take_out(place);
        Change::Left(place as u32)
    }

    /// True if permits are counted: not of a lock, whoever shares it.
    pub fn is_counted(&self) -> bool {
        self.kind == Permits::Capacity
    }

    /// How many permits are taken.
    pub fn taken(&self) -> u64 {
        match self.kind {
            Permits::One => u64::from(!self.holders.is_empty()),
            Permits::Capacity => self.depths,
        }
    }

    /// True if whoever waits in the same mode has the same in its way: no one's own permit lets it in.
    pub(crate) fn bars_all_alike(&self) -> bool {
        self.kind == Permits::Capacity || !self.reentrant
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
