//! Semaphores between tasks.

use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use laneway::sync::NothingTaken;
use laneway::task::{self, Semaphore};
use laneway_trace::EventKind;

use super::{PROGRAMS, deeds, each, finished, in_tasks, main_task, pause, until};
use crate::Case;
use crate::sync::Run;

pub const CASES: &[Case] = &[
    Case::new(
        "no_more_permits_of_tasks_than_there_are",
        random_permits,
        |seen| {
            let run = finished(seen);
            for seed in 0..PROGRAMS {
                check_semaphore(&run, &format!("permits-{seed}"), permits(seed) as i64);
            }
            assert_eq!(run.findings(), "");
        },
    ),
    Case::new(
        "a_permit_of_who_is_cancelled_goes_to_the_next",
        passes_on,
        |seen| {
            let run = finished(seen);
            check_semaphore(&run, "permits", 1);
            assert_eq!(deeds(&run, seen, "first"), "begin lock_wait lock_timeout end");
            assert_eq!(
                deeds(&run, seen, "second"),
                "begin lock_wait lock_acquire lock_release end"
            );
            assert_eq!(run.findings(), "");
        },
    ),
];

fn permits(seed: u64) -> usize {
    1 + seed as usize % 3
}

/// There are no fewer than no permits, and who waited has one in the order in which they came.
fn check_semaphore(run: &Run<'_>, name: &str, permits: i64) {
    let (mut left, mut line) = (permits, Vec::new());
    for (_, event) in run.on(name) {
        let actor = event.actor;
        match event.kind {
            EventKind::LOCK_WAIT | EventKind::LOCK_WAIT_TIMED => line.push(actor),
            EventKind::LOCK_TIMEOUT => line.retain(|&other| other != actor),
            EventKind::LOCK_ACQUIRE => {
                // Those before it have been called, too, and their turn may come later: by a timer it came first.
                if let Some(place) = line.iter().position(|&other| other == actor) {
                    assert!((place as i64) < left, "{name}: who came first has it first");
                    line.remove(place);
                }
                left -= 1;
                assert!(left >= 0, "{name}");
            }
            EventKind::LOCK_RELEASE => left += 1,
            other => panic!("{other:?} on {name}"),
        }
    }
    assert!(left == permits && line.is_empty(), "{name}");
}

fn random_permits() -> ExitCode {
    main_task(async {
        for seed in 0..PROGRAMS {
            let semaphore = Rc::new(Semaphore::bounded(format!("permits-{seed}"), permits(seed)));
            in_tasks(seed, move |_, mut random| {
                let semaphore = Rc::clone(&semaphore);
                async move {
                    for _ in 0..20 {
                        let time = Duration::from_micros(random.u64(1..3000));
                        match random.u8(..3) {
                            0 => drop(task::timeout(time, semaphore.acquire()).await),
                            1 => {
                                semaphore.acquire().await.forget();
                                pause(&mut random).await;
                                semaphore.release().expect("it was taken");
                            }
                            _ => {
                                let _permit = semaphore.acquire().await;
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

/// The first of two is cancelled when it was called, and before its turn.
fn passes_on() -> ExitCode {
    main_task(async {
        let semaphore = Rc::new(Semaphore::bounded("permits", 1));
        let permit = semaphore.acquire().await;
        let [first, second] = each(["first", "second"], &semaphore)
            .map(|(name, semaphore)| task::spawn(name, async move { drop(semaphore.acquire().await) }));
        until(|| semaphore.waiting() == 2).await;
        drop(permit);
        assert_eq!(semaphore.permits_left(), 0, "it is promised");
        first.cancel();
        assert!(first.await.is_err());
        second.await.unwrap();
        assert_eq!(semaphore.release(), Err(NothingTaken));
    })
}
