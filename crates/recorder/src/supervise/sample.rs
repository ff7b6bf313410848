//! What looks at a thread establish.

use std::time::{Duration, Instant};

use super::observed::State;

/// One look at a thread.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    pub ticks: u64,
    pub time: Instant,
    /// Since when it has recorded nothing, as far as anybody looked.
    pub silent_since: Instant,
    /// Since when it has recorded nothing and not run, in ticks.
    pub still_since: u64,
    /// The events it had recorded.
    pub events: u64,
    /// Nanoseconds on a core, and how often it got one.
    pub run: (u64, u64),
    /// As in `/proc/<pid>/stat`; `None` where it had run since the look before, so that nobody asked.
    pub state: Option<u8>,
}

/// What two looks at a thread establish.
pub(super) fn established(before: &Sample, now: &Sample) -> Option<State> {
    if before.events != now.events {
        return None;
    }
    if before.run != now.run {
        return Some(State::Running);
    }
    match (before.state, now.state?) {
        (_, b'S' | b'D' | b'T' | b't' | b'I') => Some(State::Asleep),
        (Some(b'R'), b'R') => Some(State::Ready),
        _ => None,
    }
}

/// Since when it is so, in ticks. Who sleeps now, or waits for a core, and has not run since a look did so
/// then, too, unless something else was told; who has run in between may have done so at any time, and no
/// longer than it did.
pub(super) fn since(state: State, told: Option<State>, before: &Sample, now: &Sample) -> u64 {
    match (state, told) {
        (State::Running, _) => {}
        (State::Ready, Some(State::Asleep)) => return before.ticks,
        _ => return before.still_since,
    }
    let ran_ns = now.run.0.saturating_sub(before.run.0) as f64;
    let all_ns = now.time.saturating_duration_since(before.time).as_nanos() as f64;
    let all_ticks = now.ticks.saturating_sub(before.ticks) as f64;
    let ticks = all_ticks * (ran_ns / all_ns.max(1.0)).min(1.0);
    now.ticks - ticks as u64
}

/// Whether a state is news after what was told of a thread since its last own event, which says that it
/// runs unless nobody knows. That is so for a while: on a busy machine any thread is held up between two of
/// its events, which says nothing of the program.
pub(super) fn is_news(
    state: State,
    told: Option<State>,
    runs_as_recorded: bool,
    silent: Duration,
) -> bool {
    match (told, state) {
        (Some(told), _) => told != state,
        (None, _) if !runs_as_recorded => true,
        (None, State::Running | State::Gone) => false,
        (None, State::Asleep) => silent >= HELD_UP_ASLEEP,
        (None, State::Ready) => silent >= HELD_UP_READY,
    }
}

/// The longest that a thread is held up which then goes on as it recorded: by a page of memory that is to
/// come from a disk, and by others that take the cores in turn.
const HELD_UP_ASLEEP: Duration = Duration::from_millis(100);
const HELD_UP_READY: Duration = Duration::from_millis(300);

/// `/proc/<pid>/schedstat`: nanoseconds on a core, nanoseconds in wait for one, and how often it got one.
pub(super) fn parse_run(line: &[u8]) -> Option<(u64, u64)> {
    let mut numbers = std::str::from_utf8(line).ok()?.split_ascii_whitespace();
    let run_ns = numbers.next()?.parse().ok()?;
    let times = numbers.nth(1)?.parse().ok()?;
    Some((run_ns, times))
}

/// The state in a line of `/proc/<pid>/stat`: it follows the name, which is in parentheses and may hold
/// anything.
pub(super) fn parse_state(line: &[u8]) -> Option<u8> {
    let end = line.iter().rposition(|&byte| byte == b')')?;
    line.get(end + 2).copied()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn sample(events: u64, run: u64, state: u8) -> Sample {
        let now = Instant::now();
        Sample {
            ticks: 0,
            time: now,
            silent_since: now,
            still_since: 0,
            events,
            run: (run, 1),
            state: (state != 0).then_some(state),
        }
    }

    #[test]
    fn two_looks_establish_what_was_so_between_them() {
        let check = |before, now, expected| assert_eq!(established(&before, &now), expected);
        let (asleep, ready, running) = (Some(State::Asleep), Some(State::Ready), Some(State::Running));
        check(sample(3, 10, b'S'), sample(3, 10, b'S'), asleep);
        check(sample(3, 10, 0), sample(3, 10, b'S'), asleep);
        check(sample(3, 10, b'R'), sample(3, 10, b'D'), asleep);
        check(sample(3, 10, b'R'), sample(3, 10, b'R'), ready);
        check(sample(3, 10, b'S'), sample(3, 11, 0), running);
        // It may have been asleep at the first look.
        check(sample(3, 10, 0), sample(3, 10, b'R'), None);
        check(sample(3, 10, b'S'), sample(3, 10, b'R'), None);
        // It recorded something in between.
        check(sample(3, 10, b'S'), sample(4, 10, b'S'), None);
        check(sample(3, 10, b'S'), sample(3, 10, 0), None);
    }

    #[test]
    fn who_ran_did_so_no_longer_than_it_did() {
        let before = Sample {
            ticks: 1000,
            still_since: 800,
            ..sample(0, 5_000_000, b'S')
        };
        let now = Sample {
            ticks: 5000,
            time: before.time + Duration::from_millis(40),
            run: (15_000_000, 2),
            ..before
        };
        assert_eq!(since(State::Running, None, &before, &now), 4000);
        assert_eq!(since(State::Asleep, None, &before, &now), 800);
        assert_eq!(since(State::Ready, None, &before, &now), 800);
        assert_eq!(since(State::Ready, Some(State::Asleep), &before, &now), 1000);
        let endless = Sample {
            run: (u64::MAX, 2),
            ..now
        };
        assert_eq!(since(State::Running, None, &before, &endless), 1000);
    }

    #[test]
    fn only_changes_are_news() {
        let check = |state, told, runs, expected| {
            let long = Duration::from_secs(1);
            assert_eq!(is_news(state, told, runs, long), expected);
        };
        use State::{Asleep, Ready, Running};
        check(Running, None, true, false);
        check(Running, None, false, true);
        check(Running, Some(Asleep), true, true);
        check(Running, Some(Running), true, false);
        check(Asleep, None, true, true);
        check(Asleep, Some(Asleep), true, false);
        check(Asleep, Some(Ready), false, true);
    }

    #[test]
    fn who_is_held_up_for_a_moment_runs_as_it_recorded() {
        let check = |state, silent_ms, told, runs, expected| {
            let silent = Duration::from_millis(silent_ms);
            assert_eq!(
                is_news(state, told, runs, silent),
                expected,
                "{state:?} {silent_ms}"
            );
        };
        use State::{Asleep, Ready};
        check(Asleep, 55, None, true, false);
        check(Asleep, 105, None, true, true);
        check(Ready, 250, None, true, false);
        check(Ready, 350, None, true, true);
        // Of these it was not recorded that they run, or seen that they do not.
        check(Ready, 0, None, false, true);
        check(Ready, 0, Some(Asleep), true, true);
    }

    #[test]
    fn the_tables_are_read() {
        assert_eq!(parse_run(b"1169644 63218 3\n"), Some((1_169_644, 3)));
        assert_eq!(parse_run(b""), None);
        assert_eq!(parse_state(b"12 (a) Z b) S 1 2"), Some(b'S'));
        assert_eq!(parse_state(b"12 (a"), None);
    }
}
