//! Locks that readers share.

use std::process::ExitCode;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Barrier};

use laneway::sync::RwLock;
use laneway_l10n::Language;
use laneway_trace::{Ending, EventKind, Mode};
use laneway_view::Part;

use super::{PROGRAMS, Run, check_waits, in_threads, pause, start};
use crate::Case;

pub const CASES: &[Case] = &[
    Case::new("writers_are_alone", random_readers_and_writers, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            let name = format!("pages-{seed}");
            let (mut readers, mut writers) = (0, 0);
            for (row, event) in run.on(&name) {
                match event.kind {
                    EventKind::SHARED_ACQUIRE => readers += 1,
                    EventKind::SHARED_RELEASE => readers -= 1,
                    EventKind::LOCK_ACQUIRE => writers += 1,
                    EventKind::LOCK_RELEASE => writers -= 1,
                    _ => {}
                }
                assert!(writers == 0 || (writers, readers) == (1, 0), "{name}");
                let holders = run.holding(&name, row).holders;
                let shared = holders.iter().filter(|holder| holder.mode == Mode::Shared);
                let of_model = (shared.count(), holders.len());
                assert_eq!(of_model, (readers, readers + writers), "{name}");
            }
            assert_eq!((readers, writers), (0, 0), "{name}");
            check_waits(&run, &name);
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("readers_are_inside_together", together, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let most = run.on("pages").into_iter().max_by_key(|(row, _)| {
            let holders = run.holding("pages", *row).holders;
            holders.len()
        });
        let (row, _) = most.expect("an event");
        let [Part::Holding(pages)] = &run.parts("pages", row)[..] else {
            panic!("it is a holding");
        };
        assert_eq!(pages.holders.len(), 2);
        assert!(pages.holders.iter().all(|holder| holder.shares));
    }),
    Case::new("a_lock_for_readers_refuses_and_is_poisoned", refusals, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        assert_eq!(
            run.story("pages", Language::English),
            "main shares the readers–writer lock pages\n\
             main shares the readers–writer lock pages\n\
             main tries the readers–writer lock pages, which is taken\n\
             main releases its share of the readers–writer lock pages\n\
             main releases its share of the readers–writer lock pages\n\
             writer acquires the readers–writer lock pages\n\
             writer tries to share the readers–writer lock pages, which is taken\n\
             writer panicked while it held the readers–writer lock pages: what it protects may be broken\n\
             writer releases the readers–writer lock pages"
        );
        assert_eq!(
            run.story("pages", Language::Chinese).lines().next(),
            Some("main 以共享方式拿到读写锁 pages")
        );
        assert_eq!(run.findings(), "poisoned_lock writer on pages");
    }),
    Case::new("two_readers_wait_to_write", upgrades, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(Run::new(seen).findings(), "deadlock left right on pages pages");
    }),
    Case::new("a_reader_waits_to_write", upgrade, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(Run::new(seen).findings(), "self_deadlock reader on pages");
    }),
];

/// Two numbers that are equal whenever somebody may look.
fn random_readers_and_writers() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let pages = Arc::new(RwLock::named(format!("pages-{seed}"), (0, 0)));
            let (all, inside, writes) = (Arc::clone(&pages), AtomicI64::new(0), seed % 4);
            in_threads(seed, move |_, random| {
                for _ in 0..100 {
                    let attempt = random.bool();
                    if random.u64(..4) < writes {
                        let guard = if attempt {
                            pages.try_write().ok()
                        } else {
                            pages.write().ok()
                        };
                        let Some(mut guard) = guard else { continue };
                        assert_eq!(inside.fetch_add(1000, Ordering::SeqCst), 0);
                        guard.0 += 1;
                        pause(random);
                        guard.1 += 1;
                        inside.fetch_sub(1000, Ordering::SeqCst);
                    } else {
                        let guard = if attempt {
                            pages.try_read().ok()
                        } else {
                            pages.read().ok()
                        };
                        let Some(guard) = guard else { continue };
                        assert!(inside.fetch_add(1, Ordering::SeqCst) < 1000);
                        pause(random);
                        assert_eq!(guard.0, guard.1);
                        inside.fetch_sub(1, Ordering::SeqCst);
                    }
                }
            });
            let all = Arc::into_inner(all).expect("all threads have ended");
            let (first, second) = all.into_inner().unwrap();
            assert_eq!(first, second);
        }
    })
}

/// Both go on only when both are inside.
fn together() -> ExitCode {
    laneway::run(|| {
        readers(|_, both| {
            both.wait();
        });
    })
}

fn upgrades() -> ExitCode {
    laneway::run(|| {
        readers(|pages, both| {
            both.wait();
            drop(pages.write());
        });
    })
}

/// Two readers do this while they share.
fn readers(code: fn(&RwLock<()>, &Barrier)) {
    let pages = Arc::new(RwLock::named("pages", ()));
    let both = Arc::new(Barrier::new(2));
    let readers = ["left", "right"].map(|name| {
        let (pages, both) = (Arc::clone(&pages), Arc::clone(&both));
        start(name, move || {
            let _share = pages.read();
            code(&pages, &both);
        })
    });
    readers.into_iter().for_each(|reader| reader.join().unwrap());
}

fn upgrade() -> ExitCode {
    laneway::run(|| {
        let pages = RwLock::named("pages", ());
        let reader = start("reader", move || {
            let _share = pages.read();
            drop(pages.write());
        });
        reader.join().unwrap();
    })
}

fn refusals() -> ExitCode {
    laneway::run(|| {
        let pages = Arc::new(RwLock::named("pages", 1));
        let shares = (pages.read().unwrap(), pages.try_read().unwrap());
        assert!(pages.try_write().is_err());
        drop(shares);
        let writer = start("writer", {
            let pages = Arc::clone(&pages);
            move || {
                let mut page = pages.try_write().unwrap();
                *page = 2;
                assert!(pages.try_read().is_err());
                panic!("as planned");
            }
        });
        writer.join().unwrap_err();
        assert!(pages.is_poisoned());
        let pages = Arc::into_inner(pages).expect("the writer has ended");
        assert_eq!(pages.into_inner().unwrap_err().into_inner(), 2);
    })
}
