//! Programs that hit a limit of the system: they end, and their trace says which limit it was.

use std::process::ExitCode;

use laneway::process::{Builder, Queue};
use laneway::{queue, thread};
use laneway_trace::{Ending, EventKind};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::Case;
use crate::extremes::count;

pub const CASES: &[Case] = &[
    Case::new("a_thread_that_is_missing", missing_consumer, |seen| {
        // The producer waits for it, and the house is kept: nobody can move.
        seen.ended(&Ending::Stuck, None);
        seen.says_unseen("A call to the system failed: starting the thread `consumer`: ");
        seen.says_unseen("address space");
        assert_eq!(count(seen, EventKind::START_FAILED), 1);
        assert_eq!(count(seen, EventKind::PANIC), 1);
    }),
    Case {
        plan: |_| limit(Resource::Nofile, 16),
        ..Case::new("few_descriptors", many_queues, |seen| {
            seen.ended(&Ending::Failed, Some(101));
            seen.says_unseen("A call to the system failed: making the queue `");
            seen.says_unseen("is 16 (RLIMIT_NOFILE)");
            assert_eq!(count(seen, EventKind::PANIC), 1);
        })
    },
    Case::new("too_little_room_for_a_process", no_child, |seen| {
        seen.ended(&Ending::Failed, Some(101));
        seen.says_unseen("A call to the system failed: starting the process `child`: ");
        assert_eq!(count(seen, EventKind::START_FAILED), 1);
        // It never was: nobody saw it die.
        assert_eq!(count(seen, EventKind::EXIT), 1);
    }),
];

/// From here on this process, and whatever it starts, may have this much of a resource.
fn limit(resource: Resource, current: u64) {
    let maximum = getrlimit(resource).maximum;
    let limit = Rlimit {
        current: Some(current),
        maximum,
    };
    setrlimit(resource, limit).expect("less than before");
}

fn missing_consumer() -> ExitCode {
    laneway::run(|| {
        let items = queue::Queue::new("items", Some(1));
        // The limit comes once the producer has what it needs: its stack, its heap, its ring.
        let (sender, has_put) = std::sync::mpsc::channel();
        let producer = thread::Builder::new().name("producer").spawn({
            let items = items.clone();
            move || {
                (0..3).for_each(|item| {
                    items.put(item);
                    let _ = sender.send(());
                });
            }
        });
        has_put.recv().expect("an item");
        let pages = std::fs::read_to_string("/proc/self/statm").expect("Linux");
        let pages: u64 = pages
            .split(' ')
            .next()
            .and_then(|word| word.parse().ok())
            .expect("a number");
        limit(
            Resource::As,
            pages * rustix::param::page_size() as u64 + (1 << 20),
        );
        let consumer = thread::Builder::new().name("consumer").spawn(move || items.get());
        drop((producer.expect("room for one"), consumer.expect("room for two")));
    })
}

fn many_queues() -> ExitCode {
    laneway::run(|| {
        let queues: Vec<Queue<i32>> = (0..16)
            .map(|number| Queue::new(format!("queue-{number}"), None))
            .collect();
        drop(queues);
    })
}

fn no_child() -> ExitCode {
    laneway::run(|| {
        limit(Resource::Nofile, 3);
        Builder::new("child")
            .start(|()| (), ())
            .expect("no room for a child");
    })
}
