//! Nobody passes a gate that has not let anybody pass.

use std::collections::BTreeMap;

use laneway_trace::{ActorId, Effect, ObjectId, Opens};

use super::Act;
use super::objects::is_counted;
use super::report::Report;

/// A condition, an event, a barrier, or whatever else lets actors pass.
pub(super) struct Gate {
    opens: Opens,
    capacity: Option<u64>,
    open: bool,
    /// How often it has let somebody pass: notifications, openings; or how many have arrived.
    given: u64,
    /// Notifications that nobody has passed by yet: how many of each.
    owed: BTreeMap<u64, u64>,
    /// How many that are.
    owed_all: u64,
    /// For each who waits, or has arrived: how much had been given then; of a count, the generation.
    since: BTreeMap<ActorId, u64>,
    /// Something happened to it whose place among the others is not known, or that nobody recorded, or that broke it.
    unsure: bool,
    /// Of a flag: the number of its last event that has one.
    last: u32,
}

impl Gate {
    pub(super) fn new(opens: Opens, capacity: Option<u64>) -> Self {
        Self {
            opens,
            capacity,
            open: false,
            given: 0,
            owed: BTreeMap::new(),
            owed_all: 0,
            since: BTreeMap::new(),
            unsure: false,
            last: 0,
        }
    }

    pub(super) fn act(&mut self, act: &Act, object: ObjectId, report: &mut Report<'_>) {
        let passed = match self.opens {
            Opens::Notify => self.notify(act),
            Opens::Flag => self.flag(act),
            Opens::Count => self.count(act),
        };
        if let (Err((rule, words)), false) = (passed, self.unsure) {
            report.tell_if_sure(rule, |names| {
                let (who, object) = (names.actor(act.who), names.object(object));
                format!("{who} passes `{object}`{words}")
            });
        }
    }

    /// Who waited when a notification was given may pass by it, as many as it was given to.
    fn notify(&mut self, act: &Act) -> Passed {
        self.unsure |=
            !is_counted(&act.event) && !matches!(act.facts.effect, Effect::GiveUp | Effect::Refuse);
        match act.facts.effect {
            Effect::Wait => {
                self.since.insert(act.who, self.given);
            }
            Effect::Notify => {
                let count = act.event.value.int().unwrap_or(1);
                self.owe(u64::try_from(count).unwrap_or_default());
            }
            Effect::NotifyAll | Effect::Open => self.owe(u64::MAX),
            Effect::GiveUp | Effect::Refuse => {
                self.since.remove(&act.who);
                // Whether it was notified is not known; the oldest notification is of use to the fewest.
                if let (Some((&oldest, _)), true) = (
                    self.owed.first_key_value(),
                    self.owed_all > self.since.len() as u64,
                ) {
                    self.pay(oldest);
                }
            }
            Effect::Pass => {
                let since = self.since.remove(&act.who);
                // The newer ones are of use to those who came later, too.
                let by = since.and_then(|since| self.owed.range(since + 1..).next());
                let Some((&by, _)) = by else {
                    return Err(("pass_without_notify", " and was not notified"));
                };
                self.pay(by);
            }
            _ => {}
        }
        Ok(())
    }

    /// So many of those who wait and were not notified may pass.
    fn owe(&mut self, count: u64) {
        self.given += 1;
        let count = count.min((self.since.len() as u64).saturating_sub(self.owed_all));
        if count > 0 {
            self.owed.insert(self.given, count);
            self.owed_all += count;
        }
    }

    fn pay(&mut self, notification: u64) {
        let left = self.owed.get(&notification).copied().unwrap_or_default();
        if left > 1 {
            self.owed.insert(notification, left - 1);
        } else {
            self.owed.remove(&notification);
        }
        self.owed_all = self.owed_all.saturating_sub(1);
    }

    /// Who comes while it is open, or waited when it was opened, may pass.
    fn flag(&mut self, act: &Act) -> Passed {
        let counted = is_counted(&act.event);
        if counted {
            // A process that is killed between setting the flag and recording that leaves out a number.
            self.unsure |= self.last.checked_add(1) != Some(act.event.sequence);
            self.last = act.event.sequence;
        }
        match act.facts.effect {
            Effect::Wait => {
                let given = if counted { self.given } else { 0 };
                self.since.insert(act.who, given);
            }
            Effect::Open | Effect::Notify | Effect::NotifyAll => {
                self.unsure |= !counted;
                self.open |= act.facts.effect == Effect::Open;
                self.given += 1;
            }
            Effect::Shut => {
                self.unsure |= !counted;
                self.open = false;
            }
            Effect::GiveUp | Effect::Refuse => drop(self.since.remove(&act.who)),
            Effect::Pass => {
                let since = self.since.remove(&act.who);
                let may = self.open || since.is_some_and(|since| since < self.given);
                if !may && counted {
                    return Err(("pass_while_closed", " while it is closed"));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Who arrived, or waits, may pass when all of the same generation have arrived.
    fn count(&mut self, act: &Act) -> Passed {
        let Some(needed) = self.capacity.filter(|&needed| needed > 0) else {
            return Ok(());
        };
        match act.facts.effect {
            Effect::Arrive => {
                self.unsure |= !is_counted(&act.event);
                self.since.insert(act.who, self.given / needed);
                self.given += 1;
            }
            Effect::Wait => {
                self.since.entry(act.who).or_insert(self.given / needed);
            }
            Effect::Pass => {
                let generation = self.since.remove(&act.who).unwrap_or(0);
                if self.given / needed <= generation && is_counted(&act.event) {
                    return Err(("pass_before_all", " before all have arrived"));
                }
            }
            // Whether it still counts who has given up is up to the program.
            Effect::Open | Effect::Shut | Effect::GiveUp | Effect::Refuse => self.unsure = true,
            _ => {}
        }
        Ok(())
    }
}

/// Whether somebody passes who may; if not, the rule and how that is said.
type Passed = Result<(), (&'static str, &'static str)>;
