//! Runtimes of tokio, and the library's tasks, which run on one.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use laneway::{note, span, task};
use laneway_trace::{ActorKind, EventKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Barrier, Notify};
use tokio::task::LocalSet;

use crate::{Case, Run, hold_time};

pub const CASES: &[Case] = &[
    Case {
        seen: &[
            ("main", EventKind::SEEN_ASLEEP),
            ("tokio-rt-worker", EventKind::SEEN_ASLEEP),
            ("tokio-rt-worker", EventKind::SEEN_END),
            ("tokio-rt-worker-2", EventKind::SEEN_ASLEEP),
            ("tokio-rt-worker-2", EventKind::SEEN_END),
        ],
        ..Case::new("idle_workers_of_tokio", idle, |run| {
            run.was_only_seen("tokio-rt-worker");
            run.was_only_seen("tokio-rt-worker-2");
            run.has_nothing_but_lanes();
        })
    },
    Case {
        seen: &[
            ("worker", EventKind::SEEN_ASLEEP),
            ("worker", EventKind::SEEN_END),
        ],
        ..Case::new("tasks_of_tokio_with_stretches", tasks, |run| {
            assert_eq!(run.spans("worker"), ["load", "load", "store", "store"]);
            assert_eq!(
                run.deeds("worker"),
                format!("begin{}", " span_open span_close".repeat(4))
            );
            run.has_nothing_but_lanes();
        })
    },
    Case::new("workers_of_tokio_that_say_that_they_start", named, |run| {
        assert_eq!(run.deeds("tokio-0"), "begin note");
        assert_eq!(run.deeds("tokio-1"), "begin note");
        run.has_nothing_but_lanes();
    }),
    Case::new("what_blocks_is_called_as_a_worker", blocks, |run| {
        assert_eq!(run.who_says("computes"), "worker");
        assert_eq!(run.who_says("blocks"), "worker");
        let workers = run.lanes().into_iter().filter(|(name, _)| *name == "worker");
        assert_eq!(workers.count(), 2);
    }),
    Case::new("stretches_across_waits_of_tokio", tokio_across, |run| {
        assert_eq!(run.spans("main"), ["first", ".second"]);
        let [first, second] = run.model.lane_spans(run.lane("main")) else {
            panic!("two stretches");
        };
        // What ends is the newest one, whose it is not known.
        let first_is_over = Some(run.row_of("first is over"));
        assert!(second.end_row < first_is_over && first_is_over < first.end_row);
    }),
    Case::new("stretches_across_waits_of_laneway", laneway_across, |run| {
        assert_eq!(run.spans("first task"), ["first"]);
        assert_eq!(run.spans("second task"), ["second"]);
        run.claims_nothing();
    }),
    Case::new(
        "sockets_and_timers_of_tokio_in_tasks_of_laneway",
        sockets,
        |run| {
            assert!(run.deeds("reader").starts_with("begin io_wait io_done"));
            assert_eq!(run.deeds("sleeper"), "begin io_wait io_done end");
            assert_eq!(run.objects(), Vec::<String>::new());
            run.claims_nothing();
        },
    ),
    Case::new(
        "a_timer_of_tokio_and_an_event_of_laneway_in_one_task",
        several,
        |run| {
            assert_eq!(run.deeds("main task"), "begin gate_wait gate_timeout end");
            run.claims_nothing();
        },
    ),
    Case::new("a_task_of_tokio_beside_tasks_of_laneway", beside, |run| {
        assert_eq!(run.who_says("beside"), "main");
        assert_eq!(tasks_of(run), ["main task"]);
        run.claims_nothing();
    }),
];

fn tasks_of(run: &Run) -> Vec<&str> {
    let actors = run.model.header.actors.iter();
    let tasks = actors.filter(|actor| actor.kind == ActorKind::Task);
    tasks.map(|task| task.name.as_str()).collect()
}

/// Workers that have nothing to do, and end a while before the program.
fn idle() -> ExitCode {
    laneway::run(|| {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .build()
            .expect("workers");
        std::thread::sleep(hold_time());
        drop(runtime);
        std::thread::sleep(hold_time());
    })
}

/// Workers with names of their own.
fn named() -> ExitCode {
    laneway::run(|| {
        let number = AtomicUsize::new(0);
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name_fn(move || format!("tokio-{}", number.fetch_add(1, Ordering::Relaxed)))
            .on_thread_start(|| note!("starts"))
            .build();
        drop(runtime.expect("workers"));
    })
}

/// A runtime with one worker.
fn worker() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(1).thread_name("worker").enable_time();
    builder.build().expect("a worker")
}

/// Two tasks, each of which waits between two stretches.
fn tasks() -> ExitCode {
    laneway::run(|| {
        let runtime = worker();
        let both = Arc::new(Barrier::new(2));
        let tasks = [Arc::clone(&both), both].map(|both| {
            runtime.spawn(async move {
                drop(span("load"));
                both.wait().await;
                tokio::time::sleep(hold_time()).await;
                both.wait().await;
                drop(span("store"));
            })
        });
        for task in tasks {
            runtime.block_on(task).expect("no panic");
        }
        drop(runtime);
        laneway::sleep(hold_time());
    })
}

fn blocks() -> ExitCode {
    laneway::run(|| {
        let runtime = worker();
        runtime.block_on(async {
            tokio::spawn(async { note!("computes") }).await.expect("no panic");
            let blocks = tokio::task::spawn_blocking(|| note!("blocks"));
            blocks.await.expect("no panic");
        });
    })
}

/// Two tasks, of which the first one's stretch is over before the second one's.
fn across() -> (impl Future<Output = ()>, impl Future<Output = ()>) {
    let (opened, closed) = (Rc::new(Notify::new()), Rc::new(Notify::new()));
    let its = (Rc::clone(&opened), Rc::clone(&closed));
    let first = async move {
        let stretch = span("first");
        opened.notified().await;
        drop(stretch);
        note!("first is over");
        closed.notify_one();
    };
    let second = async move {
        let _stretch = span("second");
        its.0.notify_one();
        its.1.notified().await;
    };
    (first, second)
}

fn tokio_across() -> ExitCode {
    laneway::run(|| {
        let runtime = Builder::new_current_thread().build().expect("a runtime");
        LocalSet::new().block_on(&runtime, async {
            let (first, second) = across();
            let tasks = [tokio::task::spawn_local(first), tokio::task::spawn_local(second)];
            for task in tasks {
                task.await.expect("no panic");
            }
        });
    })
}

fn laneway_across() -> ExitCode {
    laneway::run(|| {
        task::run("main task", async {
            let (first, second) = across();
            let tasks = vec![
                task::spawn("first task", first),
                task::spawn("second task", second),
            ];
            task::gather(tasks).await;
        });
    })
}

fn sockets() -> ExitCode {
    laneway::run(|| {
        task::run("main task", async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let address = listener.local_addr().expect("its address");
            let mut writer = TcpStream::connect(address).await.expect("a connection");
            let (mut reader, _) = listener.accept().await.expect("a connection");
            let reader = task::spawn("reader", async move {
                assert_eq!(reader.read_u8().await.expect("a letter"), b'a');
            });
            let sleeper = task::spawn("sleeper", tokio::time::sleep(Duration::from_millis(20)));
            sleeper.await.expect("no panic");
            writer.write_u8(b'a').await.expect("room");
            reader.await.expect("no panic");
        });
    })
}

/// A task that the library did not start opens the door.
fn beside() -> ExitCode {
    laneway::run(|| {
        task::run("main task", async {
            let door = Rc::new(task::Event::named("door"));
            let its = Rc::clone(&door);
            let beside = tokio::task::spawn_local(async move {
                tokio::time::sleep(hold_time()).await;
                note!("beside");
                its.set();
            });
            door.wait().await;
            beside.await.expect("no panic");
        });
    })
}

/// A task waits for what comes first, and one of both is not seen.
fn several() -> ExitCode {
    laneway::run(|| {
        task::run("main task", async {
            let door = task::Event::named("door");
            let (mut time, mut opens) = (pin!(tokio::time::sleep(hold_time())), pin!(door.wait()));
            poll_fn(|context| match time.as_mut().poll(context) {
                Poll::Ready(()) => Poll::Ready(()),
                Poll::Pending => opens.as_mut().poll(context),
            })
            .await;
        });
    })
}
