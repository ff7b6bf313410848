//! Re-entrant locks and semaphores.

use std::process::ExitCode;
use std::time::Duration;

use laneway::process::{Builder, Lock, Process, ReentrantLock, Semaphore, Value};
use laneway::sync::NothingTaken;
use laneway::thread;
use laneway_trace::{Ending, Event, EventKind};

use super::{PROCESSES, PROGRAMS, in_processes};
use crate::Case;
use crate::sync::{Run, check_waits, pause};

const STEPS: u64 = 20;
const PERMITS: u32 = 2;

pub const CASES: &[Case] = &[
    Case::new("a_process_enters_again_and_no_other", reentrant, |seen| {
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
                assert_eq!(
                    run.holding(&name, row).holders.len(),
                    usize::from(inside.is_some())
                );
            }
            assert_eq!(inside, None, "{name}");
            check_waits(&run, &name);
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("no_more_processes_than_permits", permits, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            let name = format!("seats-{seed}");
            let mut left = i64::from(PERMITS);
            for (row, event) in run.on(&name) {
                left += match event.kind {
                    EventKind::LOCK_ACQUIRE => -1,
                    EventKind::LOCK_RELEASE => 1,
                    _ => 0,
                };
                assert!((0..=i64::from(PERMITS)).contains(&left), "{name}: {left} left");
                assert_eq!(run.holding(&name, row).taken() as i64, i64::from(PERMITS) - left);
            }
            assert_eq!(left, i64::from(PERMITS), "{name}");
            check_waits(&run, &name);
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_semaphore_of_processes_is_a_signal", signal, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        assert_eq!(Run::new(seen).findings(), "");
    }),
    Case::new("who_holds_a_lock_is_killed", killed_with_lock, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(Run::new(seen).findings(), "waits_for_ever main on lock");
    }),
    Case::new(
        "who_is_inside_a_reentrant_lock_is_killed",
        killed_inside,
        |seen| {
            seen.ended(&Ending::Stuck, None);
            assert_eq!(Run::new(seen).findings(), "waits_for_ever main on lock");
        },
    ),
    Case::new("who_has_a_permit_is_killed", killed_with_permit, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(Run::new(seen).findings(), "waits_for_ever main on seat");
    }),
    Case::new("a_copy_of_a_guard_holds_nothing", copied_guards, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        // By the holder, and twice once more in the end.
        for (name, releases) in [("lock", 2), ("again", 2), ("seat", 1)] {
            let released = |event: &&Event| event.kind == EventKind::LOCK_RELEASE;
            let events: Vec<Event> = run.on(name).into_iter().map(|(_, event)| event).collect();
            assert_eq!(events.iter().filter(released).count(), releases, "{name}");
        }
        assert_eq!(run.findings(), "");
    }),
];

fn reentrant() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let shared = (ReentrantLock::new(format!("lock-{seed}")), Value::new("count", 0));
            let code = |((lock, count), seed): ((ReentrantLock, Value), u64)| {
                let random = &mut fastrand::Rng::with_seed(seed);
                for _ in 0..STEPS {
                    let _guard = lock.lock();
                    pause(random);
                    let again = match random.u8(..3) {
                        0 => lock.try_lock(),
                        1 => lock.lock_timeout(Duration::ZERO),
                        _ => Some(lock.lock()),
                    };
                    assert!(again.is_some(), "who is inside is never refused");
                    count.set(count.get() + 1);
                }
                // Another thread of the process is another one.
                let guard = lock.lock();
                let other = lock.clone();
                let refused = thread::spawn(move || other.try_lock().is_none());
                assert!(refused.join().unwrap());
                drop(guard);
            };
            in_processes(seed, code, &shared);
            assert_eq!(u64::try_from(shared.1.get()), Ok(PROCESSES * STEPS));
        }
    })
}

/// A child that forks in the middle of what its parent holds has copies of the guards.
fn copied_guards() -> ExitCode {
    laneway::run(|| {
        let (lock, again, seat) = (
            Lock::new("lock"),
            ReentrantLock::new("again"),
            Semaphore::bounded("seat", 1),
        );
        let guards = (lock.lock(), again.lock(), seat.acquire());
        // SAFETY: the process has one thread; the child drops its copies and ends.
        let child = unsafe { libc::fork() };
        if child == 0 {
            drop(guards);
            // SAFETY: ends the process at once.
            unsafe { libc::_exit(0) };
        }
        let mut status = 1;
        // SAFETY: the status is written to a number of ours.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert_eq!(status, 0);
        let other = Builder::new("other").start(is_refused, (lock.clone(), again.clone(), seat.clone()));
        assert_eq!(other.unwrap().join(), 0, "the parent still holds all of it");
        drop(guards);
        assert_eq!(seat.permits_left(), 1);
        assert!(lock.try_lock().is_some() && again.try_lock().is_some());
    })
}

fn is_refused((lock, again, seat): (Lock, ReentrantLock, Semaphore)) {
    assert!(lock.try_lock().is_none() && again.try_lock().is_none() && seat.try_acquire().is_none());
}

fn permits() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let seats = Semaphore::bounded(format!("seats-{seed}"), PERMITS);
            let code = |(seats, seed): (Semaphore, u64)| {
                let random = &mut fastrand::Rng::with_seed(seed);
                for _ in 0..STEPS {
                    let timeout = Duration::from_micros(random.u64(..300));
                    let permit = match random.u8(..3) {
                        0 => seats.try_acquire(),
                        1 => seats.acquire_timeout(timeout),
                        _ => Some(seats.acquire()),
                    };
                    pause(random);
                    drop(permit);
                }
            };
            in_processes(seed, code, &seats);
            assert_eq!(seats.permits_left(), PERMITS as usize);
            assert_eq!(seats.release(), Err(NothingTaken));
        }
    })
}

/// One waits until another has given it something that it never had.
fn signal() -> ExitCode {
    laneway::run(|| {
        let done = Semaphore::new("done", 0);
        let give = |done: Semaphore| (0..3).for_each(|_| done.release().unwrap());
        let child = Builder::new("giver").start(give, done.clone()).unwrap();
        (0..3).for_each(|_| done.acquire().forget());
        assert!(done.try_acquire().is_none());
        assert_eq!(child.join(), 0);
    })
}

/// Starts a child that says when it is where it is to be killed.
fn killed<A: serde::Serialize + serde::de::DeserializeOwned + Clone>(code: fn((A, Value)), shared: &A) {
    let ready = Value::new("ready", 0);
    let child: Process = Builder::new("victim")
        .start(code, (shared.clone(), ready.clone()))
        .unwrap();
    while ready.get() == 0 {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    assert_eq!(child.join(), -9);
}

fn killed_with_lock() -> ExitCode {
    laneway::run(|| {
        let lock = Lock::new("lock");
        killed(
            |(lock, ready): (Lock, Value)| {
                let _guard = lock.lock();
                ready.set(1);
                thread::park();
            },
            &lock,
        );
        drop(lock.lock());
    })
}

fn killed_inside() -> ExitCode {
    laneway::run(|| {
        let lock = ReentrantLock::new("lock");
        killed(
            |(lock, ready): (ReentrantLock, Value)| {
                let (_once, _twice) = (lock.lock(), lock.lock());
                ready.set(1);
                thread::park();
            },
            &lock,
        );
        drop(lock.lock());
    })
}

fn killed_with_permit() -> ExitCode {
    laneway::run(|| {
        let seat = Semaphore::new("seat", 0);
        seat.release().unwrap();
        killed(
            |(seat, ready): (Semaphore, Value)| {
                let _permit = seat.acquire();
                ready.set(1);
                thread::park();
            },
            &seat,
        );
        drop(seat.acquire());
    })
}
