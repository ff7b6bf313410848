//! Programs that overdo it: what is recorded of them can be read all the same.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use laneway::process::{self, Builder, Lock, StartMethod};
use laneway::{queue, sync, thread};
use laneway_trace::{Ending, EventKind};

use crate::{Case, Seen};

pub const CASES: &[Case] = &[
    Case::new("something_is_used_before_the_run", early, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let header = &seen.trace().header;
        assert_eq!((header.lost, header.unseen.as_slice()), (0, [].as_slice()));
        let kinds = |path| -> Vec<EventKind> {
            seen.events_of(path).into_iter().map(|event| event.kind).collect()
        };
        let all = kinds("main/main");
        let begun = [EventKind::BEGIN, EventKind::LOCK_ACQUIRE, EventKind::LOCK_RELEASE];
        assert!(all.starts_with(&begun), "{all:?}");
        assert!(all.ends_with(&[EventKind::CODE_END, EventKind::END]), "{all:?}");
        // The child is who its parent said, whatever it used before it was that.
        let [begin, note, code_end] = [EventKind::BEGIN, EventKind::NOTE, EventKind::CODE_END];
        assert_eq!(kinds("child/main"), [begin, note, code_end, EventKind::END]);
        assert_eq!(count(seen, EventKind::BEGIN), 2);
    }),
    Case::new("a_thousand_threads", thousand_threads, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        assert_eq!(seen.trace().header.lost, 0);
        assert_eq!(count(seen, EventKind::BEGIN), 1001);
        assert_eq!(count(seen, EventKind::END), 1001);
    }),
    Case::new("a_hundred_children_at_once", hundred_children, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        assert_eq!(count(seen, EventKind::EXIT), 101);
        assert_eq!(count(seen, EventKind::REAP), 100);
    }),
    Case {
        // A descriptor for each process would be more than there are.
        plan: |_| limit_descriptors(50),
        ..Case::new(
            "more_children_than_descriptors",
            hundred_children_without_handles,
            |seen| {
                seen.ended(&Ending::Finished, Some(0));
                assert_eq!(count(seen, EventKind::EXIT), 101);
            },
        )
    },
    Case::new("children_of_children", nested, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let actors = &seen.trace().header.actors;
        let mut depth = 0;
        let mut actor = actors
            .iter()
            .find(|actor| actor.name == "child-1")
            .expect("the last");
        while let Some(parent) = actor.parent {
            actor = &actors[parent.index()];
            depth += 1;
        }
        assert_eq!(depth, 5);
    }),
    Case::new("a_program_of_a_program", program_of_a_program, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let actors = &seen.trace().header.actors;
        let print = seen
            .trace()
            .events
            .iter()
            .find(|event| event.kind == EventKind::PRINT);
        let thread = &actors[print.expect("a print").actor.index()];
        let helper = &actors[thread.parent.expect("a process").index()];
        let parent = &actors[helper.parent.expect("the program").index()];
        assert_eq!((parent.name.as_str(), parent.parent), ("main", None));
    }),
    Case::new("texts_without_end", long_texts, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let texts = &seen.trace().texts;
        assert!(texts.iter().all(|text| text.len() <= 4096));
        assert!(texts.iter().any(|text| text.ends_with('…')));
        assert!(texts.contains(&"two\nlines\0 and a \u{1b}[31mcolour".to_owned()));
        let names = || seen.trace().header.actors.iter().map(|actor| actor.name.as_str());
        assert!(names().all(|name| name.len() <= 4096));
        assert!(names().any(|name| name == "a\n\"name\""));
    }),
    Case {
        plan: |plan| plan.events = 20_000,
        ..Case::new("more_texts_than_there_is_room_for", many_texts, |seen| {
            seen.ended(&Ending::Finished, Some(0));
            seen.says_unseen("there was no more room for texts");
            let bytes: usize = seen.trace().texts.iter().map(String::len).sum();
            // The budget, and the last text that was begun within it.
            assert!(bytes < 16 * 20_000 + 4096, "{bytes} bytes of text");
        })
    },
    Case::new("panics_everywhere", panics, |seen| {
        seen.ended(&Ending::Failed, Some(101));
        let ends: Vec<_> = seen
            .trace()
            .events
            .iter()
            .filter(|event| event.kind == EventKind::END)
            .map(|event| event.value.int())
            .collect();
        assert_eq!(ends, [Some(1); 3], "a thread, a child and the main thread");
    }),
    Case::new("a_lock_held_at_a_fork", lock_at_fork, |seen| {
        // The child has a copy of the lock that nobody will ever give back.
        seen.ended(&Ending::Stuck, None);
        let trace = seen.trace();
        let last_wait = trace
            .events
            .iter()
            .filter(|event| event.kind == EventKind::LOCK_WAIT)
            .last();
        let lock = last_wait.and_then(|wait| wait.object).expect("a wait");
        let on_it = trace.events.iter().filter(|event| event.object == Some(lock));
        assert_eq!(on_it.count(), 1, "the copy is an object of its own");
    }),
    Case::new("a_poisoned_lock_is_as_in_std", poisoned, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        assert_eq!(
            count(seen, EventKind::LOCK_ACQUIRE),
            count(seen, EventKind::LOCK_RELEASE)
        );
    }),
    Case::new("timeouts_of_nothing_and_of_ages", timeouts, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        for kind in [
            EventKind::LOCK_TIMEOUT,
            EventKind::GET_TIMEOUT,
            EventKind::JOIN_TIMEOUT,
        ] {
            assert!(count(seen, kind) > 0, "{kind:?}");
        }
    }),
    Case::new("a_producer_that_dies_is_no_end_of_the_queue", starved, |seen| {
        seen.ended(&Ending::Stuck, None);
    }),
    Case::new("a_lock_of_a_dead_process_waits_for_ever", orphaned_lock, |seen| {
        seen.ended(&Ending::Stuck, None);
    }),
];

pub fn count(seen: &Seen, kind: EventKind) -> usize {
    let kinds = seen.trace().events.kind.iter();
    kinds.filter(|&&other| other == kind).count()
}

fn thousand_threads() -> ExitCode {
    laneway::run(|| {
        let gate = std::sync::Arc::new(std::sync::Barrier::new(1001));
        let threads: Vec<_> = (0..1000)
            .map(|_| {
                let gate = gate.clone();
                thread::spawn(move || gate.wait())
            })
            .collect();
        gate.wait();
        threads.into_iter().for_each(|thread| drop(thread.join()));
    })
}

fn hundred_children() -> ExitCode {
    laneway::run(|| {
        let child = |number| {
            Builder::new(format!("child-{number}"))
                .start(|()| (), ())
                .unwrap()
        };
        let children: Vec<_> = (0..100).map(child).collect();
        assert!(children.iter().all(|child| child.join() == 0));
    })
}

fn limit_descriptors(most: libc::rlim_t) {
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: system calls with a valid place; the upper limit stays.
    unsafe {
        libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit);
        limit.rlim_cur = most.min(limit.rlim_max);
        libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit);
    }
}

/// The recorder has few descriptors, the program many.
fn hundred_children_without_handles() -> ExitCode {
    limit_descriptors(1000);
    hundred_children()
}

fn nested() -> ExitCode {
    fn child(depth: u32) {
        if depth > 0 {
            let next = Builder::new(format!("child-{depth}")).start(child, depth - 1);
            assert_eq!(next.unwrap().join(), 0);
        }
    }
    laneway::run(|| child(5))
}

/// Starts itself by the means of std, once.
fn program_of_a_program() -> ExitCode {
    once_more(|program, again| {
        let status = std::process::Command::new(program)
            .arg(crate::PROGRAM)
            .env(again, "1")
            .status();
        assert!(status.expect("a process").success());
    })
}

/// A program that starts itself once more: `start` gets its file, and the variable by which the second one
/// knows itself.
pub fn once_more(start: impl FnOnce(&Path, &str)) -> ExitCode {
    const AGAIN: &str = "LANEWAY_TEST_AGAIN";
    laneway::run(|| {
        if std::env::var_os(AGAIN).is_some() {
            laneway::println!("here");
        } else {
            start(&std::env::current_exe().expect("this program"), AGAIN);
        }
    })
}

/// The process attaches by its first use of anything, and [`laneway::run`] tells its end; its child starts
/// with the same use.
fn early() -> ExitCode {
    drop(sync::Mutex::named("early", ()).lock());
    laneway::run(|| {
        let child = Builder::new("child").start_method(StartMethod::Spawn);
        let child = child.start(|()| laneway::note!("here"), ()).unwrap();
        assert_eq!(child.join(), 0);
    })
}

fn long_texts() -> ExitCode {
    laneway::run(|| {
        laneway::note!("{}", "票".repeat(1 << 20));
        laneway::note!("two\nlines\0 and a \u{1b}[31mcolour");
        let named = |name: String| thread::Builder::new().name(name).spawn(|| ()).unwrap().join();
        named("a\n\"name\"".into()).unwrap();
        named("x".repeat(1 << 20)).unwrap();
        drop(sync::Mutex::named("y".repeat(1 << 20), ()).lock());
    })
}

fn many_texts() -> ExitCode {
    laneway::run(|| {
        for number in 0..10_000 {
            laneway::note!("{number} {}", "x".repeat(1000));
        }
    })
}

fn panics() -> ExitCode {
    laneway::run(|| -> () {
        let child = Builder::new("child").start(|()| panic!("as planned"), ());
        assert_eq!(child.unwrap().join(), 101);
        thread::spawn(|| panic!("as planned")).join().unwrap_err();
        panic!("as planned");
    })
}

fn lock_at_fork() -> ExitCode {
    static LOCK: sync::Mutex<()> = sync::Mutex::new(());
    laneway::run(|| {
        let _guard = LOCK.lock();
        Builder::new("child")
            .start(|()| drop(LOCK.lock()), ())
            .unwrap()
            .join();
    })
}

fn poisoned() -> ExitCode {
    laneway::run(|| {
        let lock = std::sync::Arc::new(sync::Mutex::named("lock", 1));
        let poisoner = thread::spawn({
            let lock = lock.clone();
            move || {
                let _guard = lock.lock();
                panic!("as planned");
            }
        });
        poisoner.join().unwrap_err();
        assert!(lock.is_poisoned());
        assert_eq!(*lock.lock().unwrap_err().into_inner(), 1);
        assert!(matches!(
            lock.try_lock(),
            Err(std::sync::TryLockError::Poisoned(_))
        ));
        let timeout = Duration::ZERO;
        assert!(matches!(
            lock.lock_timeout(timeout),
            Err(std::sync::TryLockError::Poisoned(_))
        ));
    })
}

fn timeouts() -> ExitCode {
    const NOTHING: Duration = Duration::ZERO;
    const AGES: Duration = Duration::MAX;
    laneway::run(|| {
        let (lock, between) = (sync::Mutex::named("lock", ()), Lock::new("between"));
        let gate = process::Queue::new("gate", None);
        let wait = |gate: process::Queue<i64>| assert_eq!(gate.get(), 1);
        let child = Builder::new("child").start(wait, gate.clone()).unwrap();
        assert_eq!(child.join_timeout(NOTHING), None);
        gate.put(1);
        assert_eq!(child.join_timeout(AGES), Some(0));
        assert!(gate.get_timeout(NOTHING).is_err());

        let guards = (
            lock.lock_timeout(AGES).unwrap(),
            between.lock_timeout(AGES).unwrap(),
        );
        assert!(lock.lock_timeout(NOTHING).is_err() && between.lock_timeout(NOTHING).is_none());
        drop(guards);

        let items = queue::Queue::new("items", Some(1));
        let thread = thread::spawn({
            let items = items.clone();
            move || items.get_timeout(AGES)
        });
        let thread = thread.join_timeout(NOTHING).unwrap_err();
        items.put_timeout(1, AGES).unwrap();
        assert_eq!(thread.join_timeout(AGES).unwrap().unwrap(), Ok(1));
        assert!(items.get_timeout(NOTHING).is_err());
    })
}

fn starved() -> ExitCode {
    laneway::run(|| {
        let items = queue::Queue::<i64>::new("items", None);
        let producer = thread::spawn({
            let items = items.clone();
            move || items.put(1)
        });
        producer.join().unwrap();
        items.get();
        items.get();
    })
}

fn orphaned_lock() -> ExitCode {
    laneway::run(|| {
        let lock = Lock::new("lock");
        let die = |lock: Lock| {
            let _guard = lock.lock();
            std::process::abort();
        };
        assert_eq!(Builder::new("dies").start(die, lock.clone()).unwrap().join(), -6);
        drop(lock.lock());
    })
}
