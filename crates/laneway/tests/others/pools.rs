//! Pools of rayon, and the library's in their place.

use std::panic::catch_unwind;
use std::process::ExitCode;
use std::time::Instant;

use laneway::pool;
use laneway::sync::Mutex;
use laneway_model::LaneEnding;
use laneway_trace::EventKind;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::{Case, Flag, hold_time};

pub const CASES: &[Case] = &[
    Case {
        seen: &[
            ("main", EventKind::SEEN_ASLEEP),
            ("rayon-0", EventKind::SEEN_ASLEEP),
            ("rayon-0", EventKind::SEEN_END),
            ("rayon-1", EventKind::SEEN_ASLEEP),
            ("rayon-1", EventKind::SEEN_END),
        ],
        ..Case::new("idle_workers_of_rayon", idle, |run| {
            run.was_only_seen("rayon-0");
            run.was_only_seen("rayon-1");
            run.has_nothing_but_lanes();
        })
    },
    Case {
        seen: &[("rayon-0", EventKind::SEEN_END), ("rayon-1", EventKind::SEEN_END)],
        ..Case::new("jobs_of_rayon_with_stretches", jobs, |run| {
            for number in 0..2 {
                let name = format!("rayon-{number}");
                assert_eq!(run.deeds(&name), "begin note span_open span_close");
                assert_eq!(run.spans(&name), [format!("job on {number}")]);
                assert_eq!(run.who_says(&format!("worker {number} starts")), name);
            }
            run.has_nothing_but_lanes();
        })
    },
    Case::new("a_job_of_rayon_within_another_ones_stretch", within, |run| {
        assert_eq!(run.spans("rayon-0"), ["waits", ".another job"]);
    }),
    Case::new("a_panic_in_a_job_of_rayon", panics, |run| {
        assert_eq!(run.deeds("rayon-0"), "begin panic");
        run.claims_nothing();
    }),
    Case {
        seen: &[("rayon-1", EventKind::LOCK_WAIT)],
        ..Case::new("a_lock_of_laneway_in_jobs_of_rayon", locks, |run| {
            assert_eq!(run.deeds("rayon-0"), "begin lock_acquire lock_release");
            assert_eq!(run.deeds("rayon-1"), "begin lock_wait lock_acquire lock_release");
            assert_eq!(run.objects(), ["lock lock"]);
            run.claims_nothing();
        })
    },
    Case {
        seen: &[
            ("rayon-7", EventKind::SEEN_RUNNING),
            ("rayon-7", EventKind::SEEN_READY),
        ],
        ..Case::new("more_workers_than_cores", crowd, |run| {
            run.has_nothing_but_lanes();
        })
    },
    Case {
        seen: &[("global-0", EventKind::SEEN_ASLEEP)],
        ..Case::new("the_global_pool_of_rayon", global, |run| {
            assert_eq!(run.deeds("global-0"), "begin span_open span_close");
            run.ended("global-0", LaneEnding::SeenGone);
            run.has_nothing_but_lanes();
        })
    },
    Case::new("the_pool_of_laneway", laneway_pool, |run| {
        assert_eq!(run.objects(), ["future square", "pool pool"]);
        assert!(run.deeds("pool-0").contains("task_begin task_end"));
        run.claims_nothing();
    }),
];

fn rayon_pool(workers: usize) -> ThreadPool {
    let builder = ThreadPoolBuilder::new().num_threads(workers);
    let builder = builder.thread_name(|number| format!("rayon-{number}"));
    builder.build().expect("a pool")
}

/// The workers have nothing to do, and end a while before the program.
fn idle() -> ExitCode {
    laneway::run(|| {
        let pool = rayon_pool(2);
        std::thread::sleep(hold_time());
        drop(pool);
        std::thread::sleep(hold_time());
    })
}

/// Each worker says that it starts, and has one job.
fn jobs() -> ExitCode {
    laneway::run(|| {
        let builder = ThreadPoolBuilder::new().num_threads(2);
        let builder = builder
            .thread_name(|number| format!("rayon-{number}"))
            .start_handler(|number| laneway::note!("worker {number} starts"));
        let pool = builder.build().expect("a pool");
        pool.broadcast(|worker| {
            let _job = laneway::span(format!("job on {}", worker.index()));
        });
        drop(pool);
        laneway::sleep(hold_time());
    })
}

/// A job that waits for others runs one of them meanwhile.
fn within() -> ExitCode {
    laneway::run(|| {
        rayon_pool(1).install(|| {
            let _waits = laneway::span("waits");
            rayon::scope(|scope| scope.spawn(|_| drop(laneway::span("another job"))));
        });
    })
}

/// Who gave it to the pool looks at what came of it.
fn panics() -> ExitCode {
    laneway::run(|| {
        let outcome = catch_unwind(|| rayon_pool(1).install(|| panic!("oh")));
        assert!(outcome.is_err());
    })
}

/// One job holds a lock until the other one waits for it.
fn locks() -> ExitCode {
    laneway::run(|| {
        let (lock, is_held) = (Mutex::named("lock", ()), Flag::default());
        rayon_pool(2).broadcast(|worker| {
            if worker.index() == 0 {
                let _held = lock.lock();
                is_held.set();
                std::thread::sleep(hold_time());
            } else {
                is_held.until_set();
                drop(lock.lock());
            }
        });
    })
}

/// Many busy workers on one core.
fn crowd() -> ExitCode {
    laneway::run(|| {
        let mut cores = rustix::thread::CpuSet::new();
        cores.set(0);
        rustix::thread::sched_setaffinity(None, &cores).expect("a core");
        let end = Instant::now() + hold_time();
        rayon_pool(48).broadcast(|_| while Instant::now() < end {});
    })
}

/// Its worker ends with the process.
fn global() -> ExitCode {
    laneway::run(|| {
        let builder = ThreadPoolBuilder::new().num_threads(1);
        let builder = builder.thread_name(|number| format!("global-{number}"));
        builder.build_global().expect("the first pool");
        rayon::scope(|scope| scope.spawn(|_| drop(laneway::span("job"))));
        laneway::sleep(hold_time());
    })
}

fn laneway_pool() -> ExitCode {
    laneway::run(|| {
        let pool = pool::ThreadPool::new("pool", 1);
        let square = pool.submit("square", || 7 * 7);
        assert_eq!(square.result().expect("no panic"), 49);
    })
}
