//! Starvation: who waits for a lock or a permit while others, who came later, get it again and again.
//!
//! Locks are not fair: one that is given back and taken again at once passes by those who wait, and of many who wait
//! any may come next. That is how they are meant to work. An actor counts as starved in a wait in which
//!
//! - others got in *again* [`MOST_AGAIN`] times or more: not each of them once, but those who had been in already
//!   since it began to wait. Everybody who has ever been in is taken off the count once, so that it is never too high;
//! - it waited [`NOTICED_NS`] or longer, which is when people begin to notice: a wait of many turns that is over at
//!   once has starved nobody.
//!
//! What is told is how often it was overtaken: how many got in less those who waited already when it began to.
//! Both are limits that somebody chose, so it is suspicious, and its figures are told. Who waits to write behind
//! readers that come and go without a gap is the example; who is stuck is not: nobody gets anything then.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use laneway_trace::{Awaits, Effect, ObjectId};

use crate::{Certainty, Finding, FindingKind, LISTED_SUSPICIONS, LockFigures, Model, Moment};

/// So many times others may get in again before who waits gets in once.
pub(crate) const MOST_AGAIN: u32 = 10;

/// Response times of a tenth of a second seem instantaneous (R. Miller, *Response time in man-computer
/// conversational transactions*, 1968).
pub(crate) const NOTICED_NS: u64 = 100_000_000;

/// A finding for each actor and each holding in whose line it was starved: the longest time, with
/// [`Finding::times`] for how often it was overtaken; at most [`LISTED_SUSPICIONS`]. After the figures. Linear in
/// the events on those holdings for which somebody waited long.
pub(crate) fn starved(model: &Model) -> Vec<Finding> {
    let locks = model.figures.locks.iter();
    let in_question =
        |lock: &&LockFigures| lock.wait_max_ns >= NOTICED_NS && lock.acquisitions >= MOST_AGAIN;
    let found = locks
        .filter(in_question)
        .flat_map(|lock| Turns::of(model, lock.object));
    found.take(LISTED_SUSPICIONS).collect()
}

/// The turns that actors take at a holding.
struct Turns<'a> {
    model: &'a Model,
    object: ObjectId,
    /// How often somebody has got in.
    entered: u32,
    /// Everybody who has been in, by lane.
    been_in: FxHashSet<u32>,
    /// Those who wait, by lane.
    waits: BTreeMap<u32, Wait>,
    /// The longest wait of each lane in which it was starved.
    starved: BTreeMap<u32, Finding>,
}

struct Wait {
    since: Moment,
    /// How often somebody had got in when it began.
    entered: u32,
    /// How many waited already.
    ahead: u32,
}

impl<'a> Turns<'a> {
    fn of(model: &'a Model, object: ObjectId) -> impl Iterator<Item = Finding> + use<> {
        let mut turns = Self {
            model,
            object,
            entered: 0,
            been_in: FxHashSet::default(),
            waits: BTreeMap::new(),
            starved: BTreeMap::new(),
        };
        for &row in model.object_rows(object) {
            if let Some(lane) = model.lane_of_row(row) {
                turns.event(lane, row);
            }
        }
        let waiting: Vec<u32> = turns.waits.keys().copied().collect();
        for lane in waiting {
            turns.end_wait(lane, model.end());
        }
        turns.starved.into_values()
    }

    fn event(&mut self, lane: u32, row: u32) {
        let facts = self.model.event_facts(row);
        let at = Moment::after(row);
        match facts.effect {
            Effect::Wait if facts.awaits == Some(Awaits::Permit) => {
                let ahead = self.waits.len() as u32;
                self.waits.entry(lane).or_insert(Wait {
                    since: at,
                    entered: self.entered,
                    ahead,
                });
            }
            Effect::Enter => {
                self.end_wait(lane, at);
                // Whoever is inside already takes no turn.
                let again = self.model.value(row).int().is_some_and(|depth| depth > 1);
                self.entered += u32::from(!again);
                self.been_in.insert(lane);
            }
            Effect::GiveUp | Effect::Refuse => self.end_wait(lane, at),
            _ => {}
        }
    }

    fn end_wait(&mut self, lane: u32, at: Moment) {
        let Some(wait) = self.waits.remove(&lane) else {
            return;
        };
        let entered = self.entered - wait.entered;
        let again = entered.saturating_sub(self.been_in.len() as u32);
        let waited_ns =
            |since: Moment, at: Moment| self.model.time_ns(at).saturating_sub(self.model.time_ns(since));
        let waited = waited_ns(wait.since, at);
        let longest = self
            .starved
            .get(&lane)
            .map_or(0, |found| waited_ns(found.since, found.at));
        if again < MOST_AGAIN || waited < NOTICED_NS || waited <= longest {
            return;
        }
        let finding = Finding::new(
            (FindingKind::Starvation, Certainty::Suspicious),
            vec![self.model.lanes[lane as usize].actor],
            vec![self.object],
            wait.since,
            at,
        );
        let times = entered.saturating_sub(wait.ahead);
        self.starved.insert(lane, Finding { times, ..finding });
    }
}
