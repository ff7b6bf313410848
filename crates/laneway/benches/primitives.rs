//! What primitives between threads cost without contention, each beside its counterpart in the same run: first
//! without a session, then recorded.
//!
//! Rounds of both take turns; each figure is that of the round which a tenth of them undercut, for on a
//! machine that is shared the slower ones tell of its other users.

use std::collections::VecDeque;
use std::hint::black_box;
use std::pin::pin;
use std::process::ExitCode;
use std::sync::PoisonError;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use laneway::pool::ThreadPool;
use laneway::queue::Queue;
use laneway::sync::{Barrier, Condvar, RwLock, mpsc};
use laneway::task;
use laneway_recorder::session::{Clock, Folder, SESSION_VARIABLE, Settings};

/// Calls in a round.
const CALLS: u32 = 1000;
const ROUNDS: usize = 1000;
/// Tasks that go through a pool in a call.
const TASKS: u64 = 100;
/// The most events that a call records, all rows of the table together.
const EVENTS: u64 = 16;

fn main() -> ExitCode {
    // `cargo test` runs benches, too, to see whether they run: a few rounds tell.
    let rounds = if std::env::args().any(|word| word == "--bench") {
        ROUNDS
    } else {
        3
    };
    measure(&Table {
        rounds,
        how: "no session",
        limit: Some(1.1),
    });
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let folder = Folder::new(temporary.path().join("session"));
    let _control = folder
        .create(&Settings {
            events: EVENTS * rounds as u64 * u64::from(CALLS),
            clock: Clock::best(),
            ..Settings::default()
        })
        .expect("a session folder");
    // SAFETY: there is no other thread yet.
    unsafe { std::env::set_var(SESSION_VARIABLE, folder.path()) };
    laneway::run(|| {
        measure(&Table {
            rounds,
            how: "recorded",
            limit: None,
        });
    })
}

/// A table of figures.
struct Table {
    rounds: usize,
    /// How all of it was measured.
    how: &'static str,
    limit: Option<f64>,
}

impl Table {
    /// Prints a row: a line of JSON for `cargo xtask bench`. Without a limit it is told and not judged.
    fn row(&self, what: &str, ours: impl FnMut(), bare: impl FnMut()) {
        self.row_of(what, (self.rounds, CALLS), ours, bare);
    }

    /// As [`row`](Self::row), with rounds and calls of its own.
    fn row_of(
        &self,
        what: &str,
        (rounds, calls): (usize, u32),
        mut ours: impl FnMut(),
        mut bare: impl FnMut(),
    ) {
        let (mut of_ours, mut of_bare) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            of_bare.push(time_ns(calls, &mut bare));
            of_ours.push(time_ns(calls, &mut ours));
        }
        let (ours, bare) = (first_decile(&mut of_ours), first_decile(&mut of_bare));
        let (times, how) = (ours / bare, self.how);
        let limit = self.limit.map_or("null".to_owned(), |limit| limit.to_string());
        println!(
            r#"{{"figure":"{what}, {how}","value":{times:.3},"limit":{limit},"unit":"times","beside":"{ours:.1} ns, and {bare:.1} ns bare"}}"#
        );
    }
}

/// A row for each primitive.
fn measure(table: &Table) {
    let (ours, bare) = (RwLock::new(0_u64), std::sync::RwLock::new(0_u64));
    table.row(
        "RwLock, to read",
        || drop(black_box(&ours).read()),
        || drop(black_box(&bare).read()),
    );
    table.row(
        "RwLock, to write",
        || *black_box(&ours).write().unwrap() += 1,
        || *black_box(&bare).write().unwrap() += 1,
    );
    let (ours, bare) = (Condvar::new(), std::sync::Condvar::new());
    table.row(
        "Condvar, a notification that nobody waits for",
        || black_box(&ours).notify_one(),
        || black_box(&bare).notify_one(),
    );
    let (ours, bare) = (mpsc::channel(), std::sync::mpsc::channel());
    table.row(
        "mpsc, an item through a channel",
        || {
            black_box(&ours.0).send(1_u64).unwrap();
            black_box(ours.1.recv().unwrap());
        },
        || {
            black_box(&bare.0).send(1_u64).unwrap();
            black_box(bare.1.recv().unwrap());
        },
    );
    let (ours, bare) = (Queue::new("queue", None), BareQueue::default());
    table.row(
        "Queue, an item through it, beside the least such queue of std's parts",
        || {
            black_box(&ours).put(1_u64);
            black_box(ours.get());
        },
        || {
            black_box(&bare).put(1_u64);
            black_box(bare.get());
        },
    );
    let (ours, bare) = (Barrier::new(1), std::sync::Barrier::new(1));
    table.row(
        "Barrier for one",
        || assert!(black_box(&ours).wait().is_leader()),
        || assert!(black_box(&bare).wait().is_leader()),
    );
    let (ours, bare) = (task::Lock::named("lock"), tokio::sync::Mutex::new(()));
    table.row(
        "async lock, beside tokio's",
        || drop(at_once(black_box(&ours).acquire())),
        || drop(at_once(black_box(&bare).lock())),
    );
    let (ours, bare) = (ThreadPool::new("pool", 1), BarePool::new());
    table.row_of(
        "a pool of one, 100 tasks through it, beside the least one of std's parts",
        (table.rounds.div_ceil(10), 10),
        || {
            let submit = |number| ours.submit("task", move || number);
            let futures: Vec<_> = (0..TASKS).map(submit).collect();
            let results = futures.into_iter().map(|future| future.result().unwrap());
            assert_eq!(results.sum::<u64>(), TASKS * (TASKS - 1) / 2);
        },
        || {
            let futures: Vec<_> = (0..TASKS).map(|number| bare.submit(move || number)).collect();
            let results = futures.into_iter().map(|future| future.recv().unwrap());
            assert_eq!(results.sum::<u64>(), TASKS * (TASKS - 1) / 2);
        },
    );
}

/// The least queue that blocks: a lock around the items, and conditions for both sides.
#[derive(Default)]
struct BareQueue {
    items: std::sync::Mutex<VecDeque<u64>>,
    not_empty: std::sync::Condvar,
    not_full: std::sync::Condvar,
}

impl BareQueue {
    fn put(&self, item: u64) {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        items.push_back(item);
        drop(items);
        self.not_empty.notify_one();
    }

    fn get(&self) -> u64 {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        let item = loop {
            match items.pop_front() {
                Some(item) => break item,
                None => items = self.not_empty.wait(items).unwrap_or_else(PoisonError::into_inner),
            }
        };
        drop(items);
        self.not_full.notify_one();
        item
    }
}

/// The least pool: a thread that takes boxed tasks out of a channel, and a channel for each result.
struct BarePool {
    tasks: std::sync::mpsc::Sender<Box<dyn FnOnce() + Send>>,
}

impl BarePool {
    fn new() -> Self {
        let (tasks, to_do) = std::sync::mpsc::channel::<Box<dyn FnOnce() + Send>>();
        std::thread::spawn(move || to_do.into_iter().for_each(|task| task()));
        Self { tasks }
    }

    fn submit(&self, task: impl FnOnce() -> u64 + Send + 'static) -> std::sync::mpsc::Receiver<u64> {
        let (result, future) = std::sync::mpsc::channel();
        let task = move || {
            // Nobody may ask for it.
            let _ = result.send(task());
        };
        self.tasks.send(Box::new(task)).expect("it works on");
        future
    }
}

/// The outcome of a future that need not wait.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => unreachable!("nobody is in its way"),
    }
}

/// Nanoseconds for one call.
#[inline(always)]
fn time_ns(calls: u32, mut call: impl FnMut()) -> f64 {
    let start = Instant::now();
    (0..calls).for_each(|_| call());
    start.elapsed().as_nanos() as f64 / f64::from(calls)
}

fn first_decile(rounds: &mut [f64]) -> f64 {
    rounds.sort_by(f64::total_cmp);
    rounds[rounds.len() / 10]
}
