//! Pools of processes, by random programs, by ones whose order is forced, and by workers that die.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use laneway::pool::{self, Error, Future, ProcessPool, Refused, ReturnWhen, ThreadPool};
use laneway::process::{Lock, StartMethod, id};
use laneway_l10n::Language;
use laneway_trace::{Ending, EventKind};

use super::check_pool;
use crate::sync::{Run, in_threads, pause};
use crate::{Case, Seen, Stage, until};

const TASKS: u64 = 12;
const WORKERS: usize = 3;
const METHODS: [StartMethod; 3] = [StartMethod::Fork, StartMethod::Spawn, StartMethod::Forkserver];

pub const CASES: &[Case] = &[
    Case::new("tasks_of_a_pool_of_processes_are_done_once", random, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for name in ["by-Fork", "by-Spawn", "by-Forkserver"] {
            let tasks = check_pool(&run, name, WORKERS);
            assert_eq!(tasks.len() as u64, TASKS * 4);
            for (name, task) in tasks {
                assert!(task.is_over() && !task.given_up, "{name}");
                assert_eq!(task.callbacks, 1, "{name}");
                let fails = name.ends_with('7') && !task.cancelled;
                assert_eq!(task.outcome.unwrap_or(0), i64::from(fails), "{name}");
            }
        }
    }),
    Case::new("workers_of_a_pool_are_used_again", workers, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let actors = &run.seen.trace().header.actors;
        for (name, task) in check_pool(&run, "pool", 2) {
            let process = actors[task.worker.expect("it ran").index()]
                .parent
                .expect("a process");
            let process = run.model.actor_name(process);
            assert!(["pool-0", "pool-1"].contains(&process), "{name}: {process}");
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("what_cannot_be_sent_to_a_pool_is_told", unsendable, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        check_pool(&Run::new(seen), "pool", 1);
    }),
    Case::new("a_pool_of_processes_that_is_shut_down", shut_down, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let tasks = check_pool(&run, "pool", 1);
        assert!(!tasks["running"].cancelled && tasks["pending"].cancelled);
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_worker_is_killed_in_its_task", killed, |seen| {
        check_broken(seen, &["waits", "dies", "pending"]);
        let run = Run::new(seen);
        assert_eq!(
            run.story("dies", Language::English),
            "main/main hands dies to pool\n\
             pool-1 begins dies\n\
             pool-manager gives up dies, because its worker is dead\n\
             pool-manager begins the callback called of dies\n\
             pool-manager has finished the callback of dies\n\
             main/main has the result of dies"
        );
        assert_eq!(
            run.story("dies", Language::Chinese).lines().nth(2),
            Some("pool-manager 放弃了 dies：执行它的进程已不在")
        );
    }),
    Case::new("a_worker_exits_in_its_task", exits, |seen| {
        check_broken(seen, &["waits", "dies", "pending"]);
    }),
    Case::new("a_worker_is_killed_that_has_no_task", killed_idle, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        check_pool(&Run::new(seen), "pool", 1);
    }),
    Case::new("workers_are_killed_anywhere", killed_anywhere, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for number in 0..KILLS {
            let tasks = check_pool(&run, &format!("pool-{number}"), 2);
            for (name, task) in tasks {
                assert!(task.is_over(), "{name}");
            }
        }
    }),
    Case::new("a_worker_waits_for_who_waits_for_it", deadlock, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(
            Run::new(seen).findings(),
            "waits_for_ever main on task\nwaits_for_ever main on lock"
        );
    }),
    Case::new("pools_that_nobody_shuts_down", forgotten, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for pool in ["processes", "threads"] {
            let tasks = check_pool(&run, pool, 1);
            assert_eq!(tasks.len(), 5);
            assert!(tasks.values().all(|task| task.outcome == Some(0)));
            let shut_down = run
                .on(pool)
                .iter()
                .filter(|(_, event)| event.kind == EventKind::SHUTDOWN)
                .count();
            assert_eq!(shut_down, 1, "{pool}");
        }
    }),
    Case {
        disturb: |stage| stage.send(stage.until_ready().0, libc::SIGKILL),
        ..Case::new("the_program_of_a_pool_is_killed", program_killed, |seen| {
            seen.ended(&Ending::Failed, Some(-libc::SIGKILL));
            let run = Run::new(seen);
            assert!(
                run.on("sleeps")
                    .iter()
                    .all(|(_, event)| event.kind != EventKind::TASK_END)
            );
        })
    },
];

/// The worker that died took its task with it; the other was killed, and what was pending never began.
fn check_broken(seen: &Seen, names: &[&str]) {
    seen.ended(&Ending::Finished, Some(0));
    let run = Run::new(seen);
    let tasks = check_pool(&run, "pool", 2);
    for &name in names {
        assert_eq!(tasks[name].given_up, name != "pending", "{name}");
        assert_eq!(tasks[name].cancelled, name == "pending", "{name}");
        assert_eq!(tasks[name].callbacks, 1, "{name}");
    }
    assert_eq!(run.findings(), "");
}

/// Threads submit, call off, wait and ask, all at once. Each task has a callback.
fn random() -> ExitCode {
    laneway::run(|| {
        for method in METHODS {
            let name = format!("by-{method:?}");
            let pool = Arc::new(ProcessPool::with_start_method(name, WORKERS, method).unwrap());
            let called = Arc::new(AtomicU32::new(0));
            let of_threads = Arc::clone(&called);
            in_threads(0, {
                let pool = Arc::clone(&pool);
                move |thread, random| submit_and_ask(&pool, thread, random, &of_threads)
            });
            pool.shutdown();
            assert_eq!(u64::from(called.load(Ordering::SeqCst)), TASKS * 4);
        }
    })
}

/// The square of a number, unless it ends in 7.
fn square((number, seed): (u64, u64)) -> u64 {
    pause(&mut fastrand::Rng::with_seed(seed));
    assert!(number % 10 != 7, "as planned");
    number * number
}

fn submit_and_ask(pool: &ProcessPool, thread: u64, random: &mut fastrand::Rng, called: &Arc<AtomicU32>) {
    let mut futures = Vec::new();
    for number in 0..TASKS {
        let name = format!("task-{thread}-{number}");
        let future = pool.submit(name, square, (number, random.u64(..)));
        let (called, parent) = (Arc::clone(called), id());
        future.add_done_callback("called", move |outcome| {
            assert_eq!(id(), parent);
            called.fetch_add(1, Ordering::SeqCst);
            check(number, outcome);
        });
        pause(random);
        if random.u8(..4) == 0 {
            let cancelled = future.cancel();
            assert!(cancelled == future.is_cancelled() && (!cancelled || future.is_done()));
        }
        futures.push((number, future));
    }
    if random.bool() {
        for (number, future) in futures {
            match future.result_timeout(Duration::from_micros(random.u64(..200))) {
                Ok(outcome) => check(number, outcome),
                Err(future) => check(number, future.result()),
            }
        }
    } else {
        let all = futures.into_iter().map(|(_, future)| future);
        assert_eq!(pool::as_completed(all).count() as u64, TASKS);
    }
}

fn check(number: u64, outcome: Result<u64, Error>) {
    match outcome {
        Ok(result) => assert_eq!(result, number * number),
        Err(Error::Cancelled) => {}
        Err(error) => assert_eq!(
            (error.panic_message(), number % 10),
            (Some("as planned"), 7),
            "{error}"
        ),
    }
}

/// No more processes than workers, whatever becomes of their tasks, and none of them is this one.
fn workers() -> ExitCode {
    laneway::run(|| {
        let pool = ProcessPool::new("pool", 2).unwrap();
        let pid = |number: u32| {
            assert!(number % 5 != 3, "as planned");
            id()
        };
        let tasks: Vec<Future<u32>> = (0..20)
            .map(|number| pool.submit(format!("pid-{number}"), pid, number))
            .collect();
        let mut pids = BTreeSet::new();
        for (number, task) in tasks.into_iter().enumerate() {
            match task.result() {
                Ok(pid) => drop(pids.insert(pid)),
                Err(error) => assert_eq!((error.panic_message(), number % 5), (Some("as planned"), 3)),
            }
        }
        assert!(!pids.contains(&id()) && (1..=2).contains(&pids.len()), "{pids:?}");
        let long = pool.map(
            "long",
            |text: String| text + "!",
            ["a".repeat(1 << 20), "b".repeat(1 << 20)],
        );
        let lengths: Vec<_> = long.map(|text| text.unwrap().len()).collect();
        assert_eq!(lengths, [(1 << 20) + 1; 2]);

        // There are threads now.
        let error = ProcessPool::new("late", 1).unwrap_err().to_string();
        assert!(
            error.starts_with("fork needs a process with one thread"),
            "{error}"
        );
        let spawned = ProcessPool::with_start_method("spawned", 1, StartMethod::Spawn).unwrap();
        assert_ne!(spawned.submit("pid", |()| id(), ()).result().unwrap(), id());
    })
}

fn unsendable() -> ExitCode {
    laneway::run(|| {
        let pool = ProcessPool::new("pool", 1).unwrap();
        let lock = Lock::new("lock");
        let refused = pool.try_submit("refused", |_: Lock| (), lock).unwrap_err();
        let Refused::Unsendable(reason) = &refused else {
            panic!("{refused}");
        };
        assert!(
            reason.contains("can only be passed to a process being started"),
            "{reason}"
        );
        let keys = pool.submit("keys", |number: u8| HashMap::from([((number, 2), 3)]), 1);
        let error = keys.result().unwrap_err();
        let message = error.panic_message().unwrap();
        assert!(message.starts_with("the result cannot be sent"), "{message}");
        let silent = pool.submit::<_, ()>("silent", |()| std::panic::panic_any(5), ());
        let error = silent.result().unwrap_err();
        assert!(matches!(error, Error::Panicked(_)) && error.panic_message().is_none());
        assert_eq!(pool.submit("lives", |number: u8| number, 5).result().unwrap(), 5);
    })
}

/// A folder where tasks meet.
fn meeting(name: &str) -> PathBuf {
    Stage::of_environment().folder.join(name)
}

/// Says that it is here, and waits until it may go on.
fn hold(place: &Path) {
    fs::write(place.with_extension("here"), "").unwrap();
    until("it may go on", || place.exists());
}

/// A task that was begun and is held.
fn held(pool: &ProcessPool, name: &str, code: fn(PathBuf)) -> (Future<()>, PathBuf) {
    let place = meeting(name);
    let future = pool.submit(name, code, place.clone());
    until("it runs", || place.with_extension("here").exists());
    assert!(future.is_running() && !future.is_done());
    (future, place)
}

fn shut_down() -> ExitCode {
    laneway::run(|| {
        let pool = ProcessPool::new("pool", 1).unwrap();
        let (running, place) = held(&pool, "running", |place| hold(&place));
        assert!(!running.cancel());
        let pending = pool.submit("pending", |()| 5, ());
        pool.shutdown_with(false, true);
        assert!(pending.is_cancelled());
        assert!(matches!(pending.result(), Err(Error::Cancelled)));
        let refused = pool.try_submit("late", |()| 5, ());
        assert_eq!(refused.err(), Some(Refused::ShutDown));
        fs::write(place, "").unwrap();
        pool.shutdown();
        assert!(running.is_done());
        running.result().unwrap();
    })
}

/// One of two workers dies; what it ran, what the other runs and what is pending end with the pool.
fn breaks(dies: fn(PathBuf), reason: &'static str) -> ExitCode {
    laneway::run(move || {
        let pool = ProcessPool::new("pool", 2).unwrap();
        let (waits, _) = held(&pool, "waits", |place| hold(&place));
        let (dies, place) = held(&pool, "dies", dies);
        let pending = pool.submit("pending", |()| (), ());
        let called = Arc::new(Mutex::new(0));
        for future in [&waits, &dies, &pending] {
            let called = Arc::clone(&called);
            future.add_done_callback("called", move |outcome| {
                assert!(matches!(outcome, Err(Error::Broken(its)) if its == reason));
                *called.lock().unwrap() += 1;
            });
        }
        fs::write(place, "").unwrap();
        let waited = pool::wait([waits, dies, pending], ReturnWhen::AllCompleted, None);
        for future in waited.done {
            assert!(!future.is_cancelled());
            let error = future.result().unwrap_err().to_string();
            assert_eq!(error, format!("the pool is broken: {reason}"));
        }
        let refused = pool.try_submit("late", |()| (), ());
        assert_eq!(refused.err(), Some(Refused::Broken(reason.to_owned())));
        pool.shutdown();
        assert_eq!(*called.lock().unwrap(), 3);
    })
}

fn killed() -> ExitCode {
    let dies = |place: PathBuf| {
        hold(&place);
        // SAFETY: a system call on two numbers.
        unsafe { libc::kill(id() as libc::pid_t, libc::SIGKILL) };
    };
    breaks(dies, "a worker process was killed by signal 9")
}

fn exits() -> ExitCode {
    let dies = |place: PathBuf| {
        hold(&place);
        laneway::process::exit(3);
    };
    breaks(dies, "a worker process exited with status 3")
}

fn killed_idle() -> ExitCode {
    laneway::run(|| {
        let pool = ProcessPool::new("pool", 1).unwrap();
        let pid = pool.submit("pid", |()| id(), ()).result().unwrap();
        // SAFETY: a system call on two numbers; the process is a child that nobody has waited for.
        unsafe { libc::kill(pid as libc::pid_t, libc::SIGKILL) };
        let reason = "a worker process was killed by signal 9";
        match pool.try_submit("late", |()| (), ()) {
            Ok(future) => assert!(matches!(future.result(), Err(Error::Broken(its)) if its == reason)),
            Err(refused) => assert_eq!(refused, Refused::Broken(reason.to_owned())),
        }
    })
}

/// How many pools lose a worker at some moment.
const KILLS: u64 = 20;

/// A worker is killed wherever it is just then: what it has done is done or lost.
fn killed_anywhere() -> ExitCode {
    laneway::run(|| {
        let random = &mut fastrand::Rng::with_seed(1);
        for number in 0..KILLS {
            let method = METHODS[number as usize % METHODS.len()];
            let pool = ProcessPool::with_start_method(format!("pool-{number}"), 2, method).unwrap();
            let pid = pool.submit("pid", |()| id(), ()).result().unwrap();
            let tasks: Vec<Future<u64>> = (0..200)
                .map_while(|number| pool.try_submit("task", |number: u64| number * 2, number).ok())
                .collect();
            let survives = random.usize(..100);
            for (number, task) in (0..).zip(tasks) {
                if number == survives {
                    // SAFETY: as above.
                    unsafe { libc::kill(pid as libc::pid_t, libc::SIGKILL) };
                }
                match task.result() {
                    Ok(result) => assert_eq!(result, number as u64 * 2),
                    Err(error) => assert!(matches!(error, Error::Broken(_)) && number >= survives),
                }
            }
        }
    })
}

/// Inherited by a forked worker.
static LOCK: OnceLock<Lock> = OnceLock::new();

fn deadlock() -> ExitCode {
    laneway::run(|| {
        let lock = LOCK.get_or_init(|| Lock::new("lock"));
        let pool = ProcessPool::new("pool", 1).unwrap();
        let _guard = lock.lock();
        let task = pool.submit("task", |()| drop(LOCK.get().unwrap().lock()), ());
        task.result().unwrap();
    })
}

/// Their tasks are done all the same, as at the end of a Python program.
fn forgotten() -> ExitCode {
    laneway::run(|| {
        let processes = ProcessPool::new("processes", 1).unwrap();
        let threads = ThreadPool::new("threads", 1);
        for number in 0..5 {
            processes.submit(format!("process-{number}"), square, (number, number));
            threads.submit(format!("thread-{number}"), move || square((number, number)));
        }
        std::mem::forget((processes, threads));
    })
}

fn program_killed() -> ExitCode {
    laneway::run(|| {
        let pool = ProcessPool::new("pool", 2).unwrap();
        let (_sleeps, _) = held(&pool, "sleeps", |place| hold(&place));
        Stage::of_environment().ready();
        until("it is killed", || false);
    })
}
