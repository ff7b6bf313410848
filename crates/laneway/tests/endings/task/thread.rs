//! Tasks that hand something over to threads.

use std::process::ExitCode;
use std::rc::Rc;
use std::sync::mpsc;

use laneway::pool::ThreadPool;
use laneway::task::{self, Event};
use laneway_trace::{Ending, EventKind};

use super::{deeds, finished, main_task, until};
use crate::Case;
use crate::sync::Run;

pub const CASES: &[Case] = &[
    Case::new("others_go_on_while_a_thread_works", hands_over, |seen| {
        let run = finished(seen);
        assert_eq!(
            deeds(&run, seen, "asks"),
            "begin start result_wait result start start result_wait result print end"
        );
        let on = run.on("helper").into_iter().map(|(_, event)| event.kind);
        let expected = [EventKind::TASK_BEGIN, EventKind::TASK_END, EventKind::RESULT];
        let changes: Vec<_> = on.filter(|&kind| kind != EventKind::RESULT_WAIT).collect();
        assert_eq!(changes, expected);
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_pool_works_for_tasks", pools, |seen| {
        let run = finished(seen);
        let main = deeds(&run, seen, "main task");
        let expected = "begin start submit submit start result_wait result ";
        assert!(main.starts_with(expected), "{main}");
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_thread_goes_on_without_who_was_cancelled", goes_on, |seen| {
        let run = finished(seen);
        assert_eq!(
            deeds(&run, seen, "asks"),
            "begin start result_wait result_timeout end"
        );
        assert_eq!(deeds(&run, seen, "helper"), "begin task_begin task_end end");
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_task_and_a_thread_wait_for_each_other", stuck, |seen| {
        seen.ended(&Ending::Stuck, None);
        let told = Run::new(seen).findings();
        assert!(told.contains("waits_for_ever helper on letters"), "{told}");
    }),
];

/// The thread works until another task lets it: that one has its turns meanwhile.
fn hands_over() -> ExitCode {
    main_task(async {
        let (sender, receiver) = mpsc::channel();
        let asked = Rc::new(Event::named("asked"));
        let its = Rc::clone(&asked);
        let asks = task::spawn("asks", async move {
            let answer = task::to_thread("helper", move || receiver.recv().unwrap()).await;
            assert_eq!(answer.unwrap(), 7);
            // It has its turn once this task waits, so that the thread does not end before that.
            let (sender, receiver) = mpsc::channel();
            drop(task::spawn("lets fail", async move { sender.send(()).unwrap() }));
            let fails = move || {
                receiver.recv().unwrap();
                panic!("oh")
            };
            let failed = task::to_thread("fails", fails).await;
            let Err::<(), _>(error) = failed else {
                panic!("it panicked")
            };
            assert_eq!(error.panic_message(), Some("oh"));
            laneway::println!("done");
            drop(its);
        });
        let lets = task::spawn("lets", async move { sender.send(7).unwrap() });
        until(|| Rc::strong_count(&asked) == 1).await;
        lets.await.unwrap();
        asks.await.unwrap();
    })
}

fn pools() -> ExitCode {
    main_task(async {
        let pool = ThreadPool::new("pool", 1);
        let (sender, receiver) = mpsc::channel();
        let first = pool.submit("first", move || receiver.recv().unwrap());
        let second = pool.submit("second", || 2);
        drop(task::spawn("sends", async move { sender.send(1).unwrap() }));
        assert_eq!(first.await.unwrap() + second.await.unwrap(), 3);
    })
}

fn goes_on() -> ExitCode {
    main_task(async {
        let (sender, receiver) = mpsc::channel::<()>();
        let asks = task::spawn("asks", async move {
            task::to_thread("helper", move || receiver.recv()).await
        });
        task::yield_now().await;
        asks.cancel();
        assert!(asks.await.is_err());
        drop(sender);
    })
}

/// The thread waits for an item that the task would put when it had the thread's result.
fn stuck() -> ExitCode {
    main_task(async {
        let letters = laneway::queue::Queue::new("letters", None);
        let its = letters.clone();
        let answer: u64 = task::to_thread("helper", move || its.get()).await.unwrap();
        letters.put(answer);
    })
}
