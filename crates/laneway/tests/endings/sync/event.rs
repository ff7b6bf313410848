//! Events.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use laneway::sync::Event;
use laneway_l10n::Language;
use laneway_model::Moment;
use laneway_model::mechanism::ObjectState;
use laneway_trace::{Ending, EventKind};
use laneway_view::Part;

use super::{PROGRAMS, Run, in_threads, pause, start};
use crate::Case;

pub const CASES: &[Case] = &[
    Case::new("nobody_passes_an_event_that_is_not_set", flags, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            check_event(&run, &format!("flag-{seed}"));
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("all_pass_once_it_is_set", all_pass, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        check_event(&run, "door");
        let on = run.on("door");
        let count = |kind| on.iter().filter(|(_, event)| event.kind == kind).count();
        assert_eq!((count(EventKind::GATE_WAIT), count(EventKind::GATE_PASS)), (3, 4));
        let opened = on.iter().find(|(_, event)| event.kind == EventKind::GATE_OPEN);
        let [Part::Gate(gate)] = &run.parts("door", opened.expect("one").0)[..] else {
            panic!("it is a gate");
        };
        assert_eq!((gate.open, gate.waiters.len), (true, 3));
    }),
    Case::new("an_event_tells_its_story", story, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        assert_eq!(
            run.story("door", Language::English),
            "main waits at the event door, for 1.00 ms at most\n\
             main gives up waiting at the event door\n\
             main opens the event door for all\n\
             main passes the event door\n\
             main closes the event door: whoever comes now must wait"
        );
        assert_eq!(
            run.story("door", Language::Chinese).lines().nth(2),
            Some("main 打开事件 door：所有等待者都可通过")
        );
    }),
    Case::new("an_event_that_nobody_sets", never_set, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(
            Run::new(seen).findings(),
            "waits_for_ever waiter on door; helpers setter"
        );
    }),
];

/// Who passes came while it was set, or waited when it was.
pub fn check_event(run: &Run<'_>, name: &str) {
    let (mut is_set, mut waiting, mut may_pass) = (false, Vec::new(), Vec::new());
    for (row, event) in run.on(name) {
        let actor = event.actor;
        assert!(event.sequence > 0, "{name}");
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
        let state = run.model.object_at(run.object(name), Moment::after(row));
        let Some(ObjectState::Gate(gate)) = state else {
            panic!("{name} is a gate");
        };
        assert_eq!(
            (gate.open, gate.waiters.len()),
            (is_set, waiting.len() + may_pass.len()),
            "{name}"
        );
    }
    assert!(waiting.is_empty() && may_pass.is_empty(), "{name}");
}

/// Half of the threads set and clear, half wait; the last one leaves it set.
fn flags() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let flag = Arc::new(Event::named(format!("flag-{seed}")));
            let setters = Arc::new(AtomicU32::new(2));
            in_threads(seed, move |thread, random| {
                for _ in 0..40 {
                    let timeout = Duration::from_micros(random.u64(..300));
                    match (thread % 2, random.u8(..3)) {
                        (0, 0) => flag.clear(),
                        (0, _) => flag.set(),
                        (_, 0) => drop(flag.wait_timeout(timeout)),
                        (_, _) => flag.wait(),
                    }
                    pause(random);
                }
                if thread % 2 == 0 && setters.fetch_sub(1, Ordering::SeqCst) == 1 {
                    flag.set();
                    assert!(flag.is_set());
                }
            });
        }
    })
}

/// Three wait; it is set and cleared at once; all three pass, and who comes later only when it is set again.
fn all_pass() -> ExitCode {
    laneway::run(|| {
        let door = Arc::new(Event::named("door"));
        let waiters = ["a", "b", "c"].map(|name| {
            let door = Arc::clone(&door);
            start(name, move || door.wait())
        });
        while door.waiting() < 3 {
            std::thread::yield_now();
        }
        door.set();
        door.clear();
        waiters.into_iter().for_each(|waiter| waiter.join().unwrap());
        assert!(!door.is_set());
        door.set();
        door.wait();
    })
}

fn story() -> ExitCode {
    laneway::run(|| {
        let door = Event::named("door");
        assert!(!door.wait_timeout(Duration::from_millis(1)));
        door.set();
        assert!(door.wait_timeout(Duration::ZERO));
        door.clear();
    })
}

fn never_set() -> ExitCode {
    laneway::run(|| {
        let door = Arc::new(Event::named("door"));
        let with = |name, code: fn(&Event)| {
            let door = Arc::clone(&door);
            start(name, move || code(&door)).join().unwrap();
        };
        with("setter", |door| {
            door.set();
            door.clear();
        });
        with("waiter", Event::wait);
    })
}
