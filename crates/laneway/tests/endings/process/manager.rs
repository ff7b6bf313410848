//! Managers.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::ExitCode;

use laneway::process::{Builder, Dict, List, Lock, Manager, StartMethod, Value};
use laneway::thread;
use laneway_l10n::Language;
use laneway_trace::{Ending, EventKind};

use super::{METHODS, PROCESSES, PROGRAMS, in_processes};
use crate::Case;
use crate::sync::{Run, pause};

const STEPS: u64 = 25;

pub const CASES: &[Case] = &[
    Case::new("an_entry_of_a_manager_is_what_was_last_written", racing, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            check_entry(&run, &format!("stock-{seed}[apples]"));
            check_calls(&run, &format!("manager-{seed}"));
        }
    }),
    Case::new(
        "an_entry_of_a_manager_under_a_lock_loses_nothing",
        locked,
        |seen| {
            seen.ended(&Ending::Finished, Some(0));
            let run = Run::new(seen);
            check_entry(&run, "stock[apples]");
            assert_eq!(run.findings(), "");
        },
    ),
    Case::new("a_manager_keeps_dicts_lists_and_values", kept, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        assert_eq!(Run::new(seen).findings(), "");
    }),
    Case::new("callers_of_a_manager_are_killed", killed, |seen| {
        seen.ended(&Ending::Finished, Some(0));
    }),
    Case::new("a_manager_is_killed", gone, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        // When it waits for the next call is up to the cores.
        let story = run.story("keeper", Language::English);
        let (idle, calls): (Vec<_>, Vec<_>) = story
            .lines()
            .partition(|line| *line == "keeper waits for a call to keeper");
        assert!(!idle.is_empty());
        assert_eq!(
            calls.join("\n"),
            "main asks keeper for stock = dict() and waits for the reply\n\
             keeper begins to serve a call to keeper\n\
             keeper replies to a call to keeper\n\
             main has the reply from keeper\n\
             main asks keeper for stock[apples] and waits for the reply\n\
             main gets no reply: keeper is gone"
        );
        assert_eq!(
            run.story("keeper", Language::Chinese).lines().last(),
            Some("main 等不到答复：keeper 已不在")
        );
    }),
    Case::new("who_is_stuck_beside_an_idle_manager", stuck, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(Run::new(seen).findings(), "self_deadlock main on lock");
    }),
    Case::new("a_manager_ends_with_who_made_it", orphaned, |seen| {
        seen.ended(&Ending::Finished, Some(0));
    }),
];

/// Each read sees what was written last, and the steps have their numbers.
fn check_entry(run: &Run<'_>, name: &str) {
    let (mut last, mut writes) = (0, 0);
    let mut has_seen = HashMap::new();
    for (at, (_, event)) in run.on(name).into_iter().enumerate() {
        assert_eq!(event.sequence as usize, at + 1, "{name}");
        let value = event.value.int().expect("a number");
        match event.kind {
            EventKind::READ => {
                assert_eq!(value, last, "{name}");
                has_seen.insert(event.actor, value);
            }
            // The first one sets it.
            EventKind::WRITE => {
                let before = has_seen.get(&event.actor).copied().unwrap_or(-1);
                assert_eq!(value, before + 1, "{name}: one more than was read");
                (last, writes) = (value, writes + 1);
            }
            other => panic!("{other:?} on {name}"),
        }
    }
    assert_eq!(writes, PROCESSES * STEPS + 1, "{name}");
}

/// Calls are served by one actor, one after another.
fn check_calls(run: &Run<'_>, name: &str) {
    let mut served = None;
    for (_, event) in run.on(name) {
        match event.kind {
            EventKind::SERVE => assert_eq!(served.replace(event.value.int()), None, "{name}"),
            EventKind::REPLY => assert_eq!(served.take(), Some(event.value.int()), "{name}"),
            EventKind::CALL | EventKind::RETURN | EventKind::SERVE_WAIT => {}
            other => panic!("{other:?} on {name}"),
        }
    }
    assert_eq!(served, None, "{name}");
}

/// A manager and its dict, in which there are no apples.
fn stocked(manager: &str, stock: &str, seed: u64) -> io::Result<(Manager, Dict<i64>)> {
    let method = METHODS[seed as usize % METHODS.len()];
    let manager = Manager::start(manager, method)?;
    let stock = manager.dict(stock)?;
    stock.set("apples", 0)?;
    Ok((manager, stock))
}

fn racing() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let (manager, stock) =
                stocked(&format!("manager-{seed}"), &format!("stock-{seed}"), seed).unwrap();
            let code = |(stock, seed): (Dict<i64>, u64)| {
                let random = &mut fastrand::Rng::with_seed(seed);
                for _ in 0..STEPS {
                    let before = stock.get("apples").unwrap().unwrap();
                    pause(random);
                    stock.set("apples", before + 1).unwrap();
                }
            };
            in_processes(seed, code, &stock);
            manager.shutdown();
        }
    })
}

fn locked() -> ExitCode {
    laneway::run(|| {
        let (_manager, stock) = stocked("manager", "stock", 0).unwrap();
        let shared = (Lock::new("lock"), stock);
        let code = |((lock, stock), seed): ((Lock, Dict<i64>), u64)| {
            let random = &mut fastrand::Rng::with_seed(seed);
            for _ in 0..STEPS {
                let _guard = lock.lock();
                let before = stock.get("apples").unwrap().unwrap();
                pause(random);
                stock.set("apples", before + 1).unwrap();
            }
        };
        in_processes(0, code, &shared);
        let sold = shared.1.get("apples").unwrap();
        assert_eq!(sold, Some((PROCESSES * STEPS) as i64));
    })
}

/// What Python's `dict`, `list` and `Value` would do.
fn kept() -> ExitCode {
    laneway::run(|| {
        let manager = Manager::start("manager", StartMethod::Fork).unwrap();
        let stock = manager.dict::<String>("stock").unwrap();
        assert_eq!(stock.get("apples").unwrap(), None);
        stock.set("apples", "three".to_owned()).unwrap();
        stock.set("pears", "none".to_owned()).unwrap();
        assert_eq!((stock.len().unwrap(), stock.is_empty().unwrap()), (2, false));
        assert_eq!(stock.remove("pears").unwrap(), Some("none".to_owned()));
        assert_eq!(stock.remove("pears").unwrap(), None);
        let all = HashMap::from([("apples".to_owned(), "three".to_owned())]);
        assert_eq!(stock.to_map().unwrap(), all);

        let names = manager.list("names").unwrap();
        (1..=12).for_each(|name| names.push(name).unwrap());
        assert_eq!((names.get(0).unwrap(), names.get(-1).unwrap()), (1, 12));
        names.set(1, 20).unwrap();
        assert_eq!((names.remove(0).unwrap(), names.remove(-1).unwrap()), (1, 12));
        assert_eq!(names.to_vec().unwrap(), [20, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        let error = names.get(10).unwrap_err();
        assert_eq!(
            error.to_string(),
            "names[10]: there is no item 10 in a list of 10"
        );
        names.remove(-11).unwrap_err();

        let best = manager.value("best", &1.5).unwrap();
        best.set(best.get().unwrap() * 2.0).unwrap();
        // Every thread and every process has a connection of its own.
        let in_thread = thread::spawn({
            let best = best.clone();
            move || best.get().unwrap()
        });
        assert_eq!(in_thread.join().unwrap(), 3.0);
        let child = |(best, names): (laneway::process::ManagedValue<f64>, List<i32>)| {
            best.set(4.0).unwrap();
            names.push(99).unwrap();
        };
        for method in [StartMethod::Fork, StartMethod::Spawn] {
            let builder = Builder::new("child").start_method(method);
            let child = builder.start(child, (best.clone(), names.clone())).unwrap();
            assert_eq!(child.join(), 0);
        }
        assert_eq!((best.get().unwrap(), names.len().unwrap()), (4.0, 12));
    })
}

/// Some are killed wherever they are just then; the manager serves the others.
fn killed() -> ExitCode {
    laneway::run(|| {
        let (manager, stock) = stocked("manager", "stock", 0).unwrap();
        for _ in 0..8 {
            let before = stock.get("apples").unwrap().unwrap();
            let count = |stock: Dict<i64>| {
                loop {
                    let apples = stock.get("apples").unwrap().unwrap();
                    stock.set("apples", apples + 1).unwrap();
                }
            };
            let child = Builder::new("counts").start(count, stock.clone()).unwrap();
            while stock.get("apples").unwrap().unwrap() < before + 10 {}
            child.kill().unwrap();
            assert_eq!(child.join(), -9);
        }
        manager.shutdown();
    })
}

fn gone() -> ExitCode {
    laneway::run(|| {
        let manager = Manager::start("keeper", StartMethod::Fork).unwrap();
        let stock = manager.dict::<i64>("stock").unwrap();
        manager.process().kill().unwrap();
        assert_eq!(manager.process().join(), -9);
        let error = stock.get("apples").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BrokenPipe);
        let words = error.to_string();
        assert!(
            words.starts_with("stock[apples]: the manager `keeper` is gone"),
            "{words}"
        );
    })
}

fn stuck() -> ExitCode {
    laneway::run(|| {
        let _manager = Manager::start("manager", StartMethod::Fork).unwrap();
        let lock = Lock::new("lock");
        let _guard = lock.lock();
        drop(lock.lock());
    })
}

/// Who made it is killed; nobody tells the manager but the system.
fn orphaned() -> ExitCode {
    laneway::run(|| {
        let pid = Value::new("pid", 0);
        let make = |pid: Value| {
            let (manager, _stock) = stocked("manager", "stock", 0).unwrap();
            pid.set(i32::try_from(manager.process().pid()).unwrap());
            thread::park();
        };
        let maker = Builder::new("maker").start(make, pid.clone()).unwrap();
        while pid.get() == 0 {
            std::thread::yield_now();
        }
        maker.kill().unwrap();
        assert_eq!(maker.join(), -9);
        while Path::new(&format!("/proc/{}", pid.get())).exists() {
            std::thread::yield_now();
        }
    })
}
