//! Locks: those of parking_lot and of std, and those of the library in their place.

use std::process::ExitCode;
use std::sync::{Barrier, Mutex};
use std::time::Duration;

use laneway::{sync, thread};
use laneway_trace::{Ending, EventKind};

use crate::{Case, hold_time};

const WAITER: &[(&str, EventKind)] = &[
    ("waiter", EventKind::SEEN_ASLEEP),
    ("waiter", EventKind::SEEN_END),
];

pub const CASES: &[Case] = &[
    Case {
        seen: WAITER,
        ..Case::new("a_lock_of_parking_lot", waits_for_parking_lot, |run| {
            run.was_only_seen("waiter");
            run.has_nothing_but_lanes();
        })
    },
    Case {
        seen: WAITER,
        ..Case::new("a_lock_of_std", waits_for_std, |run| {
            run.was_only_seen("waiter");
            run.has_nothing_but_lanes();
        })
    },
    Case {
        seen: WAITER,
        ..Case::new("a_lock_and_no_word_of_the_library", no_word, |run| {
            run.was_only_seen("waiter");
            assert_eq!(run.deeds("main"), "exit");
            let words = "No process of this run used the laneway library: \
                         all that is shown was seen from outside.";
            assert_eq!(run.model.header.unseen, [words]);
        })
    },
    Case {
        seen: &[("waiter", EventKind::LOCK_WAIT), ("waiter", EventKind::SEEN_END)],
        ..Case::new("a_lock_of_laneway_in_threads_of_std", waits_for_laneway, |run| {
            assert_eq!(run.deeds("waiter"), "begin lock_wait lock_acquire lock_release");
            assert!(
                run.deeds("main")
                    .starts_with("begin lock_acquire sleep wake lock_release")
            );
        })
    },
    Case {
        ending: &Ending::Timeout,
        seen: &[
            ("left", EventKind::SEEN_ASLEEP),
            ("right", EventKind::SEEN_ASLEEP),
        ],
        ..Case::new("a_deadlock_of_parking_lot", parking_lot_deadlock, |run| {
            assert_eq!(
                (run.deeds("left"), run.deeds("right")),
                ("begin".into(), "begin".into())
            );
            run.has_nothing_but_lanes();
        })
    },
    Case {
        ending: &Ending::Stuck,
        ..Case::new("a_deadlock_of_laneway", laneway_deadlock, |run| {
            assert_eq!(run.deeds("left"), "begin lock_acquire lock_wait");
            assert_eq!(run.findings(), ["deadlock left right"]);
            assert_eq!(run.objects(), ["lock first", "lock second"]);
        })
    },
];

/// A thread of std waits for a lock, and ends a while before the program.
fn waits<Guard>(lock: impl Fn() -> Guard + Sync, sleep: fn(Duration)) {
    std::thread::scope(|scope| {
        let held = lock();
        let waiter = std::thread::Builder::new().name("waiter".into());
        let waiter = waiter.spawn_scoped(scope, || drop(lock()));
        sleep(hold_time());
        drop(held);
        waiter.expect("a thread").join().expect("its end");
    });
    sleep(hold_time());
}

fn waits_for_parking_lot() -> ExitCode {
    let lock = parking_lot::Mutex::new(());
    laneway::run(|| waits(|| lock.lock(), laneway::sleep))
}

fn waits_for_std() -> ExitCode {
    let lock = Mutex::new(());
    laneway::run(|| waits(|| lock.lock(), laneway::sleep))
}

fn waits_for_laneway() -> ExitCode {
    let lock = sync::Mutex::named("lock", ());
    laneway::run(|| waits(|| lock.lock(), laneway::sleep))
}

fn no_word() -> ExitCode {
    let lock = parking_lot::Mutex::new(());
    waits(|| lock.lock(), std::thread::sleep);
    ExitCode::SUCCESS
}

/// Each of two threads holds what the other one wants.
fn deadlock<Guard>(lock: impl Fn(usize) -> Guard + Sync) -> ExitCode {
    laneway::run(|| {
        let (lock, both) = (&lock, &Barrier::new(2));
        thread::scope(|scope| {
            for (name, first) in [("left", 0), ("right", 1)] {
                let thread = thread::Builder::new().name(name);
                let thread = thread.spawn_scoped(scope, move || {
                    let _one = lock(first);
                    both.wait();
                    let _other = lock(1 - first);
                });
                thread.expect("a thread");
            }
        });
    })
}

fn parking_lot_deadlock() -> ExitCode {
    let locks = [parking_lot::Mutex::new(()), parking_lot::Mutex::new(())];
    deadlock(|index| locks[index].lock())
}

fn laneway_deadlock() -> ExitCode {
    let locks = [sync::Mutex::named("first", ()), sync::Mutex::named("second", ())];
    deadlock(|index| locks[index].lock())
}
