//! Conditions.

use std::collections::{BTreeSet, VecDeque};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use laneway::sync::{Condvar, Mutex};
use laneway_l10n::Language;
use laneway_model::Moment;
use laneway_model::mechanism::ObjectState;
use laneway_trace::{ActorId, Ending, Event, EventKind};
use laneway_view::Part;

use super::{PROGRAMS, Run, in_threads, pause, start};
use crate::Case;

pub const CASES: &[Case] = &[
    Case::new("no_notification_is_lost", buffers, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            for name in ["not-full", "not-empty"] {
                check_condition(&run, &format!("{name}-{seed}"));
            }
        }
        for lane in 0..run.model.lanes.len() as u32 {
            check_lock_around(&run, lane);
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("who_is_woken_looks_again", two_for_one_token, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        check_condition(&run, "token");
        let on = run.on("token");
        let count = |kind| on.iter().filter(|(_, event)| event.kind == kind).count();
        assert_eq!((count(EventKind::GATE_WAIT), count(EventKind::GATE_PASS)), (3, 3));
        let all = on.iter().find(|(_, event)| event.kind == EventKind::NOTIFY_ALL);
        let [Part::Gate(gate), Part::Holding(_)] = &run.parts("token", all.expect("one").0)[..] else {
            panic!("it is a gate, with its lock");
        };
        assert_eq!((gate.notified, gate.waiters.len), (2, 2));
    }),
    Case::new("a_condition_tells_its_story", story, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        assert_eq!(
            run.story("rung", Language::English),
            "main wakes 1 of those waiting at the condition rung\n\
             main wakes all those waiting at the condition rung\n\
             main waits at the condition rung, for 1.00 ms at most\n\
             main gives up waiting at the condition rung"
        );
        assert_eq!(
            run.story("rung", Language::Chinese).lines().next(),
            Some("main 唤醒在条件变量 rung 处等待的 1 个执行体")
        );
    }),
    Case::new("a_condition_is_waited_for_ever", too_late, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(
            Run::new(seen).findings(),
            "waits_for_ever late on rung; helpers ringer"
        );
    }),
];

/// Who waited longest is notified first, who passes was notified, and who was notified passes.
fn check_condition(run: &Run<'_>, name: &str) {
    let (mut waiting, mut notified) = (VecDeque::new(), BTreeSet::new());
    for (row, event) in run.on(name) {
        let Event {
            actor, kind, value, ..
        } = event;
        assert!(event.sequence > 0, "{name}");
        match kind {
            EventKind::GATE_WAIT | EventKind::GATE_WAIT_TIMED => waiting.push_back(actor),
            EventKind::NOTIFY => {
                assert_eq!(value.int(), Some(1));
                notified.extend(waiting.pop_front());
            }
            EventKind::NOTIFY_ALL => notified.extend(waiting.drain(..)),
            EventKind::GATE_PASS => assert!(notified.remove(&actor), "{name}"),
            EventKind::GATE_TIMEOUT => {
                let before = waiting.len();
                waiting.retain(|&other| other != actor);
                assert_eq!(waiting.len() + 1, before, "{name}");
            }
            other => panic!("{other:?} on {name}"),
        }
        let Some(ObjectState::Gate(gate)) = run.model.object_at(run.object(name), Moment::after(row))
        else {
            panic!("{name} is a gate");
        };
        let of_model: BTreeSet<ActorId> = gate.waiters.iter().map(|waiter| waiter.actor).collect();
        let all: BTreeSet<ActorId> = waiting.iter().copied().chain(notified.iter().copied()).collect();
        assert_eq!(
            (of_model, gate.notified as usize),
            (all, notified.len()),
            "{name}"
        );
    }
    assert!(waiting.is_empty() && notified.is_empty(), "{name}");
}

/// Who waits has just given the lock back, and whose wait is over takes it next.
fn check_lock_around(run: &Run<'_>, lane: u32) {
    let rows = run.model.lane_rows(lane);
    let kind = |at: usize| run.model.events.kind[rows[at] as usize];
    for at in 0..rows.len() {
        match kind(at) {
            EventKind::GATE_WAIT | EventKind::GATE_WAIT_TIMED => {
                assert_eq!(kind(at - 1), EventKind::LOCK_RELEASE);
            }
            EventKind::GATE_PASS | EventKind::GATE_TIMEOUT => {
                assert!([EventKind::LOCK_WAIT, EventKind::LOCK_ACQUIRE].contains(&kind(at + 1)));
            }
            _ => {}
        }
    }
}

/// A buffer with room for two, with two who put and two who take.
fn buffers() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let buffer = Arc::new(Buffer {
                items: Mutex::named(format!("items-{seed}"), VecDeque::new()),
                not_full: Condvar::named(format!("not-full-{seed}")),
                not_empty: Condvar::named(format!("not-empty-{seed}")),
            });
            let all = Arc::clone(&buffer);
            in_threads(seed, move |thread, random| {
                for number in 0..60 {
                    if thread % 2 == 0 {
                        buffer.put(number, random);
                    } else {
                        buffer.take(random);
                    }
                    pause(random);
                }
            });
            assert!(all.items.lock().unwrap().is_empty());
        }
    })
}

struct Buffer {
    items: Mutex<VecDeque<u32>>,
    not_full: Condvar,
    not_empty: Condvar,
}

impl Buffer {
    fn put(&self, item: u32, random: &mut fastrand::Rng) {
        let items = self.items.lock().unwrap();
        let mut items = self.not_full.wait_while(items, |items| items.len() == 2).unwrap();
        items.push_back(item);
        // With the lock or without it, one or all: each is right.
        if random.bool() {
            drop(items);
        }
        if random.bool() {
            self.not_empty.notify_one();
        } else {
            self.not_empty.notify_all();
        }
    }

    fn take(&self, random: &mut fastrand::Rng) -> u32 {
        let mut items = self.items.lock().unwrap();
        loop {
            if let Some(item) = items.pop_front() {
                self.not_full.notify_one();
                return item;
            }
            let timeout = Duration::from_micros(random.u64(..300));
            items = if random.bool() {
                self.not_empty.wait(items).unwrap()
            } else {
                self.not_empty.wait_timeout(items, timeout).unwrap().0
            };
        }
    }
}

/// Two wait for a token; both are woken when there is one, and one of them waits again.
fn two_for_one_token() -> ExitCode {
    #[derive(Default)]
    struct State {
        tokens: u32,
        waits: u32,
    }
    laneway::run(|| {
        let shared = Arc::new((Mutex::named("state", State::default()), Condvar::named("token")));
        let takers = ["a", "b"].map(|name| {
            let shared = Arc::clone(&shared);
            start(name, move || {
                let (state, token) = &*shared;
                let missing = |state: &mut State| {
                    let missing = state.tokens == 0;
                    state.waits += u32::from(missing);
                    missing
                };
                let mut state = token.wait_while(state.lock().unwrap(), missing).unwrap();
                state.tokens -= 1;
            })
        });
        let (state, token) = &*shared;
        // Who has counted its wait gives the lock back by waiting.
        let give = |waits| {
            loop {
                let mut state = state.lock().unwrap();
                if state.waits == waits {
                    state.tokens += 1;
                    return state;
                }
                drop(state);
                std::thread::yield_now();
            }
        };
        let guard = give(2);
        token.notify_all();
        drop(guard);
        drop(give(3));
        token.notify_one();
        takers.into_iter().for_each(|taker| taker.join().unwrap());
    })
}

fn story() -> ExitCode {
    laneway::run(|| {
        let (lock, rung) = (Mutex::named("bell", ()), Condvar::named("rung"));
        rung.notify_one();
        rung.notify_all();
        let guard = lock.lock().unwrap();
        let (_guard, result) = rung.wait_timeout(guard, Duration::from_millis(1)).unwrap();
        assert!(result.timed_out());
    })
}

/// A notification is not remembered.
fn too_late() -> ExitCode {
    laneway::run(|| {
        let shared = Arc::new((Mutex::named("bell", ()), Condvar::named("rung")));
        let with = |name, code: fn(&(Mutex<()>, Condvar))| {
            let shared = Arc::clone(&shared);
            start(name, move || code(&shared)).join().unwrap();
        };
        with("ringer", |(_, rung)| rung.notify_one());
        with("late", |(bell, rung)| drop(rung.wait(bell.lock().unwrap())));
    })
}
