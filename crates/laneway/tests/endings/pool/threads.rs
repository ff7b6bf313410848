//! Pools of threads, by random programs and by ones whose order is forced.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use laneway::pool::{self, Error, Future, Refused, ReturnWhen, ThreadPool};
use laneway_trace::Ending;

use super::check_pool;
use crate::Case;
use crate::sync::{PROGRAMS, Run, in_threads, pause};

const TASKS: u64 = 20;

pub const CASES: &[Case] = &[
    Case::new("tasks_of_a_pool_are_done_once", random, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            let tasks = check_pool(&run, &format!("pool-{seed}"), workers(seed));
            assert_eq!(tasks.len() as u64, TASKS * 4);
            for (name, task) in tasks {
                assert!(task.is_over(), "{name}");
                assert_eq!(task.callbacks, 2, "{name}");
                let fails = name.ends_with('7') && !task.cancelled;
                assert_eq!(task.outcome.unwrap_or(0), i64::from(fails), "{name}");
            }
        }
    }),
    Case::new("a_pool_that_is_shut_down_takes_nothing", shut_down, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let tasks = check_pool(&run, "pool", 1);
        assert!(!tasks["running"].cancelled && tasks["pending"].cancelled);
        assert_eq!(run.findings(), "");
    }),
    Case::new("the_results_of_a_map_are_in_order", maps, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let tasks = check_pool(&run, "pool", 3);
        assert_eq!(tasks.len(), 20);
        let tasks = check_pool(&run, "one", 1);
        assert!(!tasks["dropped-0"].cancelled && tasks["dropped-2"].cancelled);
        assert_eq!(tasks["fails-0"].outcome, Some(1));
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_wait_for_many_ends_as_it_says", waits, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        check_pool(&run, "pool", 3);
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_panic_of_a_callback_stops_no_other", callbacks, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let tasks = check_pool(&Run::new(seen), "pool", 1);
        assert_eq!(tasks["task"].callbacks, 4);
    }),
    Case::new("a_task_that_waits_for_its_own_pool", waits_for_own, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(Run::new(seen).findings(), "waits_for_ever pool-0 on inner");
    }),
    Case::new(
        "a_task_that_waits_for_many_of_its_own_pool",
        waits_for_own_all,
        |seen| {
            seen.ended(&Ending::Stuck, None);
            assert_eq!(
                Run::new(seen).findings(),
                "waits_for_ever pool-0 on all of 1 future"
            );
        },
    ),
];

fn workers(seed: u64) -> usize {
    seed as usize % 3 + 1
}

/// Threads submit, call off, wait and ask, all at once. Each task has two callbacks.
fn random() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let name = format!("pool-{seed}");
            let pool = Arc::new(ThreadPool::new(name.clone(), workers(seed)));
            let called = Arc::new(AtomicU32::new(0));
            let of_threads = Arc::clone(&called);
            in_threads(seed, {
                let pool = Arc::clone(&pool);
                move |thread, random| submit_and_ask(&pool, thread, random, &of_threads)
            });
            pool.shutdown();
            assert_eq!(u64::from(called.load(Ordering::SeqCst)), TASKS * 4 * 2);
        }
    })
}

fn submit_and_ask(pool: &ThreadPool, thread: u64, random: &mut fastrand::Rng, called: &Arc<AtomicU32>) {
    let mut futures = Vec::new();
    for number in 0..TASKS {
        let mut its = random.fork();
        let future = pool.submit(format!("task-{thread}-{number}"), move || {
            pause(&mut its);
            assert!(number % 10 != 7, "as planned");
            number * number
        });
        for name in ["one", "two"] {
            let called = Arc::clone(called);
            future.add_done_callback(name, move |outcome| {
                called.fetch_add(1, Ordering::SeqCst);
                check(number, outcome);
            });
            pause(random);
        }
        if random.u8(..4) == 0 {
            let cancelled = future.cancel();
            assert!(cancelled == future.is_cancelled() && (!cancelled || future.is_done()));
        }
        futures.push((number, future));
    }
    match random.u8(..3) {
        0 => futures.into_iter().for_each(|(number, future)| {
            match future.result_timeout(Duration::from_micros(random.u64(..200))) {
                Ok(outcome) => check(number, outcome),
                Err(future) => check(number, future.result()),
            }
        }),
        1 => {
            let all = futures.into_iter().map(|(_, future)| future);
            let waited = pool::wait(all, ReturnWhen::AllCompleted, None);
            assert_eq!((waited.done.len() as u64, waited.not_done.len()), (TASKS, 0));
        }
        _ => {
            let all = futures.into_iter().map(|(_, future)| future);
            let completed = pool::as_completed(all).inspect(|future| assert!(future.is_done()));
            assert_eq!(completed.count() as u64, TASKS);
        }
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

/// A task that says that it runs, and ends when it is told to.
fn held(pool: &ThreadPool, name: &str) -> (Future<u32>, mpsc::Sender<u32>) {
    let (go, may_go) = mpsc::channel();
    let (begun, has_begun) = mpsc::channel();
    let future = pool.submit(name, move || {
        begun.send(()).unwrap();
        let number = may_go.recv().unwrap();
        assert!(number != 7, "as planned");
        number
    });
    has_begun.recv().unwrap();
    (future, go)
}

fn shut_down() -> ExitCode {
    laneway::run(|| {
        let pool = ThreadPool::new("pool", 1);
        let (running, go) = held(&pool, "running");
        assert!(running.is_running() && !running.is_done() && !running.cancel());
        let pending = pool.submit("pending", || 5);
        assert!(!pending.is_running() && !pending.is_done());
        pool.shutdown_with(false, true);
        assert!(pending.is_cancelled() && pending.is_done() && pending.cancel());
        assert!(matches!(pending.result(), Err(Error::Cancelled)));
        let refused = pool.try_submit("late", || 5);
        assert_eq!(refused.err(), Some(Refused::ShutDown));
        go.send(3).unwrap();
        pool.shutdown();
        assert!(running.is_done() && !running.is_running() && !running.cancel());
        assert!(running.exception().is_none());
        assert_eq!(running.result().unwrap(), 3);
    })
}

fn maps() -> ExitCode {
    laneway::run(|| {
        let pool = ThreadPool::new("pool", 3);
        let squares = pool.map("square", |number: u64| number * number, 0..20);
        let squares: Vec<_> = squares.map(Result::unwrap).collect();
        assert_eq!(squares, (0..20).map(|number| number * number).collect::<Vec<_>>());

        // The only worker is held in the second one at the latest, so the last one is called off.
        let pool = ThreadPool::new("one", 1);
        let (go, may_go) = mpsc::channel::<()>();
        let may_go = Arc::new(Mutex::new(may_go));
        let first_fails = |fails| {
            let may_go = Arc::clone(&may_go);
            move |number: u64| {
                assert!(!(fails && number == 0), "as planned");
                if number > 0 {
                    // Until the other end is gone.
                    let _ = may_go.lock().unwrap().recv();
                }
                number * 2
            }
        };
        let mut doubles = pool.map("dropped", first_fails(false), 0..3);
        assert_eq!(doubles.next().unwrap().unwrap(), 0);
        drop(doubles);
        let results = pool.map("fails", first_fails(true), 0..3);
        drop(go);
        let results: Vec<_> = results.collect();
        assert!(matches!(&results[..], [Err(Error::Panicked(_))]));
    })
}

fn waits() -> ExitCode {
    laneway::run(|| {
        let pool = ThreadPool::new("pool", 3);
        let held = |name| held(&pool, name);
        let [(a, go_a), (b, go_b), (c, go_c)] = ["a", "b", "c"].map(held);
        let timeout = Some(Duration::from_millis(1));
        let waited = pool::wait([a, b, c], ReturnWhen::FirstCompleted, timeout);
        assert_eq!((waited.done.len(), waited.not_done.len()), (0, 3));
        go_b.send(2).unwrap();
        let mut waited = pool::wait(waited.not_done, ReturnWhen::FirstCompleted, None);
        assert_eq!((waited.done.len(), waited.not_done.len()), (1, 2));
        assert_eq!(waited.done.remove(0).result().unwrap(), 2);
        let mut completed = pool::as_completed(waited.not_done);
        go_c.send(3).unwrap();
        assert_eq!(completed.next().unwrap().result().unwrap(), 3);
        go_a.send(1).unwrap();
        assert_eq!(completed.next().unwrap().result().unwrap(), 1);
        assert!(completed.next().is_none());

        let [(a, go_a), (b, go_b), (c, go_c)] = ["d", "e", "f"].map(held);
        go_a.send(1).unwrap();
        let waited = pool::wait([a], ReturnWhen::FirstPanicked, None);
        go_b.send(7).unwrap();
        let both = waited.done.into_iter().chain([b, c]);
        let mut waited = pool::wait(both, ReturnWhen::FirstPanicked, None);
        assert_eq!((waited.done.len(), waited.not_done.len()), (2, 1));
        let error = waited.done.remove(1).exception().unwrap();
        assert_eq!(error.to_string(), "the task panicked: as planned");
        go_c.send(3).unwrap();
        let none = pool::wait(Vec::<Future<()>>::new(), ReturnWhen::AllCompleted, None);
        assert!(none.done.is_empty() && none.not_done.is_empty());
    })
}

fn callbacks() -> ExitCode {
    laneway::run(|| {
        let pool = ThreadPool::new("pool", 1);
        let (future, go) = held(&pool, "task");
        let (said, heard) = mpsc::channel();
        let says = |word: &'static str| {
            let said = said.clone();
            move |outcome: Result<u32, Error>| {
                said.send((word, outcome.ok(), std::thread::current().id()))
                    .unwrap();
            }
        };
        future.add_done_callback("first", says("first"));
        future.add_done_callback("fails", |_| panic!("as planned"));
        future.add_done_callback("second", says("second"));
        go.send(5).unwrap();
        pool.shutdown();
        future.add_done_callback("late", says("late"));
        let heard: Vec<_> = heard.try_iter().collect();
        let words: Vec<_> = heard.iter().map(|&(word, outcome, _)| (word, outcome)).collect();
        assert_eq!(
            words,
            [("first", Some(5)), ("second", Some(5)), ("late", Some(5))]
        );
        let here = std::thread::current().id();
        assert_eq!(
            heard
                .iter()
                .map(|&(_, _, thread)| thread == here)
                .collect::<Vec<_>>(),
            [false, false, true]
        );
        assert_eq!(future.result().unwrap(), 5);
    })
}

/// The only worker runs a task that waits for one that waits for the worker.
fn waits_for_own_as(wait: fn(Future<()>)) -> ExitCode {
    laneway::run(move || {
        let pool = ThreadPool::new("pool", 1);
        let (give, given) = mpsc::channel::<Future<()>>();
        let outer = pool.submit("outer", move || wait(given.recv().unwrap()));
        give.send(pool.submit("inner", || ())).unwrap();
        outer.result().unwrap();
    })
}

fn waits_for_own() -> ExitCode {
    waits_for_own_as(|inner| inner.result().unwrap())
}

fn waits_for_own_all() -> ExitCode {
    waits_for_own_as(|inner| drop(pool::wait([inner], ReturnWhen::AllCompleted, None)))
}
