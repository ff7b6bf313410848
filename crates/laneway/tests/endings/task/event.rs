//! Events between tasks.

use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use laneway::task::{self, Event};
use laneway_l10n::Language;
use laneway_trace::{Ending, EventKind};

use super::{PROGRAMS, each, finished, in_tasks, main_task, pause, until};
use crate::Case;
use crate::sync::Run;

pub const CASES: &[Case] = &[
    Case::new("waits_of_tasks_overlap", all_pass, |seen| {
        let run = finished(seen);
        let kinds = run.on("door").into_iter().map(|(_, event)| event.kind);
        let (wait, open) = (EventKind::GATE_WAIT, EventKind::GATE_OPEN);
        let (shut, pass) = (EventKind::GATE_CLOSE, EventKind::GATE_PASS);
        let expected = [wait, wait, wait, open, shut, pass, pass, pass];
        assert_eq!(kinds.collect::<Vec<_>>(), expected);
        assert_eq!(
            run.story("door", Language::English).lines().next(),
            Some("a waits at the event door")
        );
        assert_eq!(
            run.story("door", Language::Chinese).lines().nth(3),
            Some("main task 打开事件 door：所有等待者都可通过")
        );
    }),
    Case::new("no_task_passes_an_event_that_is_not_set", random_flags, |seen| {
        let run = finished(seen);
        for seed in 0..PROGRAMS {
            check_event(&run, &format!("flag-{seed}"));
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("an_event_that_no_task_sets", never_set, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(
            Run::new(seen).findings(),
            "waits_for_ever waiter on door; helpers setter"
        );
    }),
];

/// Who passes came while it was set, or waited when it was.
fn check_event(run: &Run<'_>, name: &str) {
    let (mut is_set, mut waiting, mut may_pass) = (false, Vec::new(), Vec::new());
    for (_, event) in run.on(name) {
        let actor = event.actor;
        match event.kind {
            EventKind::GATE_OPEN => {
                is_set = true;
                may_pass.append(&mut waiting);
            }
            EventKind::GATE_CLOSE => is_set = false,
            EventKind::GATE_WAIT | EventKind::GATE_WAIT_TIMED => {
                assert!(!is_set, "{name}: who finds it set does not wait");
                waiting.push(actor);
            }
            EventKind::GATE_PASS => {
                let waited = may_pass.iter().position(|&other| other == actor);
                assert!(waited.is_some() || is_set, "{name}");
                waited.map(|at| may_pass.remove(at));
            }
            EventKind::GATE_TIMEOUT => {
                let at = waiting.iter().position(|&other| other == actor);
                waiting.remove(at.expect("who may pass does not give up"));
            }
            other => panic!("{other:?} on {name}"),
        }
    }
    assert!(waiting.is_empty() && may_pass.is_empty(), "{name}");
}

fn all_pass() -> ExitCode {
    main_task(async {
        let door = Rc::new(Event::named("door"));
        let waiters = each(["a", "b", "c"], &door)
            .map(|(name, door)| task::spawn(name, async move { door.wait().await }));
        until(|| door.waiting() == 3).await;
        door.set();
        door.clear();
        for waiter in waiters {
            waiter.await.unwrap();
        }
        assert!(!door.is_set());
    })
}

/// Some set and clear, the others wait; the main task sets it as long as anybody waits.
fn random_flags() -> ExitCode {
    main_task(async {
        for seed in 0..PROGRAMS {
            let flag = Rc::new(Event::named(format!("flag-{seed}")));
            let its = Rc::clone(&flag);
            let setter = task::spawn(format!("setter-{seed}"), async move {
                loop {
                    its.set();
                    task::sleep(Duration::from_millis(1)).await;
                }
            });
            in_tasks(seed, move |number, mut random| {
                let flag = Rc::clone(&flag);
                async move {
                    for _ in 0..20 {
                        let time = Duration::from_micros(random.u64(1..3000));
                        match (number % 2, random.u8(..3)) {
                            (0, 0) => flag.set(),
                            (0, _) => flag.clear(),
                            (_, 0) => drop(task::timeout(time, flag.wait()).await),
                            (_, _) => flag.wait().await,
                        }
                        pause(&mut random).await;
                    }
                }
            })
            .await;
            setter.cancel();
            assert!(setter.await.is_err());
        }
    })
}

fn never_set() -> ExitCode {
    main_task(async {
        let door = Rc::new(Event::named("door"));
        let its = Rc::clone(&door);
        let setter = task::spawn("setter", async move {
            its.set();
            its.clear();
        });
        setter.await.unwrap();
        let waiter = task::spawn("waiter", async move { door.wait().await });
        waiter.await.unwrap();
    })
}
