//! Shared values: what they hold, and who has seen which version.

use laneway_trace::{ActorId, Effect, Value};

use super::{Act, Change, Moved};
use crate::{Moment, sort_by_key};

/// A shared value. Its versions are numbered: 0 is what it held at first, `n` what the `n`-th write left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Register {
    /// Its value; [`Value::None`] before the first read or write.
    pub value: Value,
    /// Who wrote it last, and when.
    pub writer: Option<(ActorId, Moment)>,
    /// The number of its version.
    pub version: u32,
    /// What each actor knows of it, by actor.
    pub seen: Vec<Seen>,
}

/// What an actor knows of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Who.
    pub actor: ActorId,
    /// The version it has read, or written itself.
    pub version: u32,
    /// The row in which it did.
    pub row: u32,
    /// True if it read, and has not written since.
    pub read: bool,
}

impl Register {
    /// A write is based on the newest version that its actor had seen, by reading or by writing itself. A
    /// write by an actor that has never seen the register is based on whatever was there: it does not mean to keep
    /// it.
    ///
    /// O(log actors); for an actor's first use O(actors).
    pub(super) fn step(&mut self, act: &Act) -> Moved {
        let change = match act.facts.effect {
            Effect::Read => {
                if self.writer.is_none() {
                    self.value = act.value;
                }
                match self.see(act, true) {
                    Some(seen) if seen.read && seen.version < self.version => {
                        Change::SeenAgain(seen.row)
                    }
                    _ => Change::Seen,
                }
            }
            Effect::Write => {
                self.version += 1;
                self.value = act.value;
                self.writer = Some((act.actor, act.at()));
                let seen = self.see(act, false);
                let base = seen.map_or(self.version - 1, |seen| seen.version);
                Change::Based(base, seen.map(|seen| seen.row))
            }
            _ => Change::Nothing,
        };
        Moved::changed(change)
    }

    /// Takes note of what an actor knows from here on, and gives what it knew.
    fn see(&mut self, act: &Act, read: bool) -> Option<Seen> {
        let seen = Seen {
            actor: act.actor,
            version: self.version,
            row: act.row,
            read,
        };
        match self.find(act.actor) {
            Ok(place) => Some(std::mem::replace(&mut self.seen[place], seen)),
            Err(place) => {
                self.seen.insert(place, seen);
                None
            }
        }
    }

    fn find(&self, actor: ActorId) -> Result<usize, usize> {
        // Threads that were made together and all use it stand side by side: then the place follows from the id.
        let first = self.seen.first().map_or(0, |seen| seen.actor.number());
        let guess = actor.number().wrapping_sub(first) as usize;
        if self.seen.get(guess).is_some_and(|seen| seen.actor == actor) {
            return Ok(guess);
        }
        self.seen.binary_search_by_key(&actor, |seen| seen.actor)
    }

    /// Who has read, has not written since, and whose value is no longer the register's, by when they read:
    /// lost updates in the making.
    pub fn stale(&self) -> Vec<Seen> {
        let is_stale = |seen: &&Seen| seen.read && seen.version < self.version;
        let mut stale: Vec<Seen> = self.seen.iter().filter(is_stale).copied().collect();
        sort_by_key(&mut stale, |seen| seen.row);
        stale
    }
}
