//! Ends: joining, cancelling, panics.

use std::cell::RefCell;
use std::future::pending;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use laneway::task::{self, Elapsed, Event, JoinError, Lock, Queue};
use laneway_l10n::{Language, Localizer};
use laneway_trace::{ActorKind, Ending, EventKind};
use laneway_view::narrate;

use super::{check_turns, deeds, finished, main_task};
use crate::Case;
use crate::sync::Run;

pub const CASES: &[Case] = &[
    Case::new("who_gathers_has_every_result_in_order", gathers, |seen| {
        let run = finished(seen);
        let main = deeds(&run, seen, "main task");
        assert_eq!(
            main,
            "begin start start start gate_open join_wait join join join end"
        );
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_cancelled_task_cleans_up", cancels, |seen| {
        let run = finished(seen);
        assert_eq!(
            deeds(&run, seen, "waiter"),
            "begin lock_acquire gate_wait gate_timeout print lock_release end"
        );
        assert_eq!(deeds(&run, seen, "never"), "begin end");
        assert_eq!(
            deeds(&run, seen, "itself"),
            "begin cancel gate_wait gate_timeout end"
        );
        assert_eq!(run.findings(), "");
        let l10n = Localizer::new(Language::English);
        let told = |kind| {
            let row = run.model.events.kind.iter().position(|&other| other == kind);
            l10n.say(&narrate(&run.model, row.expect("one") as u32).expect("a sentence"))
        };
        assert_eq!(told(EventKind::CANCEL), "main task asks waiter to stop");
        assert_eq!(told(EventKind::RESUME), "main resumes main task");
    }),
    Case::new("who_is_cancelled_cancels_whom_it_awaits", cancels_all, |seen| {
        let run = finished(seen);
        assert_eq!(
            deeds(&run, seen, "parent"),
            "begin start start join_wait join_timeout cancel cancel end"
        );
        for child in ["one", "two"] {
            assert_eq!(deeds(&run, seen, child), "begin gate_wait gate_timeout end");
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_shielded_task_goes_on", shields, |seen| {
        let run = finished(seen);
        assert_eq!(
            deeds(&run, seen, "inner"),
            "begin gate_wait gate_pass gate_open end"
        );
        assert_eq!(deeds(&run, seen, "outer"), "begin join_wait join_timeout end");
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_panic_of_a_task_is_its_outcome", panics, |seen| {
        let run = finished(seen);
        assert_eq!(
            deeds(&run, seen, "fails"),
            "begin lock_acquire panic lock_release end"
        );
        assert_eq!(run.findings(), "failure_unseen unseen on ");
    }),
    Case::new("what_is_left_is_cancelled_at_the_end", leftovers, |seen| {
        let run = finished(seen);
        assert_eq!(
            deeds(&run, seen, "left"),
            "begin gate_wait gate_timeout start end"
        );
        let it = deeds(&run, seen, "left by it");
        assert!(it.starts_with("begin") && it.ends_with("end"), "{it}");
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_panic_of_the_main_task_is_the_programs", main_panics, |seen| {
        seen.ended(&Ending::Failed, Some(101));
        check_turns(seen);
        let run = Run::new(seen);
        assert_eq!(deeds(&run, seen, "left"), "begin gate_wait gate_timeout end");
        assert_eq!(run.findings(), "");
    }),
    Case::new("tasks_that_are_not_recorded", unrecorded, |seen| {
        let actors = &seen.trace().header.actors;
        assert!(actors.iter().all(|actor| actor.kind != ActorKind::Task));
        seen.ended(&Ending::Finished, Some(0));
    }),
];

fn gathers() -> ExitCode {
    main_task(async {
        let door = Rc::new(Event::named("door"));
        let tasks = super::each(["a", "b", "c"], &door).map(|(name, door)| {
            task::spawn(name, async move {
                door.wait().await;
                name
            })
        });
        door.set();
        let results = task::gather(Vec::from(tasks)).await;
        let results: Vec<_> = results.into_iter().map(Result::unwrap).collect();
        assert_eq!(results, ["a", "b", "c"]);
    })
}

/// Says that it was dropped.
struct Says(&'static str);

impl Drop for Says {
    fn drop(&mut self) {
        laneway::println!("{}", self.0);
    }
}

/// One is cancelled where it waits, one before it begins, and one cancels itself.
fn cancels() -> ExitCode {
    main_task(async {
        let (door, lock) = (Rc::new(Event::named("door")), Rc::new(Lock::named("lock")));
        let (its_door, its_lock) = (Rc::clone(&door), Rc::clone(&lock));
        let waiter = task::spawn("waiter", async move {
            let _guard = its_lock.acquire().await;
            let _says = Says("cleaned up");
            its_door.wait().await;
        });
        super::until(|| door.waiting() == 1).await;
        waiter.cancel();
        waiter.cancel();
        assert!(matches!(waiter.await, Err(JoinError::Cancelled)));
        assert!(!lock.is_locked() && door.waiting() == 0);

        let never = task::spawn("never", async { unreachable!("it was cancelled before") });
        never.cancel();
        assert!(matches!(never.await, Err(JoinError::Cancelled)));

        let own = Rc::new(RefCell::new(None));
        let itself = task::spawn("itself", {
            let own: Rc<RefCell<Option<task::JoinHandle<()>>>> = Rc::clone(&own);
            async move {
                own.take().expect("its handle").cancel();
                door.wait().await;
                unreachable!("it has cancelled itself");
            }
        });
        *own.borrow_mut() = Some(itself);
        task::yield_now().await;
    })
}

fn cancels_all() -> ExitCode {
    main_task(async {
        let door = Rc::new(Event::named("door"));
        let its = Rc::clone(&door);
        let parent = task::spawn("parent", async move {
            let children = super::each(["one", "two"], &its);
            let children =
                children.map(|(name, door)| task::spawn(name, async move { door.wait().await }));
            task::gather(Vec::from(children)).await
        });
        super::until(|| door.waiting() == 2).await;
        parent.cancel();
        assert!(matches!(parent.await, Err(JoinError::Cancelled)));
        super::until(|| door.waiting() == 0).await;
    })
}

/// Who waits gives up, by a timeout and by being cancelled, and the task goes on.
fn shields() -> ExitCode {
    main_task(async {
        let (door, done) = (Rc::new(Event::named("door")), Rc::new(Event::named("done")));
        let its = (Rc::clone(&door), Rc::clone(&done));
        let mut inner = task::spawn("inner", async move {
            its.0.wait().await;
            its.1.set();
        });
        let shielded = task::timeout(Duration::from_millis(1), task::shield(&mut inner));
        assert_eq!(shielded.await.err(), Some(Elapsed));
        let outer = task::spawn("outer", async move {
            let _ = task::shield(&mut inner).await;
        });
        task::yield_now().await;
        outer.cancel();
        assert!(outer.await.is_err());
        door.set();
        done.wait().await;
    })
}

fn panics() -> ExitCode {
    main_task(async {
        let lock = Rc::new(Lock::named("lock"));
        let its = Rc::clone(&lock);
        let fails = task::spawn("fails", async move {
            let _guard = its.acquire().await;
            panic!("oh");
        });
        let Err::<(), _>(JoinError::Panicked(payload)) = fails.await else {
            panic!("it panicked");
        };
        assert_eq!(payload.downcast_ref(), Some(&"oh"));
        // The lock is free, and others go on.
        drop(lock.acquire().await);
        drop(task::spawn("unseen", async { panic!("nobody looks") }));
        task::yield_now().await;
    })
}

/// Starts a task when it is dropped.
struct Starts;

impl Drop for Starts {
    fn drop(&mut self) {
        drop(task::spawn("left by it", pending::<()>()));
    }
}

fn leftovers() -> ExitCode {
    main_task(async {
        let door = Rc::new(Event::named("door"));
        let its = Rc::clone(&door);
        drop(task::spawn("left", async move {
            let _starts = Starts;
            its.wait().await;
        }));
        super::until(|| door.waiting() == 1).await;
    })
}

fn main_panics() -> ExitCode {
    main_task(async {
        let door = Rc::new(Event::named("door"));
        let its = Rc::clone(&door);
        drop(task::spawn("left", async move { its.wait().await }));
        super::until(|| door.waiting() == 1).await;
        panic!("oh");
    })
}

/// The same in a process that does not know of the session.
fn unrecorded() -> ExitCode {
    // SAFETY: nothing else runs in this process yet.
    unsafe { std::env::remove_var("LANEWAY_SESSION") };
    let told = task::run("main task", async {
        let queue = Queue::new("queue", Some(1));
        let its = queue.clone();
        let giver = task::spawn("giver", async move {
            its.put(1).await;
            its.put(2).await;
        });
        let lock = Rc::new(Lock::named("lock"));
        let guard = lock.acquire().await;
        let its = Rc::clone(&lock);
        let waiter = task::spawn("waiter", async move { drop(its.acquire().await) });
        super::until(|| lock.waiting() == 1).await;
        waiter.cancel();
        drop(guard);
        assert!(matches!(waiter.await, Err(JoinError::Cancelled)));
        let sum = queue.get().await + queue.get().await;
        giver.await.unwrap();
        let late = task::timeout(Duration::from_millis(1), pending::<()>()).await;
        assert_eq!(late, Err(Elapsed));
        sum + task::to_thread("helper", || 4).await.unwrap()
    });
    assert_eq!(told, 7);
    ExitCode::SUCCESS
}
