//! Time.

use std::future::{pending, ready};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::{Duration, Instant};

use laneway::task::{self, Elapsed, Event, JoinError};
use laneway_trace::EventKind;

use super::{deeds, finished, main_task};
use crate::Case;

pub const CASES: &[Case] = &[
    Case::new("who_sleeps_lets_the_thread_sleep", sleeps, |seen| {
        let run = finished(seen);
        assert_eq!(deeds(&run, seen, "a"), "begin sleep wake end");
        // Beside its tasks, the thread waits for time, and never without a limit.
        let kinds = &run.model.events.kind;
        assert!(kinds.contains(&EventKind::IO_WAIT) && kinds.contains(&EventKind::IO_DONE));
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_timeout_cancels", timeouts, |seen| {
        let run = finished(seen);
        assert_eq!(
            deeds(&run, seen, "main task"),
            "begin gate_wait_timed gate_timeout gate_wait_timed gate_timeout io_wait io_done \
             sleep wake start join_wait_timed join_timeout cancel join_wait join end"
        );
        assert_eq!(deeds(&run, seen, "slow"), "begin gate_wait gate_timeout end");
        assert_eq!(run.findings(), "");
    }),
];

fn sleeps() -> ExitCode {
    main_task(async {
        let started = Instant::now();
        let time = Duration::from_millis(20);
        let tasks = ["a", "b", "c"].map(|name| task::spawn(name, task::sleep(time)));
        let ended = task::gather(Vec::from(tasks)).await;
        assert!(ended.iter().all(Result::is_ok));
        assert!(started.elapsed() >= time);
    })
}

/// What has time enough, and what has not: a wait, a wait in a longer timeout and in a shorter one, what
/// nobody knows, a sleep, and a task.
fn timeouts() -> ExitCode {
    main_task(async {
        let (short, long) = (Duration::from_millis(1), Duration::from_secs(600));
        assert_eq!(task::timeout(Duration::ZERO, ready(7)).await, Ok(7));
        let door = Rc::new(Event::named("door"));
        assert_eq!(task::timeout(short, door.wait()).await, Err(Elapsed));
        let nested = task::timeout(long, task::timeout(short, door.wait()));
        assert_eq!(nested.await, Ok(Err(Elapsed)));
        assert_eq!(task::timeout(short, pending::<()>()).await, Err(Elapsed));
        assert_eq!(task::timeout(short, task::sleep(long)).await, Err(Elapsed));
        let its = Rc::clone(&door);
        let slow = task::spawn("slow", async move { its.wait().await });
        let slow: Result<Result<(), JoinError>, _> = task::timeout(short, slow).await;
        assert!(slow.is_err());
        assert_eq!(door.waiting(), 0, "it has had its last turn");
    })
}
