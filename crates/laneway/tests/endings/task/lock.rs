//! Locks between tasks.

use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use laneway::task::{self, Elapsed, Lock};
use laneway_recorder::session::Keep;
use laneway_trace::{Ending, EventKind};

use super::{PROGRAMS, deeds, each, finished, in_tasks, main_task, pause, until};
use crate::sync::Run;
use crate::{Case, Seen};

pub const CASES: &[Case] = &[
    Case::new("a_lock_of_tasks_has_one_holder", random_locks, |seen| {
        let run = finished(seen);
        for seed in 0..PROGRAMS {
            check_lock(&run, &format!("lock-{seed}"));
        }
        assert_eq!(run.findings(), "");
    }),
    Case {
        plan: |plan| (plan.events, plan.keep) = (4000, Keep::Last),
        ..Case::new("the_newest_of_what_tasks_did_is_kept", random_locks, newest)
    },
    Case {
        plan: |plan| plan.events = 4000,
        ..Case::new("the_first_of_what_tasks_did_is_kept", random_locks, newest)
    },
    Case::new("who_is_cancelled_gives_the_lock_to_the_next", passes_on, |seen| {
        let run = finished(seen);
        check_lock(&run, "lock");
        assert_eq!(deeds(&run, seen, "first"), "begin lock_wait lock_timeout end");
        assert_eq!(
            deeds(&run, seen, "second"),
            "begin lock_wait lock_acquire lock_release end"
        );
        assert_eq!(
            deeds(&run, seen, "third"),
            "begin lock_wait_timed lock_timeout end"
        );
        assert_eq!(run.findings(), "");
    }),
    Case::new("two_tasks_with_two_locks", deadlock, |seen| {
        seen.ended(&Ending::Stuck, None);
        let run = Run::new(seen);
        assert_eq!(run.findings(), "deadlock one two on left right");
    }),
    Case::new("a_task_that_takes_its_lock_again", again, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(Run::new(seen).findings(), "self_deadlock main task on lock");
    }),
    Case {
        plan: |plan| plan.timeout = Some(Duration::from_secs(2)),
        ..Case::new("a_deadlock_beside_a_task_that_goes_on", beside, |seen| {
            assert_eq!(seen.trace().header.ending, Ending::Timeout);
            assert_eq!(Run::new(seen).findings(), "deadlock one two on left right");
        })
    },
];

/// Much is missing, and what is left is no contradiction: every recorded run is checked.
fn newest(seen: &Seen) {
    seen.ended(&Ending::Finished, Some(0));
    assert!(seen.trace().header.lost > 0);
    assert_eq!(Run::new(seen).findings(), "");
}

/// Nobody has it while another one does, and who waited has it in the order in which they came.
fn check_lock(run: &Run<'_>, name: &str) {
    let (mut holder, mut line) = (None, Vec::new());
    for (row, event) in run.on(name) {
        let actor = event.actor;
        match event.kind {
            EventKind::LOCK_WAIT | EventKind::LOCK_WAIT_TIMED => line.push(actor),
            EventKind::LOCK_TIMEOUT => line.retain(|&other| other != actor),
            EventKind::LOCK_ACQUIRE => {
                assert_eq!(holder.replace(actor), None, "{name}");
                if let Some(&first) = line.first() {
                    assert_eq!(first, actor, "{name}: who came first has it first");
                    line.remove(0);
                }
            }
            EventKind::LOCK_RELEASE => assert_eq!(holder.take(), Some(actor), "{name}"),
            other => panic!("{other:?} on {name}"),
        }
        let holding = run.holding(name, row);
        let holders: Vec<_> = holding.holders.iter().map(|holder| holder.actor).collect();
        assert_eq!(holders, Vec::from_iter(holder), "{name}");
        assert_eq!(holding.waiters.len(), line.len(), "{name}");
    }
    assert!(holder.is_none() && line.is_empty(), "{name}");
}

/// They take it, some with a limit of time, and some are cancelled while they wait for it or have it.
fn random_locks() -> ExitCode {
    main_task(async {
        for seed in 0..PROGRAMS {
            let lock = Rc::new(Lock::named(format!("lock-{seed}")));
            in_tasks(seed, move |_, mut random| {
                let lock = Rc::clone(&lock);
                async move {
                    for round in 0..20 {
                        match random.u8(..4) {
                            0 => {
                                let time = Duration::from_micros(random.u64(1..3000));
                                let held = task::timeout(time, async {
                                    let _guard = lock.acquire().await;
                                    pause(&mut random).await;
                                });
                                let _ = held.await;
                            }
                            1 => {
                                let lock = Rc::clone(&lock);
                                let mut its = random.fork();
                                let child = task::spawn(format!("child-{round}"), async move {
                                    let _guard = lock.acquire().await;
                                    pause(&mut its).await;
                                });
                                pause(&mut random).await;
                                child.cancel();
                                drop(child.await);
                            }
                            _ => {
                                let _guard = lock.acquire().await;
                                pause(&mut random).await;
                            }
                        }
                        pause(&mut random).await;
                    }
                }
            })
            .await;
        }
    })
}

/// The first of three is cancelled when the lock was given to it, and before its turn; the last gives up.
fn passes_on() -> ExitCode {
    main_task(async {
        let lock = Rc::new(Lock::named("lock"));
        let guard = lock.acquire().await;
        let [first, second] = each(["first", "second"], &lock)
            .map(|(name, lock)| task::spawn(name, async move { drop(lock.acquire().await) }));
        let its = Rc::clone(&lock);
        let third = task::spawn("third", async move {
            let taken = task::timeout(Duration::from_millis(1), its.acquire());
            assert_eq!(taken.await.err(), Some(Elapsed));
        });
        third.await.unwrap();
        until(|| lock.waiting() == 2).await;
        drop(guard);
        first.cancel();
        assert!(first.await.is_err());
        second.await.unwrap();
        assert!(!lock.is_locked());
    })
}

/// Each takes one lock, and then wants that of the other.
async fn each_wants_the_others() {
    let (left, right) = (Rc::new(Lock::named("left")), Rc::new(Lock::named("right")));
    let tasks = [("one", [&left, &right]), ("two", [&right, &left])].map(|(name, locks)| {
        let [mine, other] = locks.map(Rc::clone);
        task::spawn(name, async move {
            let _mine = mine.acquire().await;
            until(|| other.is_locked()).await;
            let _other = other.acquire().await;
        })
    });
    task::gather(Vec::from(tasks)).await;
}

fn deadlock() -> ExitCode {
    main_task(each_wants_the_others())
}

fn again() -> ExitCode {
    main_task(async {
        let lock = Lock::named("lock");
        let _guard = lock.acquire().await;
        let _again = lock.acquire().await;
    })
}

fn beside() -> ExitCode {
    main_task(async {
        drop(task::spawn("ticker", async {
            loop {
                task::sleep(Duration::from_millis(100)).await;
            }
        }));
        each_wants_the_others().await;
    })
}
