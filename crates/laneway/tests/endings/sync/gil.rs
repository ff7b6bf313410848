//! Interpreter locks.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use laneway::gil::{Gil, SWITCH_INTERVAL};
use laneway_l10n::Language;
use laneway_trace::{Ending, EventKind};

use super::{PROGRAMS, Run, check_waits, in_threads, pause, start};
use crate::Case;

pub const CASES: &[Case] = &[
    Case::new("one_thread_at_a_time_has_the_interpreter_lock", random, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            check_gil(&run, &format!("gil-{seed}"));
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new(
        "who_has_the_interpreter_lock_gives_way_when_asked",
        in_turn,
        |seen| {
            seen.ended(&Ending::Finished, Some(0));
            let run = Run::new(seen);
            check_gil(&run, "gil");
            // Who gave way has it next only after another thread had it.
            let on = run.on("gil");
            for (at, (_, event)) in on.iter().enumerate() {
                let gave_way = event.kind == EventKind::LOCK_RELEASE
                    && on.get(at + 1).is_some_and(|(_, next)| {
                        (next.actor, next.kind) == (event.actor, EventKind::LOCK_WAIT)
                    });
                let next = on[at + 1..]
                    .iter()
                    .find(|(_, next)| next.kind == EventKind::LOCK_ACQUIRE);
                assert!(!gave_way || next.is_some_and(|(_, next)| next.actor != event.actor));
            }
        },
    ),
    Case::new(
        "who_blocks_does_so_without_the_interpreter_lock",
        blocking,
        |seen| {
            seen.ended(&Ending::Finished, Some(0));
            let run = Run::new(seen);
            check_gil(&run, "gil");
            assert_eq!(
                run.story("gil", Language::English),
                "main acquires the interpreter lock gil\n\
             main releases the interpreter lock gil\n\
             other acquires the interpreter lock gil\n\
             other releases the interpreter lock gil\n\
             main acquires the interpreter lock gil\n\
             main releases the interpreter lock gil"
            );
        },
    ),
    Case::new("an_interpreter_lock_that_is_never_given_back", kept, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(
            Run::new(seen).findings(),
            "waits_for_ever main on \nwaits_for_ever other on gil"
        );
    }),
];

fn check_gil(run: &Run<'_>, name: &str) {
    let mut holder = None;
    for (row, event) in run.on(name) {
        match event.kind {
            EventKind::LOCK_WAIT => assert_ne!(holder, Some(event.actor), "{name}"),
            EventKind::LOCK_ACQUIRE => assert_eq!(holder.replace(event.actor), None, "{name}"),
            EventKind::LOCK_RELEASE => assert_eq!(holder.take(), Some(event.actor), "{name}"),
            other => panic!("{other:?} on {name}"),
        }
        let holding = run.holding(name, row);
        assert!(
            holding.holders.iter().map(|inside| inside.actor).eq(holder),
            "{name}"
        );
    }
    assert_eq!(holder, None, "{name}");
    check_waits(run, name);
}

fn random() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let gil = Gil::named(format!("gil-{seed}"), Duration::from_micros(50));
            let inside = AtomicU64::new(0);
            in_threads(seed, move |_, random| {
                let step = |random: &mut fastrand::Rng| {
                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "nobody else is inside");
                    pause(random);
                    inside.fetch_sub(1, Ordering::SeqCst);
                };
                for _ in 0..5 {
                    let attached = gil.attach();
                    for _ in 0..10 {
                        step(random);
                        match random.u8(..4) {
                            0 => attached.allow_threads(|| pause(random)),
                            _ => attached.checkpoint(),
                        }
                    }
                }
            });
        }
    })
}

/// Each goes on until the other has had its turn, five times: without giving way nobody would.
fn in_turn() -> ExitCode {
    laneway::run(|| {
        let gil = Arc::new(Gil::named("gil", SWITCH_INTERVAL));
        let turns = Arc::new([AtomicU64::new(0), AtomicU64::new(0)]);
        let threads = [0, 1].map(|me: usize| {
            let (gil, turns) = (Arc::clone(&gil), Arc::clone(&turns));
            start(["a", "b"][me], move || {
                let attached = gil.attach();
                for turn in 1..=5 {
                    turns[me].store(turn, Ordering::SeqCst);
                    while turns[1 - me].load(Ordering::SeqCst) < turn {
                        attached.checkpoint();
                    }
                }
            })
        });
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    })
}

fn blocking() -> ExitCode {
    laneway::run(|| {
        let gil = Arc::new(Gil::named("gil", SWITCH_INTERVAL));
        let attached = gil.attach();
        attached.allow_threads(|| {
            let gil = Arc::clone(&gil);
            let other = start("other", move || drop(gil.attach()));
            other.join().unwrap();
        });
    })
}

fn kept() -> ExitCode {
    laneway::run(|| {
        let gil = Arc::new(Gil::named("gil", SWITCH_INTERVAL));
        let attached = gil.attach();
        let other = start("other", {
            let gil = Arc::clone(&gil);
            move || drop(gil.attach())
        });
        // As a C extension that forgets to let others in.
        other.join().unwrap();
        drop(attached);
    })
}
