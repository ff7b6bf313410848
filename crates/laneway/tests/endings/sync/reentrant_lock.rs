//! Re-entrant locks.

use std::cell::Cell;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use laneway::sync::ReentrantLock;
use laneway_l10n::Language;
use laneway_trace::{Ending, EventKind};
use laneway_view::Part;

use super::{PROGRAMS, Run, THREADS, check_waits, in_threads, pause, start};
use crate::Case;

pub const CASES: &[Case] = &[
    Case::new("a_holder_enters_again_and_nobody_else", random_depths, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            let name = format!("lock-{seed}");
            let mut inside = None;
            for (row, event) in run.on(&name) {
                let (holder, depth) = inside.unwrap_or((event.actor, 0));
                let entered = match event.kind {
                    EventKind::LOCK_ACQUIRE => 1,
                    EventKind::LOCK_RELEASE => -1,
                    _ => continue,
                };
                assert_eq!(event.actor, holder, "{name}: two are inside");
                assert_eq!(event.value.int(), Some(depth + entered), "{name}");
                inside = (depth + entered > 0).then_some((holder, depth + entered));
                let holding = run.holding(&name, row);
                let of_model = holding.holders.first();
                let of_model = of_model.map(|holder| (holder.actor, i64::from(holder.depth)));
                assert_eq!(
                    (of_model, holding.holders.len() as i64),
                    (inside, i64::from(inside.is_some()))
                );
            }
            assert_eq!(inside, None, "{name}");
            check_waits(&run, &name);
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_reentrant_lock_tells_its_story", story, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        assert_eq!(
            run.story("shelf", Language::English),
            "main acquires the re-entrant lock shelf\n\
             main acquires the re-entrant lock shelf again, 2 deep\n\
             other tries the re-entrant lock shelf, which is taken\n\
             other waits for the re-entrant lock shelf, held by main, for 1.00 ms at most\n\
             other gives up waiting for the re-entrant lock shelf\n\
             main releases the re-entrant lock shelf once, and still holds it 1 deep\n\
             main releases the re-entrant lock shelf"
        );
        let again = run.on("shelf")[1].0;
        let [Part::Holding(holding)] = &run.parts("shelf", again)[..] else {
            panic!("it is a holding");
        };
        assert_eq!(holding.holders.len(), 1);
    }),
    Case::new("two_reentrant_locks_in_two_orders", crosswise, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(Run::new(seen).findings(), "deadlock one two on left right");
    }),
];

/// Threads go in up to three deep, by any of the ways in, and count what they protect.
fn random_depths() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let lock = Arc::new(ReentrantLock::named(format!("lock-{seed}"), Cell::new(0_u64)));
            let all = Arc::clone(&lock);
            in_threads(seed, move |_, random| {
                for _ in 0..40 {
                    let entered = enter(&lock, random, 0);
                    pause(random);
                    assert!(entered <= 3);
                }
                // Without a loss: as often as it is in the trace.
                let guard = lock.lock();
                guard.set(guard.get() + 1);
            });
            assert_eq!(all.lock().get() % 1_000, THREADS);
        }
    })
}

/// How deep it went.
fn enter(lock: &ReentrantLock<Cell<u64>>, random: &mut fastrand::Rng, depth: u32) -> u32 {
    let timeout = Duration::from_micros(random.u64(..300));
    let guard = match random.u8(..3) {
        0 => Some(lock.lock()),
        1 => lock.try_lock(),
        _ => lock.lock_timeout(timeout),
    };
    let Some(guard) = guard else {
        assert_eq!(depth, 0, "who is inside is never refused");
        return depth;
    };
    let before = guard.get();
    pause(random);
    let deepest = if depth < 2 && random.bool() {
        enter(lock, random, depth + 1)
    } else {
        depth + 1
    };
    assert!(depth > 0 || guard.get() / 1_000 - before / 1_000 < 3);
    guard.set(guard.get() + 1_000);
    deepest
}

fn story() -> ExitCode {
    laneway::run(|| {
        let shelf = Arc::new(ReentrantLock::named("shelf", ()));
        let (first, second) = (shelf.lock(), shelf.lock());
        let other = Arc::clone(&shelf);
        let other = start("other", move || {
            assert!(other.try_lock().is_none());
            assert!(other.lock_timeout(Duration::from_millis(1)).is_none());
        });
        other.join().unwrap();
        drop(second);
        drop(first);
    })
}

fn crosswise() -> ExitCode {
    laneway::run(|| {
        let locks = Arc::new([
            ReentrantLock::named("left", ()),
            ReentrantLock::named("right", ()),
        ]);
        let met = Arc::new(std::sync::Barrier::new(2));
        let threads = [("one", 0, 1), ("two", 1, 0)].map(|(name, first, second)| {
            let (locks, met) = (Arc::clone(&locks), Arc::clone(&met));
            start(name, move || {
                let _first = locks[first].lock();
                let _again = locks[first].lock();
                met.wait();
                drop(locks[second].lock());
            })
        });
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    })
}
