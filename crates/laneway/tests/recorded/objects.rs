//! Locks, cells, queues and pools between threads.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use laneway::{cell, pool, queue, sync, thread};
use laneway_recorder::session::TAG_INT;
use laneway_trace::{EventKind, ObjectKind};

use crate::Case;
use crate::newest::until_somebody;

pub const CASES: &[Case] = &[
    Case::new("a_lock_has_one_holder_at_a_time", lock, |recorded, output| {
        assert_eq!(output.status.code(), Some(0));
        recorded.check_never_two_holders("count");
        assert_eq!(recorded.on("count").len(), 2 * (4 * 500 + 1));
        let unnamed = recorded
            .objects
            .values()
            .find(|object| object.name.starts_with("lock objects.rs:"));
        assert_eq!(unnamed.map(|lock| &lock.kind), Some(&ObjectKind::LOCK));
    }),
    Case::new("a_wait_for_a_lock_ends_with_it", lock_wait, |recorded, output| {
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(
            recorded.story("waiter"),
            "begin lock_wait door lock_acquire door 1 lock_release door 0 end 0"
        );
        recorded.check_never_two_holders("door");
    }),
    Case::new(
        "a_cell_is_read_and_written_in_two_steps",
        cells,
        |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            // Every value read is the one last written.
            let mut last = 0;
            for (_, event) in recorded.on("count") {
                if event.kind == EventKind::READ {
                    assert_eq!((event.tag, event.value), (TAG_INT, last));
                } else {
                    last = event.value;
                }
            }
            assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{last}\n"));
        },
    ),
    Case::new("a_queue_is_first_in_first_out", queues, |recorded, output| {
        assert_eq!(output.status.code(), Some(0));
        check_queue(recorded, "items", 2);
        assert_eq!(
            recorded
                .story("main/main")
                .replace("join_wait maker ", "")
                .replace("join_wait taker ", ""),
            "begin start maker get_refuse other start taker join maker join taker code_end end 0"
        );
        let maker = recorded.story("maker");
        assert!(
            maker.starts_with("begin put items one put items 2 put_refuse items put_wait_timed items 1000000 put_timeout items"),
            "{maker}"
        );
    }),
    Case::new(
        "a_pool_runs_tasks_and_survives_them",
        pools,
        |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            let pool = recorded.object("pool");
            assert_eq!(recorded.objects[&pool].capacity, Some(2));
            for number in 0..6 {
                let name = format!("task-{number}");
                let outcome = i64::from(number == 3);
                let told: Vec<_> = recorded
                    .on(&name)
                    .iter()
                    .map(|(_, event)| recorded.tell(event))
                    .collect();
                let expected = [
                    format!("submit {name}"),
                    format!("task_begin {name}"),
                    format!("task_end {name} {outcome}"),
                    format!("result {name}"),
                ];
                assert_eq!(told, expected);
                assert_eq!(recorded.objects[&recorded.object(&name)].parent, Some(pool));
            }
            for worker in ["pool-0", "pool-1"] {
                assert!(recorded.story(worker).starts_with("begin "));
                // It ended for lack of tasks, and if it waited for one it gave that up.
                let story = recorded.story(worker);
                assert!(story.ends_with(" end 0"));
                assert!(!story.contains("task_wait pool end"), "{story}");
            }
            let waits = recorded.story("main/main");
            assert!(waits.contains("result_wait slow result slow"), "{waits}");
            assert!(
                waits.contains("result_wait_timed slow 1000000 result_timeout slow"),
                "{waits}"
            );
            assert!(waits.contains("shutdown pool"), "{waits}");
        },
    ),
    Case::new(
        "a_worker_that_waits_gives_up_at_shutdown",
        idle_worker,
        |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            assert_eq!(
                recorded.story("idle-0"),
                "begin task_wait idle task_give_up idle end 0"
            );
        },
    ),
    Case::new(
        "long_texts_are_defined_once_a_thread",
        texts,
        |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            assert_eq!(
                recorded.texts.values().collect::<Vec<_>>(),
                ["a text of more than eight bytes"]
            );
            assert_eq!(recorded.events_of("main/main").len(), 1 + 1000 + 2);
        },
    ),
];

/// Items come out in the order in which they went in, and there are never more than `capacity`.
pub fn check_queue(recorded: &crate::reading::Recorded, name: &str, capacity: usize) {
    let mut inside = std::collections::VecDeque::new();
    for (_, event) in recorded.on(name) {
        match event.kind {
            EventKind::PUT => inside.push_back(event.sequence),
            EventKind::GET => assert_eq!(inside.pop_front().map(i64::from), Some(event.value)),
            other => panic!("{other:?} has a sequence number"),
        }
        assert!(inside.len() <= capacity, "{inside:?}");
    }
    assert!(inside.is_empty(), "left in {name}: {inside:?}");
}

fn lock() -> ExitCode {
    laneway::run(|| {
        let count = Arc::new(sync::Mutex::named("count", 0));
        let add = |_| {
            let count = count.clone();
            thread::spawn(move || (0..500).for_each(|_| *count.lock().unwrap() += 1))
        };
        let threads: Vec<_> = (0..4).map(add).collect();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!(*count.lock().unwrap(), 2000);
        static UNNAMED: sync::Mutex<()> = sync::Mutex::new(());
        drop(UNNAMED.lock());
    })
}

fn lock_wait() -> ExitCode {
    laneway::run(|| {
        let door = Arc::new(sync::Mutex::named("door", ()));
        let guard = door.lock().unwrap();
        let waiter = thread::Builder::new().name("waiter").spawn({
            let door = door.clone();
            move || drop(door.lock())
        });
        until_somebody(EventKind::LOCK_WAIT);
        drop(guard);
        waiter.unwrap().join().unwrap();
    })
}

fn cells() -> ExitCode {
    laneway::run(|| {
        let count = Arc::new(cell::Cell::new("count", 0));
        let add = |_| {
            let count = count.clone();
            thread::spawn(move || (0..500).for_each(|_| count.set(count.get() + 1)))
        };
        let threads: Vec<_> = (0..3).map(add).collect();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        laneway::println!("{}", count.get());
    })
}

fn queues() -> ExitCode {
    laneway::run(|| {
        let items = queue::Queue::new("items", Some(2));
        let maker = thread::Builder::new().name("maker").spawn({
            let items = items.clone();
            move || {
                items.put("one".to_owned());
                items.put(String::from("2"));
                assert_eq!(
                    items.try_put("x".to_owned()),
                    Err(queue::PutError::Full("x".to_owned()))
                );
                assert!(
                    items
                        .put_timeout("y".to_owned(), Duration::from_millis(1))
                        .is_err()
                );
                for number in 3..20 {
                    items.put(number.to_string());
                }
            }
        });
        assert_eq!(
            queue::Queue::<i64>::new("other", None).try_get(),
            Err(queue::GetError::Empty)
        );
        until_somebody(EventKind::PUT_WAIT);
        assert_eq!(items.len(), 2);
        let taker = thread::Builder::new().name("taker").spawn(move || {
            let got: Vec<String> = (1..20).map(|_| items.get()).collect();
            let expected: Vec<String> = (1..20)
                .map(|number| {
                    if number == 1 {
                        "one".into()
                    } else {
                        number.to_string()
                    }
                })
                .collect();
            assert_eq!(got, expected);
        });
        maker.unwrap().join().unwrap();
        taker.unwrap().join().unwrap();
    })
}

fn pools() -> ExitCode {
    laneway::run(|| {
        let pool = pool::ThreadPool::new("pool", 2);
        let task = |number: i32| {
            pool.submit(format!("task-{number}"), move || {
                assert!(number != 3, "as planned");
                number * 10
            })
        };
        let futures: Vec<_> = (0..6).map(task).collect();
        for (number, future) in futures.into_iter().enumerate() {
            let result = future.result();
            assert_eq!(result.ok(), (number != 3).then_some(number as i32 * 10));
        }
        let slow = pool.submit("slow", || until_somebody(EventKind::RESULT_WAIT));
        let slow = slow.result_timeout(Duration::from_millis(1)).unwrap_err();
        assert!(!slow.is_done());
        slow.result().unwrap();
        let pending: Vec<_> = (6..12).map(task).collect();
        pool.shutdown();
        assert!(
            pending.iter().all(pool::Future::is_done),
            "what was submitted is done"
        );
        pool.shutdown();
        let late = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(task(12))));
        late.expect_err("nothing is taken any more");
    })
}

fn idle_worker() -> ExitCode {
    laneway::run(|| {
        let pool = pool::ThreadPool::new("idle", 1);
        until_somebody(EventKind::TASK_WAIT);
        pool.shutdown();
    })
}

fn texts() -> ExitCode {
    laneway::run(|| {
        for _ in 0..1000 {
            laneway::note!("a text of more than eight bytes");
        }
    })
}
