//! Events.

use std::process::ExitCode;
use std::time::Duration;

use laneway::process::{Builder, Event, Value};
use laneway_trace::{Ending, EventKind};

use super::{PROGRAMS, in_processes};
use crate::Case;
use crate::sync::{Run, check_event, pause};

pub const CASES: &[Case] = &[
    Case::new("no_process_passes_an_event_that_is_not_set", flags, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            check_event(&run, &format!("flag-{seed}"));
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("all_processes_pass_once_it_is_set", all_pass, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let passed = run.on("door").into_iter();
        let passed = passed.filter(|(_, event)| event.kind == EventKind::GATE_PASS);
        assert_eq!(passed.count(), 3);
    }),
    Case::new("who_waits_for_an_event_is_killed", killed, |seen| {
        seen.ended(&Ending::Finished, Some(0));
    }),
    Case::new("an_event_that_no_process_sets", never_set, |seen| {
        seen.ended(&Ending::Stuck, None);
        let findings = Run::new(seen).findings();
        assert_eq!(findings, "waits_for_ever main on door; helpers main");
    }),
];

/// All set, clear and wait for a while; nobody waits without an end.
fn flags() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let flag = Event::new(format!("flag-{seed}"));
            let code = |(flag, seed): (Event, u64)| {
                let random = &mut fastrand::Rng::with_seed(seed);
                for _ in 0..30 {
                    let timeout = Duration::from_micros(random.u64(..300));
                    match random.u8(..3) {
                        0 => flag.set(),
                        1 => flag.clear(),
                        _ => drop(flag.wait_timeout(timeout)),
                    }
                    pause(random);
                }
            };
            in_processes(seed, code, &flag);
        }
    })
}

/// Three wait, and it is set and cleared at once.
fn all_pass() -> ExitCode {
    laneway::run(|| {
        let (door, here) = (Event::new("door"), Value::new("here", 0));
        let wait = |(door, here): (Event, Value)| {
            here.set(here.get() + 1);
            door.wait();
        };
        let start = |number: i32| {
            let child = Builder::new(format!("waiter-{number}"));
            let child = child.start(wait, (door.clone(), here.clone())).unwrap();
            while here.get() <= number {
                std::thread::yield_now();
            }
            child
        };
        let children = [0, 1, 2].map(start);
        crate::newest::until_all(EventKind::GATE_WAIT, 3);
        door.set();
        door.clear();
        children.iter().for_each(|child| assert_eq!(child.join(), 0));
        assert!(!door.is_set());
    })
}

fn killed() -> ExitCode {
    laneway::run(|| {
        let door = Event::new("door");
        let start = |name| {
            Builder::new(name)
                .start(|door: Event| door.wait(), door.clone())
                .unwrap()
        };
        let (victim, other) = (start("victim"), start("other"));
        crate::newest::until_all(EventKind::GATE_WAIT, 2);
        victim.kill().unwrap();
        assert_eq!(victim.join(), -9);
        door.set();
        assert_eq!(other.join(), 0);
    })
}

fn never_set() -> ExitCode {
    laneway::run(|| {
        let door = Event::new("door");
        let setter = |door: Event| {
            door.set();
            door.clear();
        };
        let setter = Builder::new("setter").start(setter, door.clone()).unwrap();
        assert_eq!(setter.join(), 0);
        door.wait();
    })
}
