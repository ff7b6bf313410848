//! No more are inside than may be, and who leaves was inside.

use std::collections::BTreeMap;

use laneway_trace::{ActorId, Effect, Meaning, Mode, ObjectId, Permits};

use super::Act;
use super::life::Lives;
use super::report::Report;

/// A lock, or whatever else has permits.
pub(super) struct Holding {
    reentrant: bool,
    /// Only a holder may leave.
    owned: bool,
    /// Where permits are counted: how many are left.
    left: Option<i64>,
    counted: bool,
    inside: BTreeMap<ActorId, Inside>,
    /// How many actors are inside alone, and how many share.
    exclusive: usize,
    shared: usize,
    /// Somebody gave back what another had taken: who holds how much is a guess from there on.
    mixed: bool,
}

/// How often an actor is inside.
#[derive(Clone, Copy, Default)]
struct Inside {
    exclusive: u32,
    shared: u32,
}

impl Inside {
    fn depth(&mut self, mode: Mode) -> &mut u32 {
        match mode {
            Mode::Exclusive => &mut self.exclusive,
            Mode::Shared => &mut self.shared,
        }
    }
}

impl Holding {
    pub(super) fn new(permits: Permits, reentrant: bool, owned: bool, capacity: Option<u64>) -> Self {
        let counted = permits == Permits::Capacity;
        Self {
            reentrant,
            owned,
            left: capacity
                .and_then(|capacity| i64::try_from(capacity).ok())
                .filter(|_| counted),
            counted,
            inside: BTreeMap::new(),
            exclusive: 0,
            shared: 0,
            mixed: false,
        }
    }

    pub(super) fn act(&mut self, act: &Act, object: ObjectId, lives: &Lives, report: &mut Report<'_>) {
        match act.facts.effect {
            Effect::Enter => self.enter(act, object, lives, report),
            Effect::Leave => self.leave(act, object, report),
            Effect::Poison if !self.inside.contains_key(&act.who) => {
                report.tell_if_sure("poison_by_other", |names| {
                    let (who, object) = (names.actor(act.who), names.object(object));
                    format!("{who} poisons `{object}` and does not hold it")
                });
            }
            _ => {}
        }
    }

    fn enter(&mut self, act: &Act, object: ObjectId, lives: &Lives, report: &mut Report<'_>) {
        if !report.doubt && self.is_barred(act) {
            // What a dead process held is free, whether or not it was given back.
            self.bury(lives);
        }
        if !report.doubt && self.is_barred(act) {
            self.tell_barred(act, object, report);
        }
        self.change(act.who, act.facts.mode, 1);
        self.check_depth(act, object, report);
    }

    /// True if the actor cannot enter.
    fn is_barred(&self, act: &Act) -> bool {
        if self.counted {
            return self.left.is_some_and(|left| left <= 0);
        }
        let mine = self.inside.get(&act.who).copied().unwrap_or_default();
        let exclusive = self.exclusive - usize::from(mine.exclusive > 0);
        let shared = self.shared - usize::from(mine.shared > 0);
        let alone = act.facts.mode == Mode::Exclusive;
        exclusive > 0 || alone && shared > 0 || self.is_again(act, mine)
    }

    /// True if a holder enters again who may not. Who shares may share twice.
    fn is_again(&self, act: &Act, mine: Inside) -> bool {
        let alone = act.facts.mode == Mode::Exclusive;
        !self.reentrant && (mine.exclusive > 0 || alone && mine.shared > 0)
    }

    fn tell_barred(&self, act: &Act, object: ObjectId, report: &mut Report<'_>) {
        let mode = act.facts.mode;
        let bars =
            |inside: &Inside| inside.exclusive > 0 || mode == Mode::Exclusive && inside.shared > 0;
        let other = self
            .inside
            .iter()
            .find(|(actor, inside)| **actor != act.who && bars(inside));
        if self.counted {
            report.tell("over_permits", |names| {
                let (who, object) = (names.actor(act.who), names.object(object));
                format!("{who} enters `{object}`, which has no permit left")
            });
        } else if let Some((&holder, inside)) = other {
            let both = mode == Mode::Exclusive && inside.exclusive > 0;
            let rule = if both {
                "two_holders"
            } else {
                "reader_beside_writer"
            };
            report.tell(rule, |names| {
                let (who, holder) = (names.actor(act.who), names.actor(holder));
                format!("{who} takes `{}` while {holder} holds it", names.object(object))
            });
        } else {
            report.tell("taken_by_holder", |names| {
                let (who, object) = (names.actor(act.who), names.object(object));
                format!("{who} takes `{object}`, which it holds and which is not re-entrant")
            });
        }
    }

    fn leave(&mut self, act: &Act, object: ObjectId, report: &mut Report<'_>) {
        let mut mine = self.inside.get(&act.who).copied().unwrap_or_default();
        if *mine.depth(act.facts.mode) > 0 {
            self.change(act.who, act.facts.mode, -1);
            self.check_depth(act, object, report);
        } else if mine.exclusive + mine.shared > 0 {
            let mode = match act.facts.mode {
                Mode::Exclusive => Mode::Shared,
                Mode::Shared => Mode::Exclusive,
            };
            self.change(act.who, mode, -1);
            report.tell_if_sure("wrong_mode", |names| {
                let (kind, who) = (names.event(act.event.kind), names.actor(act.who));
                format!(
                    "{who} does `{kind}` and holds `{}` otherwise",
                    names.object(object)
                )
            });
        } else {
            self.leave_for_another(act, object, report);
        }
    }

    fn leave_for_another(&mut self, act: &Act, object: ObjectId, report: &mut Report<'_>) {
        self.mixed = true;
        let somebody = self
            .inside
            .first_key_value()
            .map(|(&actor, &inside)| (actor, inside));
        if self.owned || somebody.is_none() && !self.counted {
            report.tell_if_sure("release_by_other", |names| {
                let (who, object) = (names.actor(act.who), names.object(object));
                format!("{who} releases `{object}` and does not hold it")
            });
        } else if let Some((actor, inside)) = somebody {
            let mode = if inside.exclusive > 0 {
                Mode::Exclusive
            } else {
                Mode::Shared
            };
            self.change(actor, mode, -1);
        } else if let Some(left) = &mut self.left {
            // One permit more than there was at the start.
            *left += 1;
        }
    }

    /// The actor is inside once more, or once less.
    fn change(&mut self, actor: ActorId, mode: Mode, by: i32) {
        let mine = self.inside.entry(actor).or_default();
        let before = *mine;
        let depth = mine.depth(mode);
        *depth = depth.saturating_add_signed(by);
        let after = *mine;
        if after.exclusive == 0 && after.shared == 0 {
            self.inside.remove(&actor);
        }
        let count = |count: usize, before: u32, after: u32| {
            count + usize::from(after > 0) - usize::from(before > 0)
        };
        self.exclusive = count(self.exclusive, before.exclusive, after.exclusive);
        self.shared = count(self.shared, before.shared, after.shared);
        if let Some(left) = &mut self.left {
            *left = left.saturating_sub(i64::from(by));
        }
    }

    /// Takes out who is dead.
    fn bury(&mut self, lives: &Lives) {
        let dead = self.inside.iter().filter(|(actor, _)| lives.is_dead(**actor));
        let dead: Vec<(ActorId, Inside)> = dead.map(|(&actor, &inside)| (actor, inside)).collect();
        for (actor, inside) in dead {
            self.inside.remove(&actor);
            self.exclusive -= usize::from(inside.exclusive > 0);
            self.shared -= usize::from(inside.shared > 0);
            if let Some(left) = &mut self.left {
                *left += i64::from(inside.exclusive) + i64::from(inside.shared);
            }
        }
    }

    /// Compares with the depth that was recorded.
    fn check_depth(&self, act: &Act, object: ObjectId, report: &mut Report<'_>) {
        let is_depth = act.facts.value == Meaning::Depth && !self.mixed;
        let Some(said) = act.event.value.int().filter(|_| is_depth) else {
            return;
        };
        let mut mine = self.inside.get(&act.who).copied().unwrap_or_default();
        let depth = *mine.depth(act.facts.mode);
        if said != i64::from(depth) {
            report.tell_if_sure("wrong_depth", |names| {
                let object = names.object(object);
                format!("`{object}` is said to be held {said} times and is held {depth}")
            });
        }
    }
}
