//! Queues in their three orders.

use std::cmp::Reverse;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use laneway::process::Builder;
use laneway::queue::{GetError, PutError, Queue};
use laneway::sync::Mutex;
use laneway::sync::mpsc::{self, Receiver};
use laneway_l10n::Language;
use laneway_model::Moment;
use laneway_model::mechanism::ObjectState;
use laneway_trace::{Ending, Event, EventKind, Value};

use super::{PROGRAMS, Run, in_threads, pause, start};
use crate::Case;

const CAPACITY: usize = 3;
const ORDERS: [&str; 3] = ["fifo", "lifo", "priority"];

pub const CASES: &[Case] = &[
    Case::new("items_leave_a_queue_once_and_in_its_order", orders, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            for order in ORDERS {
                check_queue(&run, order, &format!("{order}-{seed}"));
            }
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("who_joins_a_queue_waits_until_all_is_done", joined, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for seed in 0..PROGRAMS {
            check_join(&run, &format!("jobs-{seed}"));
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_queue_tells_its_story", story, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        assert_eq!(
            run.story("jobs", Language::English),
            "main puts A into the stack jobs\n\
             main takes A from the stack jobs\n\
             main closes the stack jobs: nothing more comes\n\
             main wants to put into the stack jobs, which is closed\n\
             main finds the stack jobs empty and closed"
        );
        assert_eq!(run.story("jobs", Language::Chinese).lines().count(), 5);
        assert_eq!(
            run.story("jobs.all_tasks_done", Language::English),
            "main opens the event jobs.all_tasks_done for all\n\
             main passes the event jobs.all_tasks_done"
        );
    }),
    Case::new("a_queue_is_closed_with_what_is_in_it", closed_now, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let kinds = |name: &str| -> Vec<&str> {
            let on = run.on(name).into_iter();
            on.filter_map(|(_, event)| event.kind.name()).collect()
        };
        let expected = ["put", "put", "close", "get", "get", "get_closed"];
        assert_eq!(kinds("jobs"), expected);
        let mut of_joining = kinds("jobs.all_tasks_done");
        of_joining.retain(|&kind| kind != "gate_wait");
        assert_eq!(of_joining, ["gate_open", "gate_pass"]);
    }),
    Case::new("a_queue_that_nobody_closes", not_closed, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(
            Run::new(seen).findings(),
            "waits_for_ever worker on jobs; helpers main"
        );
    }),
    Case::new("a_queue_of_which_nothing_is_done", not_done, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(
            Run::new(seen).findings(),
            "waits_for_ever main on jobs.all_tasks_done"
        );
    }),
    Case::new("a_forked_child_takes_what_its_parent_put", forked, |seen| {
        seen.ended(&Ending::Finished, Some(0));
    }),
];

/// Replays a queue: what leaves is what its order says, no more is inside than may be, who is refused is so for a
/// reason, and nothing comes after it was closed. The model says the same of what is inside.
fn check_queue(run: &Run<'_>, order: &str, name: &str) {
    let (mut inside, mut closed): (Vec<Event>, _) = (Vec::new(), false);
    for (row, event) in run.on(name) {
        match event.kind {
            EventKind::PUT => {
                assert!(!closed && inside.len() < CAPACITY, "{name}");
                inside.push(event);
            }
            EventKind::GET => {
                let next = match order {
                    "fifo" => 0,
                    "lifo" => inside.len() - 1,
                    _ => lowest(&inside),
                };
                let put = inside.remove(next);
                assert_eq!(event.value, Value::Int(put.sequence.into()), "{name}");
            }
            EventKind::CLOSE => closed = true,
            EventKind::PUT_CLOSED => assert!(closed, "{name}"),
            EventKind::GET_CLOSED => assert!(closed && inside.is_empty(), "{name}"),
            EventKind::PUT_WAIT
            | EventKind::PUT_WAIT_TIMED
            | EventKind::PUT_REFUSE
            | EventKind::PUT_TIMEOUT => {
                assert!(inside.len() == CAPACITY, "{name}");
            }
            EventKind::GET_WAIT
            | EventKind::GET_WAIT_TIMED
            | EventKind::GET_REFUSE
            | EventKind::GET_TIMEOUT => {
                assert!(inside.is_empty(), "{name}");
            }
            other => panic!("{other:?} on {name}"),
        }
        let state = run.model.object_at(run.object(name), Moment::after(row));
        let Some(ObjectState::Store(store)) = state else {
            panic!("{name} is a store");
        };
        assert!(
            store
                .items
                .iter()
                .map(|item| item.sequence)
                .eq(inside.iter().map(|put| put.sequence))
        );
        assert_eq!(store.closed, closed, "{name}");
    }
    assert!(closed, "{name}");
}

/// The place of the lowest item, of equal ones the first.
fn lowest(inside: &[Event]) -> usize {
    let number = |&place: &usize| inside[place].value.int().expect("a number");
    let place = (0..inside.len()).min_by_key(number);
    place.expect("an item")
}

/// Replays who waits for all to be done: nobody passes while something is not.
fn check_join(run: &Run<'_>, name: &str) {
    let mut is_open = false;
    let mut passed = 0;
    for (_, event) in run.on(&format!("{name}.all_tasks_done")) {
        match event.kind {
            EventKind::GATE_OPEN => is_open = true,
            EventKind::GATE_CLOSE => is_open = false,
            EventKind::GATE_WAIT => assert!(!is_open, "{name}"),
            EventKind::GATE_PASS => {
                assert!(is_open, "{name}");
                passed += 1;
            }
            other => panic!("{other:?} on {name}"),
        }
    }
    assert!(is_open && passed == 2, "{name}: {passed}");
}

/// Half of the threads put, half take, in all ways; whoever puts last closes.
fn orders() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            for order in ORDERS {
                let name = format!("{order}-{seed}");
                let queue = match order {
                    "fifo" => Queue::new(name, Some(CAPACITY)),
                    "lifo" => Queue::lifo(name, Some(CAPACITY)),
                    _ => Queue::priority(name, Some(CAPACITY)),
                };
                put_and_take(seed, queue);
            }
        }
    })
}

fn put_and_take(seed: u64, queue: Queue<u64>) {
    let (putters, put, taken) = (AtomicU64::new(2), AtomicU64::new(0), Arc::new(AtomicU64::new(0)));
    let left = Arc::clone(&taken);
    in_threads(seed, move |thread, random| {
        if thread % 2 == 1 {
            return take_all(&queue, random, &taken);
        }
        for _ in 0..30 {
            let item = random.u64(..10);
            let timeout = Duration::from_micros(random.u64(..200));
            let refused = match random.u8(..3) {
                0 => queue.try_put(item),
                1 => queue.put_timeout(item, timeout),
                _ => {
                    queue.put(item);
                    Ok(())
                }
            };
            match refused {
                Ok(()) => drop(put.fetch_add(item + 1, Ordering::SeqCst)),
                Err(error) => assert_eq!(error, PutError::Full(item)),
            }
            pause(random);
        }
        if putters.fetch_sub(1, Ordering::SeqCst) == 1 {
            queue.close();
            assert_eq!(queue.try_put(7), Err(PutError::Closed(7)));
            // The others take what is left.
            taken.fetch_sub(put.load(Ordering::SeqCst), Ordering::SeqCst);
        }
    });
    assert_eq!(left.load(Ordering::SeqCst), 0, "what was put was taken");
}

/// Takes until the queue is closed.
fn take_all(queue: &Queue<u64>, random: &mut fastrand::Rng, taken: &AtomicU64) {
    loop {
        let timeout = Duration::from_micros(random.u64(..200));
        let got = match random.u8(..3) {
            0 => queue.try_get(),
            1 => queue.get_timeout(timeout),
            _ => queue.iter().next().ok_or(GetError::Closed),
        };
        match got {
            Ok(item) => drop(taken.fetch_add(item + 1, Ordering::SeqCst)),
            Err(GetError::Empty) => {}
            Err(GetError::Closed) => return,
        }
        pause(random);
    }
}

/// Two put and join, two take and say that it is done.
fn joined() -> ExitCode {
    laneway::run(|| {
        for seed in 0..PROGRAMS {
            let jobs = Queue::new(format!("jobs-{seed}"), None);
            let putters = AtomicU64::new(2);
            in_threads(seed, move |thread, random| {
                if thread % 2 == 1 {
                    for _ in &jobs {
                        pause(random);
                        jobs.task_done();
                    }
                    return;
                }
                for job in 0..20 {
                    jobs.put(job);
                    pause(random);
                }
                jobs.join();
                if putters.fetch_sub(1, Ordering::SeqCst) == 1 {
                    assert!(jobs.is_empty(), "all were taken");
                    jobs.close();
                }
            });
        }
    })
}

fn story() -> ExitCode {
    laneway::run(|| {
        let jobs = Queue::lifo("jobs", None);
        jobs.join();
        jobs.put("A");
        assert_eq!(jobs.get(), "A");
        jobs.task_done();
        jobs.join();
        jobs.close();
        jobs.close();
        assert_eq!(jobs.try_put("B"), Err(PutError::Closed("B")));
        assert_eq!(jobs.get_timeout(Duration::from_secs(60)), Err(GetError::Closed));
        let twice = std::panic::catch_unwind(|| jobs.task_done());
        twice.expect_err("there was one item");
    })
}

fn closed_now() -> ExitCode {
    laneway::run(|| {
        // The shortest text first.
        let jobs = Queue::priority("jobs", None);
        jobs.put((Reverse(1), "one"));
        jobs.put((Reverse(2), "two"));
        let joiner = start("joiner", {
            let jobs = jobs.clone();
            move || jobs.join()
        });
        jobs.close_now();
        joiner.join().unwrap();
        assert_eq!(jobs.try_get(), Err(GetError::Closed));
    })
}

fn not_closed() -> ExitCode {
    laneway::run(|| {
        let jobs = Queue::new("jobs", None);
        jobs.put(1);
        let worker = start("worker", move || assert_eq!(jobs.iter().sum::<i32>(), 1));
        worker.join().unwrap();
    })
}

fn not_done() -> ExitCode {
    laneway::run(|| {
        let jobs = Queue::new("jobs", None);
        jobs.put(1);
        assert_eq!(jobs.get(), 1);
        jobs.join();
    })
}

fn forked() -> ExitCode {
    laneway::run(|| {
        static JOBS: LazyLock<Queue<i32>> = LazyLock::new(|| Queue::new("jobs", None));
        static NEWS: LazyLock<Mutex<Receiver<i32>>> = LazyLock::new(|| {
            let (sender, receiver) = mpsc::channel();
            sender.send(4).unwrap();
            Mutex::new(receiver)
        });
        LazyLock::force(&NEWS);
        JOBS.put(1);
        JOBS.put(2);
        assert_eq!(JOBS.get(), 1);
        JOBS.task_done();
        let child = Builder::new("child").start(
            |()| {
                assert_eq!(JOBS.get(), 2);
                JOBS.task_done();
                JOBS.join();
                JOBS.put(3);
                assert_eq!(JOBS.get(), 3);
                let news = NEWS.lock().unwrap();
                assert_eq!((news.recv(), news.recv()), (Ok(4), Err(mpsc::RecvError)));
            },
            (),
        );
        assert_eq!(child.unwrap().join(), 0);
        assert_eq!(JOBS.get(), 2);
    })
}
