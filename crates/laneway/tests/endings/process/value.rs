//! Numbers in shared memory.

use std::collections::HashMap;
use std::process::ExitCode;

use laneway::process::{Array, Builder, Lock, Value};
use laneway_model::Moment;
use laneway_model::mechanism::ObjectState;
use laneway_trace::{Ending, EventKind};

use super::{PROCESSES, PROGRAMS, in_processes};
use crate::Case;
use crate::sync::{Run, pause};

const STEPS: u64 = 40;

pub const CASES: &[Case] = &[
    Case::new("a_value_is_what_was_last_written", racing, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            let name = format!("value-{seed}");
            // Each step has the next number, and no update is lost that does not stand on an old read.
            let (mut value, mut version, mut lost) = (-7, 0, 0);
            let mut has_seen = HashMap::new();
            for (at, (_, event)) in run.on(&name).into_iter().enumerate() {
                assert_eq!(event.sequence as usize, at + 1, "{name}");
                let recorded = event.value.int().expect("a number");
                if event.kind == EventKind::READ {
                    assert_eq!(recorded, value, "{name}");
                    has_seen.insert(event.actor, (value, version));
                } else {
                    assert_eq!(event.kind, EventKind::WRITE);
                    let (before, of_version) = has_seen[&event.actor];
                    assert_eq!(recorded, before + 1, "{name}: one more than was read");
                    lost += i64::from(of_version != version);
                    (value, version) = (recorded, version + 1);
                }
            }
            let updates = (PROCESSES * STEPS) as i64;
            assert_eq!(version, updates, "{name}");
            assert!(
                value <= updates - 7 && (lost > 0 || value == updates - 7),
                "{name}"
            );
            check_last(&run, &name, value);
        }
    }),
    Case::new("a_value_under_a_lock_loses_nothing", locked, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let updates = (PROCESSES * STEPS) as i64;
        check_last(&run, "value", updates);
        assert_eq!(run.findings(), "");
    }),
    Case::new("an_array_is_many_values", array, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for place in 0..PROCESSES {
            check_last(&run, &format!("sums[{place}]"), STEPS as i64);
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_value_outlives_who_dies_with_it", killed, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let last = run.on("value").last().and_then(|(_, event)| event.value.int());
        check_last(&run, "value", last.expect("a number"));
    }),
];

/// The model has that value at the end.
fn check_last(run: &Run<'_>, name: &str, value: i64) {
    let (row, _) = *run.on(name).last().expect("events");
    let state = run.model.object_at(run.object(name), Moment::after(row));
    let Some(ObjectState::Register(register)) = state else {
        panic!("{name} is a register");
    };
    assert_eq!(register.value.int(), Some(value), "{name}");
}

fn racing() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let value = Value::new(format!("value-{seed}"), -7);
            let code = |(value, seed): (Value, u64)| {
                let random = &mut fastrand::Rng::with_seed(seed);
                for _ in 0..STEPS {
                    let before = value.get();
                    pause(random);
                    value.set(before + 1);
                }
            };
            in_processes(seed, code, &value);
        }
    })
}

fn locked() -> ExitCode {
    laneway::run(|| {
        let shared = (Lock::new("lock"), Value::new("value", 0));
        let code = |((lock, value), seed): ((Lock, Value), u64)| {
            let random = &mut fastrand::Rng::with_seed(seed);
            for _ in 0..STEPS {
                let _guard = lock.lock();
                let before = value.get();
                pause(random);
                value.set(before + 1);
            }
        };
        in_processes(0, code, &shared);
        assert_eq!(u64::try_from(shared.1.get()), Ok(PROCESSES * STEPS));
    })
}

/// Each process has a number of its own.
fn array() -> ExitCode {
    laneway::run(|| {
        let sums = Array::new("sums", &[0; PROCESSES as usize]);
        let code = |(sums, seed): (Array, u64)| {
            for _ in 0..STEPS {
                let place = (seed % 100) as usize;
                sums.set(place, sums.get(place) + 1);
            }
        };
        in_processes(0, code, &sums);
        assert_eq!(sums.len() as u64, PROCESSES);
        assert!((0..sums.len()).all(|place| sums.get(place) == STEPS as i32));
        let outside = std::panic::catch_unwind(|| sums.get(PROCESSES as usize));
        outside.expect_err("there is no such number");
    })
}

/// Some are killed wherever they are just then; the number is there for the others.
fn killed() -> ExitCode {
    laneway::run(|| {
        let value = Value::new("value", 0);
        for _ in 0..5 {
            let before = value.get();
            let count = |value: Value| loop {
                value.set(value.get() + 1);
            };
            let child = Builder::new("counts").start(count, value.clone()).unwrap();
            while value.get() < before + 20 {
                std::thread::yield_now();
            }
            child.kill().unwrap();
            assert_eq!(child.join(), -9);
            value.set(value.get());
        }
    })
}
