//! Turns.

use std::cell::Cell;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use laneway::task;
use laneway_trace::EventKind;

use super::{PROGRAMS, deeds, finished, in_tasks, main_task, pause, until};
use crate::Case;

pub const CASES: &[Case] = &[
    Case::new("tasks_take_turns", random_turns, |seen| {
        assert_eq!(finished(seen).findings(), "");
    }),
    Case::new("who_gives_way_goes_to_the_end_of_the_line", in_order, |seen| {
        let run = finished(seen);
        let console = run.model.console.iter();
        let actor = |&row: &u32| run.model.events.get(row as usize).expect("a row").actor;
        let printed: Vec<_> = console.map(|row| run.model.actor_name(actor(row))).collect();
        assert_eq!(printed.join(" "), "a b c a b c a b c");
        assert_eq!(deeds(&run, seen, "a"), "begin print print print end");
    }),
    Case::new("what_blocks_in_a_task_blocks_them_all", blocks, |seen| {
        let run = finished(seen);
        let kinds = &run.model.events.kind;
        let at = |kind| kinds.iter().position(|&other| other == kind).expect("one");
        let (sleep, wake) = (at(EventKind::SLEEP), at(EventKind::WAKE));
        let between = &run.model.events.kind[sleep + 1..wake];
        let known = between.iter().filter_map(|kind| kind.known());
        assert!(
            known
                .into_iter()
                .all(|kind| kind.facts.effect.is_seen_from_outside())
        );
    }),
    Case::new(
        "what_of_another_library_a_task_waits_for",
        of_another_library,
        |seen| {
            let run = finished(seen);
            assert_eq!(deeds(&run, seen, "reader"), "begin io_wait io_done end");
            assert_eq!(run.findings(), "");
        },
    ),
];

fn random_turns() -> ExitCode {
    main_task(async {
        for seed in 0..PROGRAMS {
            let inside = Rc::new(Cell::new(0));
            in_tasks(seed, move |_, mut random| {
                let inside = Rc::clone(&inside);
                async move {
                    for _ in 0..40 {
                        inside.set(inside.get() + 1);
                        assert_eq!(inside.get(), 1, "between two waits a task is alone");
                        inside.set(0);
                        pause(&mut random).await;
                    }
                }
            })
            .await;
        }
    })
}

fn in_order() -> ExitCode {
    main_task(async {
        let tasks = ["a", "b", "c"].map(|name| {
            task::spawn(name, async move {
                for _ in 0..3 {
                    laneway::println!("{name}");
                    task::sleep(Duration::ZERO).await;
                }
            })
        });
        task::gather(Vec::from(tasks)).await;
    })
}

/// One sleeps as a thread does, and another one could go on.
fn blocks() -> ExitCode {
    main_task(async {
        let done = Rc::new(Cell::new(false));
        let other = Rc::clone(&done);
        let waits = task::spawn("waits", async move { until(|| other.get()).await });
        task::yield_now().await;
        laneway::sleep(Duration::from_millis(20));
        done.set(true);
        waits.await.unwrap();
    })
}

/// tokio's own sockets work in a task.
fn of_another_library() -> ExitCode {
    main_task(async {
        let (one, other) = tokio::net::UnixDatagram::pair().unwrap();
        let reader = task::spawn("reader", async move {
            let mut letter = [0; 8];
            assert_eq!(one.recv(&mut letter).await.unwrap(), 2);
        });
        task::yield_now().await;
        other.try_send(b"hi").unwrap();
        reader.await.unwrap();
    })
}
