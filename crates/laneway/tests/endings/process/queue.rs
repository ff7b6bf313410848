//! Queues, and the threads that feed their pipes.

use std::process::ExitCode;

use laneway::process::{Builder, Queue, StartMethod};
use laneway_trace::{Ending, EventKind, Value};

use super::{PROCESSES, PROGRAMS, in_processes};
use crate::Case;
use crate::newest::until_somebody;
use crate::sync::{Run, pause};

const ITEMS: usize = 12;

pub const CASES: &[Case] = &[
    Case::new("items_of_all_sizes_come_out_of_a_queue_once", sizes, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            let (mut put, mut taken) = (Vec::new(), 0);
            for (_, event) in run.on(&format!("items-{seed}")) {
                match event.kind {
                    EventKind::PUT => put.push(event.sequence),
                    EventKind::GET => {
                        assert_eq!(event.value, Value::Int(put[taken].into()));
                        taken += 1;
                    }
                    _ => {}
                }
            }
            assert_eq!(taken, PROCESSES as usize * ITEMS);
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new(
        "a_queue_that_is_joined_before_it_is_drained",
        joined_too_early,
        |seen| {
            seen.ended(&Ending::Stuck, None);
            assert_eq!(Run::new(seen).findings(), "waits_for_ever large.feeder on large");
        },
    ),
    Case::new("who_puts_is_killed_in_the_middle", killed, |seen| {
        seen.ended(&Ending::Stuck, None);
        let told = "waits_for_ever main on large; helpers large.feeder";
        assert_eq!(Run::new(seen).findings(), told);
    }),
    Case::new("who_has_put_a_little_may_fork", forks_after_put, |seen| {
        seen.ended(&Ending::Finished, Some(0));
    }),
];

/// Each puts texts from one letter to far more than a pipe holds; one takes them all.
fn sizes() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let items = Queue::<String>::new(format!("items-{seed}"), None);
            let take = |items: Queue<String>| {
                let lengths = (0..PROCESSES as usize * ITEMS).map(|_| items.get().len());
                assert!(lengths.sum::<usize>() > 0);
            };
            let taker = Builder::new("taker").start(take, items.clone()).unwrap();
            let code = |(items, seed): (Queue<String>, u64)| {
                let random = &mut fastrand::Rng::with_seed(seed);
                for _ in 0..ITEMS {
                    let most = random.choice([10, 4_000, 9_000, 300_000]);
                    items.put("x".repeat(random.usize(1..most.unwrap())));
                    pause(random);
                }
            };
            in_processes(seed, code, &items);
            assert_eq!(taker.join(), 0);
        }
    })
}

/// The child cannot end before somebody takes what it has put, and who would waits for its end.
fn joined_too_early() -> ExitCode {
    laneway::run(|| {
        let large = Queue::new("large", None);
        let put = |large: Queue<String>| large.put("x".repeat(1 << 20));
        let child = Builder::new("child").start(put, large.clone()).unwrap();
        child.join();
        large.get();
    })
}

/// The pipe has the beginning of an item, and nobody will write the rest.
fn killed() -> ExitCode {
    laneway::run(|| {
        let large = Queue::new("large", None);
        let put = |large: Queue<String>| large.put("x".repeat(1 << 20));
        let child = Builder::new("child").start(put, large.clone()).unwrap();
        until_somebody(EventKind::FLUSH_WAIT);
        child.kill().unwrap();
        assert_eq!(child.join(), -9);
        large.get();
    })
}

fn forks_after_put() -> ExitCode {
    laneway::run(|| {
        let items = Queue::new("items", None);
        (0..20).for_each(|item| items.put(item));
        let take = |items: Queue<i32>| assert_eq!((0..20).map(|_| items.get()).sum::<i32>(), 190);
        let taker = Builder::new("taker").start_method(StartMethod::Fork);
        assert_eq!(taker.start(take, items.clone()).unwrap().join(), 0);
    })
}
