//! Which events are still kept when there is no more room.

use laneway_trace::EventKind;

/// Decides, once a thread has no more room than its reserve, what goes there: the end of everything
/// whose beginning was kept, and of nothing else.
#[derive(Debug)]
pub(super) struct Closing {
    /// The last event that was kept is a wait: whatever comes next ends it.
    after_wait: bool,
    /// Beginnings that were dropped: their kind and object, in order.
    dropped: Vec<(EventKind, u32)>,
}

impl Closing {
    /// From after this event on, the last that was kept without asking.
    pub(super) fn after(last: Option<EventKind>) -> Self {
        let after_wait = last
            .and_then(EventKind::known)
            .is_some_and(|known| known.facts.begins().is_some());
        Self {
            after_wait,
            dropped: Vec::new(),
        }
    }

    /// True if this event, the thread's next one, is to be kept.
    pub(super) fn keeps(&mut self, kind: EventKind, object: u32) -> bool {
        if std::mem::take(&mut self.after_wait) {
            return true;
        }
        // A life's ends are few, and no picture can do without them.
        if matches!(kind, EventKind::BEGIN | EventKind::END | EventKind::CODE_END) {
            return true;
        }
        if let Some(beginning) = beginning_of(kind) {
            let dropped = self.dropped.iter().rposition(|&open| open == (beginning, object));
            return dropped.map(|index| self.dropped.remove(index)).is_none();
        }
        if matches!(
            kind,
            EventKind::LOCK_ACQUIRE | EventKind::TASK_BEGIN | EventKind::SLEEP
        ) {
            self.dropped.push((kind, object));
        }
        false
    }
}

/// The kind that this kind ends, on the same object. (What ends a wait is the next event, of any kind.)
fn beginning_of(kind: EventKind) -> Option<EventKind> {
    match kind {
        EventKind::LOCK_RELEASE => Some(EventKind::LOCK_ACQUIRE),
        EventKind::TASK_END => Some(EventKind::TASK_BEGIN),
        EventKind::WAKE => Some(EventKind::SLEEP),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of these events are kept after the given one.
    fn check(last: EventKind, events: &[(EventKind, u32)], expected: &str) {
        let mut closing = Closing::after(Some(last));
        let kept: String = events
            .iter()
            .map(|&(kind, object)| if closing.keeps(kind, object) { '+' } else { '-' })
            .collect();
        assert_eq!(kept, expected);
    }

    const TAKE: EventKind = EventKind::LOCK_ACQUIRE;
    const GIVE: EventKind = EventKind::LOCK_RELEASE;

    #[test]
    fn an_end_is_kept_if_its_beginning_was() {
        // Lock 1 was taken before room ran out; 2 is taken and given back after it; then 1 once more.
        check(
            TAKE,
            &[(TAKE, 2), (GIVE, 2), (GIVE, 1), (TAKE, 1), (GIVE, 1)],
            "--+--",
        );
        check(
            EventKind::SLEEP,
            &[(EventKind::WAKE, 0), (EventKind::SLEEP, 0), (EventKind::WAKE, 0)],
            "+--",
        );
        check(
            EventKind::TASK_BEGIN,
            &[
                (EventKind::PRINT, 0),
                (EventKind::TASK_END, 7),
                (EventKind::TASK_BEGIN, 8),
                (EventKind::TASK_END, 8),
            ],
            "-+--",
        );
        check(
            EventKind::PRINT,
            &[
                (EventKind::PRINT, 0),
                (EventKind::CODE_END, 0),
                (EventKind::END, 0),
            ],
            "-++",
        );
    }

    #[test]
    fn what_ends_a_kept_wait_is_kept_and_so_is_its_own_end() {
        check(
            EventKind::LOCK_WAIT,
            &[(TAKE, 1), (EventKind::PRINT, 0), (GIVE, 1)],
            "+-+",
        );
        check(
            EventKind::GET_WAIT,
            &[(EventKind::GET, 1), (EventKind::GET_WAIT, 1), (EventKind::GET, 1)],
            "+--",
        );
    }
}
