//! What is kept of events that there was no room for: as many as it takes to know, after them, where
//! their thread stands. Of what its tasks did nothing is kept, only whose turn it is: the trace takes what becomes of
//! them meanwhile for unknown.

use laneway_trace::{Effect, EventFacts, EventKind};

use crate::session::{Cause, RawEvent, TABLE_EVENTS, TAG_INT};

/// The events that a thread discarded, as the few that sum them up: what began and did not end, what
/// ended and had begun before, and the wait that the thread was in at last.
#[derive(Debug)]
pub(super) struct Gap {
    cause: Cause,
    /// When the first of them happened.
    since_ticks: Option<u64>,
    lost: u64,
    /// In their order.
    kept: Vec<Kept>,
    /// Beginnings that there is no room for here: their ends do not matter either.
    unkept: Vec<(Effect, u32)>,
    /// The next event ends a wait that stands before the gap.
    after_wait: bool,
    /// The turn of a task that the thread is in, by the event that began it.
    turn: Option<RawEvent>,
}

#[derive(Debug)]
struct Kept {
    event: RawEvent,
    /// What undoes it, if it is discarded as well.
    until: Option<Until>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    /// The next event of the thread.
    Next,
    /// The event with this effect on the same object.
    End(Effect),
}

impl Gap {
    /// Nothing yet, after this event, in this turn of a task; what is discarded is so for this cause.
    pub(super) fn after(last: Option<EventKind>, turn: Option<RawEvent>, cause: Cause) -> Self {
        Self {
            cause,
            since_ticks: None,
            lost: 0,
            kept: Vec::new(),
            unkept: Vec::new(),
            after_wait: turn.is_none() && last.is_some_and(|kind| facts_of(kind).begins().is_some()),
            turn,
        }
    }

    /// Discards the thread's next event.
    pub(super) fn discard(&mut self, event: RawEvent) {
        self.since_ticks.get_or_insert(event.time_ticks);
        if let Some(Kept {
            until: Some(Until::Next),
            ..
        }) = self.kept.last()
        {
            self.kept.pop();
            self.lost += 1;
        }
        let facts = facts_of(event.kind);
        let ends_wait = std::mem::take(&mut self.after_wait);
        if self.turn.is_some() || facts.effect == Effect::Resume {
            self.lost += 1;
            return match facts.effect {
                Effect::Resume => self.turn = Some(event),
                Effect::Suspend => self.turn = None,
                _ => {}
            };
        }
        if ends_wait {
            return self.keep(event, None);
        }
        if is_end(facts.effect) {
            return self.discard_end(event, facts.effect);
        }
        match (end_of(facts.effect), facts.begins()) {
            (Some(end), _) => self.keep(event, Some(Until::End(end))),
            (None, Some(_)) => self.keep(event, Some(Until::Next)),
            // A life's events are few, and no picture can do without them.
            _ if is_of_a_life(facts.effect) => self.keep(event, None),
            _ => self.lost += 1,
        }
    }

    fn discard_end(&mut self, event: RawEvent, effect: Effect) {
        let ends =
            |kept: &Kept| kept.until == Some(Until::End(effect)) && kept.event.object == event.object;
        if let Some(index) = self.kept.iter().rposition(ends) {
            self.kept.remove(index);
            self.lost += 2;
        } else if let Some(index) = self
            .unkept
            .iter()
            .rposition(|&open| open == (effect, event.object))
        {
            self.unkept.swap_remove(index);
            self.lost += 1;
        } else {
            self.keep(event, None);
        }
    }

    fn keep(&mut self, event: RawEvent, until: Option<Until>) {
        // One row is for the loss itself, and one for the wait that comes last.
        let most = TABLE_EVENTS - if until == Some(Until::Next) { 1 } else { 2 };
        if self.kept.len() < most {
            return self.kept.push(Kept { event, until });
        }
        self.lost += 1;
        if let Some(Until::End(end)) = until {
            self.unkept.push((end, event.object));
        }
    }

    /// What stands for all of them: how many are lost since when and why, among what is kept.
    pub(super) fn sum(&self) -> Vec<RawEvent> {
        let since_ticks = self.since_ticks.unwrap_or(0);
        // One that began before the gap is told once more.
        let turn = self.turn.map(|turn| RawEvent {
            time_ticks: turn.time_ticks.max(since_ticks),
            ..turn
        });
        let is_within = self.turn.is_some_and(|turn| turn.time_ticks >= since_ticks);
        let lost = self.lost - u64::from(is_within);
        let loss = RawEvent {
            time_ticks: since_ticks,
            value: i64::try_from(lost).unwrap_or(i64::MAX),
            object: self.cause.number(),
            sequence: 0,
            location: 0,
            kind: EventKind::LOST,
            tag: TAG_INT,
            unused: 0,
        };
        let mut sum: Vec<RawEvent> = self.kept.iter().map(|kept| kept.event).collect();
        // Nothing comes before a thread's beginning.
        let begin = sum
            .iter()
            .take_while(|event| event.kind == EventKind::BEGIN)
            .count();
        sum.insert(begin, loss);
        sum.extend(turn);
        sum
    }
}

fn facts_of(kind: EventKind) -> &'static EventFacts {
    kind.known().map_or(&EventFacts::UNKNOWN, |known| &known.facts)
}

fn is_of_a_life(effect: Effect) -> bool {
    matches!(
        effect,
        Effect::Begin | Effect::End | Effect::CodeEnd | Effect::Panic
    )
}

/// What undoes an effect, on the same object.
fn end_of(effect: Effect) -> Option<Effect> {
    Some(match effect {
        Effect::Enter => Effect::Leave,
        Effect::TaskBegin => Effect::TaskEnd,
        Effect::CallbackBegin => Effect::CallbackEnd,
        Effect::Serve => Effect::Reply,
        Effect::SpanOpen => Effect::SpanClose,
        _ => return None,
    })
}

fn is_end(effect: Effect) -> bool {
    use Effect::{CallbackEnd, Leave, Reply, SpanClose, TaskEnd};
    matches!(effect, Leave | TaskEnd | CallbackEnd | Reply | SpanClose)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: EventKind, object: u32, time_ticks: u64) -> RawEvent {
        RawEvent {
            time_ticks,
            value: 0,
            object,
            sequence: 0,
            location: 0,
            kind,
            tag: 0,
            unused: 0,
        }
    }

    fn gap(last: EventKind, events: &[(EventKind, u32)]) -> Gap {
        let mut gap = Gap::after(Some(last), None, Cause::Budget);
        for (time, &(kind, object)) in (7..).zip(events) {
            gap.discard(event(kind, object, time));
        }
        gap
    }

    /// What is kept of these events after the given one, by their places from 0; the loss is `-`.
    fn check(last: EventKind, events: &[(EventKind, u32)], expected: &str) {
        let sum = gap(last, events).sum();
        let told: Vec<String> = sum
            .iter()
            .map(|kept| match kept.kind {
                EventKind::LOST => {
                    assert_eq!(kept.time_ticks, 7);
                    format!("-{}", kept.value)
                }
                _ => (kept.time_ticks - 7).to_string(),
            })
            .collect();
        assert_eq!(told.join(" "), expected);
        let lost = sum
            .iter()
            .find(|kept| kept.kind == EventKind::LOST)
            .expect("a loss");
        assert_eq!(lost.value as usize + sum.len() - 1, events.len());
    }

    const TAKE: EventKind = EventKind::LOCK_ACQUIRE;
    const GIVE: EventKind = EventKind::LOCK_RELEASE;

    #[test]
    fn an_end_is_kept_if_its_beginning_was_and_a_beginning_without_an_end() {
        // Lock 1 was taken before; 2 is taken and given back; 3 is taken.
        check(TAKE, &[(TAKE, 2), (GIVE, 2), (GIVE, 1), (TAKE, 3)], "-2 2 3");
        check(TAKE, &[(TAKE, 2), (TAKE, 3), (GIVE, 2)], "-2 1");
        check(
            EventKind::PRINT,
            &[
                (EventKind::PRINT, 0),
                (EventKind::TASK_END, 7),
                (EventKind::TASK_BEGIN, 8),
                (EventKind::TASK_END, 8),
                (EventKind::CODE_END, 0),
                (EventKind::END, 0),
            ],
            "-3 1 4 5",
        );
    }

    #[test]
    fn only_the_wait_that_the_thread_is_in_is_kept() {
        let (wait, get) = (EventKind::GET_WAIT, EventKind::GET);
        check(EventKind::PRINT, &[(wait, 1), (get, 1), (wait, 1)], "-2 2");
        check(
            EventKind::PRINT,
            &[(TAKE, 1), (EventKind::LOCK_WAIT, 2)],
            "-0 0 1",
        );
        check(
            EventKind::PRINT,
            &[(EventKind::SLEEP, 0), (EventKind::WAKE, 0)],
            "-2",
        );
    }

    #[test]
    fn what_ends_a_wait_before_the_gap_is_kept() {
        check(
            EventKind::LOCK_WAIT,
            &[(TAKE, 1), (EventKind::PRINT, 0), (GIVE, 1)],
            "-1 0 2",
        );
        check(
            EventKind::GET_WAIT,
            &[(EventKind::GET, 1), (EventKind::PRINT, 0)],
            "-1 0",
        );
    }

    #[test]
    fn a_beginning_stands_before_the_loss() {
        check(
            EventKind::PRINT,
            &[(EventKind::BEGIN, 0), (EventKind::PRINT, 0)],
            "0 -1",
        );
    }

    #[test]
    fn of_tasks_only_the_turn_is_kept() {
        let (resume, suspend) = (EventKind::RESUME, EventKind::SUSPEND);
        let (wait, begin) = (EventKind::JOIN_WAIT, EventKind::BEGIN);
        check(wait, &[(resume, 0), (begin, 0), (TAKE, 1), (suspend, 0)], "-4");
        check(wait, &[(resume, 0), (suspend, 0), (wait, 0)], "-2 2");
        check(
            EventKind::PRINT,
            &[(wait, 0), (resume, 0), (GIVE, 1), (EventKind::LOCK_WAIT, 2)],
            "-3 1",
        );
        let mut gap = Gap::after(Some(TAKE), Some(event(resume, 0, 3)), Cause::Budget);
        gap.discard(event(GIVE, 1, 7));
        let told: Vec<_> = gap
            .sum()
            .iter()
            .map(|event| (event.kind, event.time_ticks))
            .collect();
        assert_eq!(told, [(EventKind::LOST, 7), (resume, 7)]);
    }

    #[test]
    fn there_is_room_for_the_loss_and_the_last_wait() {
        let most = TABLE_EVENTS as u32;
        let mut events: Vec<_> = (1..2 * most).map(|lock| (TAKE, lock)).collect();
        events.push((EventKind::LOCK_WAIT, 1));
        let sum = gap(EventKind::PRINT, &events).sum();
        assert_eq!(
            (sum.len(), sum.last().map(|last| last.kind)),
            (TABLE_EVENTS, Some(EventKind::LOCK_WAIT))
        );
        // The ends of those that did not fit are no ends of anything.
        events.pop();
        events.extend((most..2 * most).map(|lock| (GIVE, lock)));
        let sum = gap(EventKind::PRINT, &events).sum();
        assert!(sum.iter().all(|kept| kept.kind != GIVE));
    }
}
