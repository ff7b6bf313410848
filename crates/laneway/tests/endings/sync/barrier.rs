//! Barriers.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use laneway::sync::{Barrier, BrokenBarrier};
use laneway_l10n::Language;
use laneway_model::Moment;
use laneway_model::mechanism::ObjectState;
use laneway_trace::{Ending, EventKind};
use laneway_view::Part;

use super::{PROGRAMS, Run, THREADS, in_threads, pause, start};
use crate::Case;

/// How often each random program passes its barrier.
const ROUNDS: u32 = 30;

pub const CASES: &[Case] = &[
    Case::new("nobody_passes_before_all_have_arrived", rounds, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            let name = format!("barrier-{seed}");
            let (mut arrived, mut passed) = (0, 0);
            for (row, event) in run.on(&name) {
                assert!(event.sequence > 0, "{name}");
                match event.kind {
                    EventKind::GATE_ARRIVE => arrived += 1,
                    EventKind::GATE_PASS => passed += 1,
                    EventKind::GATE_WAIT => {}
                    other => panic!("{other:?} on {name}"),
                }
                assert!(passed <= arrived / THREADS * THREADS, "{name}");
                let state = run.model.object_at(run.object(&name), Moment::after(row));
                let Some(ObjectState::Gate(gate)) = state else {
                    panic!("{name} is a gate");
                };
                let of_model = (u64::from(gate.generation), gate.arrived.len() as u64);
                assert_eq!(of_model, (arrived / THREADS, arrived % THREADS), "{name}");
            }
            assert_eq!(
                (arrived, passed),
                (THREADS * u64::from(ROUNDS), arrived),
                "{name}"
            );
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_barrier_that_somebody_leaves_is_broken", broken, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let on = run.on("start");
        let count = |kind| on.iter().filter(|(_, event)| event.kind == kind).count();
        assert_eq!(
            (count(EventKind::GATE_TIMEOUT), count(EventKind::GATE_BROKEN)),
            (1, 2)
        );
        assert_eq!(
            (count(EventKind::GATE_REFUSE), count(EventKind::GATE_PASS)),
            (1, 3)
        );
        let (row, _) = *on.last().expect("an event");
        let [Part::Gate(gate)] = &run.parts("start", row)[..] else {
            panic!("it is a gate");
        };
        assert_eq!((gate.waiters.len, gate.generation), (0, 1));
    }),
    Case::new("a_barrier_tells_its_story", story, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        assert_eq!(
            run.story("start", Language::English),
            "main arrives at the barrier start\n\
             main passes the barrier start\n\
             main arrives at the barrier start\n\
             main passes the barrier start"
        );
        assert_eq!(
            run.story("start", Language::Chinese).lines().next(),
            Some("main 到达屏障 start")
        );
    }),
    Case::new("one_is_missing_at_a_barrier", one_is_missing, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(Run::new(seen).findings(), "waits_for_ever early on start");
    }),
];

/// Nobody is a round ahead, and one of each round leads.
fn rounds() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let barrier = Arc::new(Barrier::named(format!("barrier-{seed}"), THREADS as usize));
            let leaders = Arc::new(AtomicU32::new(0));
            let begun = Arc::new(AtomicU32::new(0));
            in_threads(seed, {
                let leaders = Arc::clone(&leaders);
                move |_, random| {
                    for round in 0..ROUNDS {
                        begun.fetch_add(1, Ordering::SeqCst);
                        pause(random);
                        let leads = barrier.wait().is_leader();
                        leaders.fetch_add(u32::from(leads), Ordering::SeqCst);
                        assert!(begun.load(Ordering::SeqCst) >= (round + 1) * THREADS as u32);
                    }
                }
            });
            assert_eq!(leaders.load(Ordering::SeqCst), ROUNDS);
        }
    })
}

/// One gives up, another one is sent away by that; later comers are refused until it is made as new.
fn broken() -> ExitCode {
    laneway::run(|| {
        let barrier = Arc::new(Barrier::named("start", 3));
        let waits = |name| {
            let barrier = Arc::clone(&barrier);
            start(name, move || {
                let waited = std::panic::catch_unwind(|| barrier.wait());
                assert!(waited.is_err(), "{name} passed");
            })
        };
        let patient = waits("patient");
        while barrier.waiting() < 1 {
            std::thread::yield_now();
        }
        assert_eq!(barrier.wait_timeout(Duration::from_millis(1)), Err(BrokenBarrier));
        assert!(barrier.is_broken());
        patient.join().unwrap();
        assert_eq!(barrier.wait_timeout(Duration::ZERO), Err(BrokenBarrier));
        barrier.reset();
        let patient = waits("sent away");
        while barrier.waiting() < 1 {
            std::thread::yield_now();
        }
        barrier.abort();
        patient.join().unwrap();
        barrier.reset();
        let all = ["a", "b", "c"].map(|name| {
            let barrier = Arc::clone(&barrier);
            start(name, move || {
                barrier.wait();
            })
        });
        all.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!((barrier.threads(), barrier.waiting()), (3, 0));
    })
}

fn story() -> ExitCode {
    laneway::run(|| {
        let barrier = Barrier::named("start", 1);
        assert!(barrier.wait().is_leader());
        assert!(barrier.wait_timeout(Duration::ZERO).is_ok());
    })
}

fn one_is_missing() -> ExitCode {
    laneway::run(|| {
        let barrier = Arc::new(Barrier::named("start", 2));
        start("early", move || {
            barrier.wait();
        })
        .join()
        .unwrap();
    })
}
