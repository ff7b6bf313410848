//! Queues between tasks.

use std::collections::VecDeque;
use std::process::ExitCode;
use std::time::Duration;

use laneway::queue::{GetError, PutError};
use laneway::task::{self, Queue};
use laneway_model::Moment;
use laneway_model::mechanism::ObjectState;
use laneway_trace::{Ending, EventKind};

use super::{PROGRAMS, deeds, finished, in_tasks, main_task, pause, until};
use crate::Case;
use crate::sync::Run;

const ITEMS: u64 = 60;

pub const CASES: &[Case] = &[
    Case::new("every_item_has_one_taker", random_queues, |seen| {
        let run = finished(seen);
        for seed in 0..PROGRAMS {
            assert_eq!(check_queue(&run, &format!("queue-{seed}")), 2 * ITEMS);
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new(
        "an_item_of_who_is_cancelled_goes_to_the_next",
        passes_on,
        |seen| {
            let run = finished(seen);
            check_queue(&run, "queue");
            assert_eq!(deeds(&run, seen, "first"), "begin get_wait get_timeout end");
            assert_eq!(deeds(&run, seen, "second"), "begin get_wait get end");
            assert_eq!(deeds(&run, seen, "third"), "begin put_wait put_timeout end");
            assert_eq!(deeds(&run, seen, "fourth"), "begin put_wait put end");
            assert_eq!(run.findings(), "");
        },
    ),
    Case::new("nobody_puts_an_item", nobody_puts, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(Run::new(seen).findings(), "waits_for_ever taker on queue");
    }),
];

/// Items leave in the order in which they came, no more are inside than there is room for, and all are
/// out in the end; how many there were.
fn check_queue(run: &Run<'_>, name: &str) -> u64 {
    let object = run.object(name);
    let capacity = run.model.header.objects[object.index()].capacity;
    let (mut inside, mut taken) = (VecDeque::new(), 0);
    for (row, event) in run.on(name) {
        match event.kind {
            EventKind::PUT => inside.push_back(i64::from(event.sequence)),
            EventKind::GET => {
                assert_eq!(event.value.int(), inside.pop_front(), "{name}");
                taken += 1;
            }
            _ => {}
        }
        assert!(
            capacity.is_none_or(|capacity| inside.len() as u64 <= capacity),
            "{name}"
        );
        let Some(ObjectState::Store(store)) = run.model.object_at(object, Moment::after(row)) else {
            panic!("{name} is a store");
        };
        assert_eq!(store.items.len(), inside.len(), "{name}");
    }
    assert_eq!(inside.len(), 0, "{name}");
    taken
}

/// Two give and the others take, by any of the ways, until there is an item for each of them that says
/// that no more come.
fn random_queues() -> ExitCode {
    main_task(async {
        for seed in 0..PROGRAMS {
            let capacity = (seed % 4) as usize;
            let queue = Queue::new(format!("queue-{seed}"), Some(capacity));
            in_tasks(seed, move |number, random| {
                let queue = queue.clone();
                async move {
                    match number {
                        0 | 1 => give(&queue, number, random).await,
                        2 => take(&queue, ITEMS / 2, random).await,
                        3 => take(&queue, ITEMS / 2, random).await,
                        _ => take(&queue, ITEMS, random).await,
                    }
                }
            })
            .await;
        }
    })
}

async fn give(queue: &Queue<u64>, number: u64, mut random: fastrand::Rng) {
    for item in 0..ITEMS {
        let mut item = number * ITEMS + item;
        loop {
            if random.bool() {
                match queue.try_put(item) {
                    Ok(()) => break,
                    Err(error) => item = error.into_inner(),
                }
            } else if random.bool() {
                let time = Duration::from_micros(random.u64(1..2000));
                if task::timeout(time, queue.put(item)).await.is_ok() {
                    break;
                }
            } else {
                queue.put(item).await;
                break;
            }
            pause(&mut random).await;
        }
    }
}

async fn take(queue: &Queue<u64>, items: u64, mut random: fastrand::Rng) {
    let mut taken = 0;
    while taken < items {
        let item = match random.u8(..3) {
            0 => queue.try_get().ok(),
            1 => {
                let time = Duration::from_micros(random.u64(1..2000));
                task::timeout(time, queue.get()).await.ok()
            }
            _ => Some(queue.get().await),
        };
        taken += u64::from(item.is_some());
        pause(&mut random).await;
    }
}

/// Who was called is cancelled before its turn: for an item, and for room.
fn passes_on() -> ExitCode {
    main_task(async {
        let queue = Queue::new("queue", Some(1));
        let [first, second] = ["first", "second"].map(|name| {
            let queue = queue.clone();
            task::spawn(name, async move {
                queue.get().await;
            })
        });
        task::yield_now().await;
        queue.try_put(1).unwrap();
        first.cancel();
        assert!(first.await.is_err());
        second.await.unwrap();

        queue.try_put(2).unwrap();
        let [third, fourth] = ["third", "fourth"].map(|name| {
            let queue = queue.clone();
            task::spawn(name, async move { queue.put(3).await })
        });
        task::yield_now().await;
        assert_eq!(queue.try_get(), Ok(2));
        third.cancel();
        assert!(third.await.is_err());
        fourth.await.unwrap();
        until(|| !queue.is_empty()).await;
        assert_eq!((queue.get().await, queue.len()), (3, 0));

        let slow = queue.clone();
        let slow = task::spawn("slow", async move { slow.get().await });
        task::yield_now().await;
        queue.try_put(5).unwrap();
        assert_eq!(queue.try_get(), Ok(5), "who was called has not had its turn");
        assert_eq!(queue.try_get(), Err(GetError::Empty));
        task::yield_now().await;
        assert!(!slow.is_finished());
        queue.try_put(6).unwrap();
        assert_eq!(queue.try_put(7), Err(PutError::Full(7)));
        assert_eq!(slow.await.unwrap(), 6);
    })
}

fn nobody_puts() -> ExitCode {
    main_task(async {
        let queue = Queue::<u64>::new("queue", None);
        let taker = task::spawn("taker", async move { queue.get().await });
        let _ = taker.await;
    })
}
