//! Semaphores.

use std::process::ExitCode;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use laneway::sync::{NothingTaken, Semaphore};
use laneway_l10n::Language;
use laneway_trace::{Ending, Event, EventKind, ObjectKind};
use laneway_view::Part;

use super::{PROGRAMS, Run, check_waits, in_threads, pause, start};
use crate::Case;

pub const CASES: &[Case] = &[
    Case::new("semaphores_never_let_too_many_in", guards, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            let permits = permits(seed);
            let name = format!("seats-{seed}");
            let mut left = permits;
            for (row, event) in run.on(&name) {
                left += change(&event);
                assert!((0..=permits).contains(&left), "{name}: {left} left");
                assert_eq!(run.holding(&name, row).taken() as i64, permits - left, "{name}");
            }
            assert_eq!(left, permits, "{name}");
            check_waits(&run, &name);
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("semaphores_count_what_anybody_gives_back", signals, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            let name = format!("signals-{seed}");
            let mut left = permits(seed);
            for (row, event) in run.on(&name) {
                left += change(&event);
                assert!(left >= 0, "{name}: {left} left");
                let holding = run.holding(&name, row);
                let model_left = holding.permits.expect("a number") as i64 - holding.taken() as i64;
                assert_eq!(model_left, left, "{name}");
            }
            let said = format!("{name} has {left} left");
            assert!(seen.trace().texts.contains(&said), "{said}");
        }
    }),
    Case::new("a_semaphore_refuses_and_gives_up", attempts, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let kinds: Vec<EventKind> = run.on("seat").iter().map(|(_, event)| event.kind).collect();
        assert_eq!(
            kinds,
            [
                EventKind::LOCK_ACQUIRE,
                EventKind::LOCK_REFUSE,
                EventKind::LOCK_WAIT_TIMED,
                EventKind::LOCK_TIMEOUT,
                EventKind::LOCK_RELEASE,
                EventKind::LOCK_ACQUIRE,
                EventKind::LOCK_RELEASE,
            ]
        );
        let seat = &seen.trace().header.objects[run.object("seat").index()];
        assert_eq!((&seat.kind, seat.capacity), (&ObjectKind::SEMAPHORE, Some(1)));
        assert_eq!(
            run.story("seat", Language::English),
            "main acquires a permit of the semaphore seat\n\
             main asks for a permit of the semaphore seat, which has none left\n\
             main waits for a permit of the semaphore seat, for 1.00 ms at most; the permits have gone to main\n\
             main gives up waiting for a permit of the semaphore seat\n\
             main releases a permit of the semaphore seat\n\
             main acquires a permit of the semaphore seat\n\
             main releases a permit of the semaphore seat"
        );
        assert_eq!(
            run.story("seat", Language::Chinese).lines().next(),
            Some("main 拿到信号量 seat 的一个许可")
        );
        let [Part::Holding(seat)] = &run.parts("seat", run.on("seat")[0].0)[..] else {
            panic!("a semaphore is a holding");
        };
        assert_eq!((seat.permits, seat.taken, seat.holders_len), (Some(1), 1, 1));
    }),
    Case::new("a_semaphore_is_waited_for_ever", forgotten, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(
            Run::new(seen).findings(),
            "waits_for_ever last on seats; helpers guest"
        );
    }),
    Case::new("semaphores_are_waited_for_in_a_circle", circle, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(Run::new(seen).findings(), "deadlock left right on a b");
    }),
];

fn permits(seed: u64) -> i64 {
    seed as i64 % 4
}

/// What an event changes in the number of permits that are left.
fn change(event: &Event) -> i64 {
    match event.kind {
        EventKind::LOCK_ACQUIRE => -1,
        EventKind::LOCK_RELEASE => 1,
        _ => 0,
    }
}

/// Permits that are given back by who took them.
fn guards() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let permits = permits(seed);
            let seats = Arc::new(Semaphore::bounded(format!("seats-{seed}"), permits as usize));
            let (all, inside) = (Arc::clone(&seats), AtomicI64::new(0));
            in_threads(seed, move |_, random| {
                for _ in 0..100 {
                    let permit = match random.u8(..3) {
                        0 if permits > 0 => Some(seats.acquire()),
                        1 => seats.try_acquire(),
                        _ => seats.acquire_timeout(Duration::from_micros(random.u64(..300))),
                    };
                    if permit.is_some() {
                        assert!(inside.fetch_add(1, Ordering::SeqCst) < permits);
                        pause(random);
                        inside.fetch_sub(1, Ordering::SeqCst);
                    }
                }
            });
            assert_eq!(all.permits_left() as i64, permits);
            assert_eq!(all.release(), Err(NothingTaken));
        }
    })
}

/// Permits that some give and others take.
fn signals() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let name = format!("signals-{seed}");
            let signals = Arc::new(Semaphore::named(name.clone(), permits(seed) as usize));
            let all = Arc::clone(&signals);
            in_threads(seed, move |_, random| {
                for _ in 0..100 {
                    pause(random);
                    if random.bool() {
                        signals.release().expect("it may have more than at first");
                    } else if let Some(permit) = signals.try_acquire() {
                        if random.bool() {
                            permit.forget();
                        }
                    }
                }
            });
            laneway::println!("{name} has {} left", all.permits_left());
        }
    })
}

fn attempts() -> ExitCode {
    laneway::run(|| {
        let seat = Semaphore::bounded("seat", 1);
        seat.acquire().forget();
        assert!(seat.try_acquire().is_none());
        assert!(seat.acquire_timeout(Duration::from_millis(1)).is_none());
        seat.release().unwrap();
        assert_eq!(seat.release(), Err(NothingTaken));
        drop(seat.acquire_timeout(Duration::MAX).unwrap());
        assert_eq!(seat.permits_left(), 1);
    })
}

/// A guest comes and goes, another one never gives its seat back, and the last one waits.
fn forgotten() -> ExitCode {
    laneway::run(|| {
        let seats = Arc::new(Semaphore::named("seats", 1));
        let visit = |name, code: fn(&Semaphore)| {
            let seats = Arc::clone(&seats);
            start(name, move || code(&seats)).join().unwrap();
        };
        visit("guest", |seats| drop(seats.acquire()));
        visit("squatter", |seats| seats.acquire().forget());
        visit("last", |seats| drop(seats.acquire()));
    })
}

/// Each has a permit and waits for that of the other.
fn circle() -> ExitCode {
    laneway::run(|| {
        let [a, b] = ["a", "b"].map(|name| Arc::new(Semaphore::named(name, 1)));
        let both = Arc::new(Barrier::new(2));
        let take = |name, first: &Arc<Semaphore>, second: &Arc<Semaphore>| {
            let (first, second, both) = (Arc::clone(first), Arc::clone(second), Arc::clone(&both));
            start(name, move || {
                let _first = first.acquire();
                both.wait();
                let _second = second.acquire();
            })
        };
        let threads = [take("left", &a, &b), take("right", &b, &a)];
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    })
}
