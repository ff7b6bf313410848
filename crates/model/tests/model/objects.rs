//! Locks, queues, pools and cells at every moment.

use laneway_model::mechanism::{Holding, ObjectState, Pool, Register, Store, Waiter};
use laneway_model::{Model, Moment};
use laneway_trace::{Awaits, ObjectId};

use crate::notation::{millis, model, object, same};

fn names<'a>(model: &Model, waiters: impl IntoIterator<Item = &'a Waiter>) -> String {
    let names = waiters.into_iter().map(|waiter| model.actor_name(waiter.actor));
    names.collect::<Vec<_>>().join(" ")
}

macro_rules! state_of {
    ($name:ident, $kind:ident) => {
        fn $name(model: &Model, object: ObjectId, at: Moment) -> $kind {
            match model.object_at(object, at) {
                Some(ObjectState::$kind(state)) => state,
                other => panic!("{other:?}"),
            }
        }
    };
}

state_of!(holding, Holding);
state_of!(store, Store);
state_of!(pool, Pool);
state_of!(register, Register);

/// What `say` says after each event.
fn after_each(model: &Model, say: impl Fn(Moment) -> String) -> String {
    let rows = 0..model.events.len() as u32;
    let lines = rows.map(|row| {
        let at = Moment::after(row);
        format!("{} {}", millis(model.time_ns(at)), say(at))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check_lock(run: &str, expected: &str) {
    let model = model(run);
    let lock = object(&model, "lock");
    let said = after_each(&model, |at| {
        let state = holding(&model, lock, at);
        let holder = state.holders.first().map_or("free".to_owned(), |holder| {
            let since = millis(model.time_ns(holder.since));
            format!(
                "{} {} since {since}",
                model.actor_name(holder.actor),
                holder.depth
            )
        });
        format!("{holder} [{}]", names(&model, &state.waiters))
    });
    same(&said, expected);
}

#[test]
fn a_lock_has_one_holder_and_its_waiters_in_order() {
    check_lock(
        "0 a lock_wait lock
         1 a lock_acquire lock 1
         2 c lock_wait lock
         3 b lock_wait lock
         4 a lock_release lock 0
         5 c lock_acquire lock 1",
        "0 free [a]
         1 a 1 since 1 []
         2 a 1 since 1 [c]
         3 a 1 since 1 [c b]
         4 free [c b]
         5 c 1 since 5 [b]",
    );
}

#[test]
fn a_lock_taken_again_counts_its_depth() {
    check_lock(
        "0 a lock_acquire lock 1
         1 a lock_acquire lock 2
         2 b lock_wait lock
         3 a lock_release lock 1
         4 a lock_release lock 0
         5 b lock_acquire lock 1",
        "0 a 1 since 0 []
         1 a 2 since 0 []
         2 a 2 since 0 [b]
         3 a 1 since 0 [b]
         4 free [b]
         5 b 1 since 5 []",
    );
}

#[test]
fn an_acquire_from_a_holder_who_never_released_ends_the_older_stretch() {
    check_lock(
        "0 a lock_acquire lock 1
         1 b lock_acquire lock 1
         2 a lock_release lock 0
         3 b lock_release lock 0",
        "0 a 1 since 0 []
         1 b 1 since 1 []
         2 b 1 since 1 []
         3 free []",
    );
}

#[test]
fn who_is_stuck_on_a_lock_still_waits_for_it() {
    check_lock(
        "ending stuck
         0 a lock_acquire lock 1
         1 b lock_wait lock
         2 a get_wait items",
        "0 a 1 since 0 []
         1 a 1 since 0 [b]
         2 a 1 since 0 [b]",
    );
}

#[track_caller]
fn check_queue(run: &str, expected: &str) {
    let model = model(run);
    let queue = object(&model, "items");
    let said = after_each(&model, |at| {
        let state = store(&model, queue, at);
        let items = model.items_in_order(&state, 2);
        let value = |row: u32| model.events.get(row as usize).map(|event| event.value);
        let items = items
            .iter()
            .map(|item| model.text(value(item.row).unwrap_or_default()).into_owned());
        format!(
            "{}: {} put [{}] get [{}]",
            state.len(),
            items.collect::<Vec<_>>().join(" "),
            names(&model, state.waiters.of(Awaits::Room)),
            names(&model, state.waiters.of(Awaits::Item)),
        )
    });
    same(&said, expected);
}

#[test]
fn a_queue_holds_what_was_put_and_not_yet_taken() {
    check_queue(
        "queue items 3
         0 b get_wait items
         1 a put items \"x\"
         2 b get items 1
         3 a put items \"y\"
         4 a put items \"z\"
         5 a put items \"w\"
         6 a put_wait items
         7 b get items 3",
        "0 0:  put [] get [b]
         1 1: x put [] get [b]
         2 0:  put [] get []
         3 1: y put [] get []
         4 2: y z put [] get []
         5 3: y z put [] get []
         6 3: y z put [a] get []
         7 2: z w put [a] get []",
    );
}

#[test]
fn items_that_leave_out_of_their_order_stand_in_the_order_of_the_queue() {
    check_queue(
        "0 a put items 1
         1 a put items 2
         2 a put items 3
         3 a get items 3
         4 a get items 1
         5 a get items 9",
        "0 1: 1 put [] get []
         1 2: 1 2 put [] get []
         2 3: 1 2 put [] get []
         3 2: 1 2 put [] get []
         4 1: 2 put [] get []
         5 1: 2 put [] get []",
    );
}

#[test]
fn a_pool_shows_pending_running_and_done_tasks() {
    let model = model(
        "pool pool 2
         future f1 of pool
         future f2 of pool
         future f3 of pool
         0 w1 task_wait pool
         1 main submit f1
         2 main submit f2
         3 w1 task_begin f1
         4 w2 task_begin f2
         5 main submit f3
         6 w2 task_end f2 0
         7 w2 task_begin f3
         8 w1 task_end f1 0
         9 main shutdown pool",
    );
    let pool_object = object(&model, "pool");
    let futures = |futures: &mut dyn Iterator<Item = ObjectId>| {
        let names = futures.map(|future| model.object_name(future));
        names.collect::<Vec<_>>().join(" ")
    };
    let said = after_each(&model, |at| {
        let state = pool(&model, pool_object, at);
        let workers = state.workers.iter().map(|worker| {
            let task = worker.task.map_or("-", |task| model.object_name(task));
            format!("{}={task}", model.actor_name(worker.actor))
        });
        format!(
            "{} pending [{}] done [{}] {}",
            workers.collect::<Vec<_>>().join(" "),
            futures(&mut state.pending.iter().map(|pending| pending.task)),
            futures(&mut model.tasks_done(pool_object, at, 9).into_iter()),
            if state.closed { "shut down" } else { "open" },
        )
    });
    same(
        &said,
        "0 w1=- pending [] done [] open
         1 w1=- pending [f1] done [] open
         2 w1=- pending [f1 f2] done [] open
         3 w1=f1 pending [f2] done [] open
         4 w1=f1 w2=f2 pending [] done [] open
         5 w1=f1 w2=f2 pending [f3] done [] open
         6 w1=f1 w2=- pending [f3] done [f2] open
         7 w1=f1 w2=f3 pending [] done [f2] open
         8 w1=- w2=f3 pending [] done [f2 f1] open
         9 w1=- w2=f3 pending [] done [f2 f1] shut down",
    );
}

#[test]
fn a_task_that_is_given_up_is_done_and_has_failed() {
    let model = model(
        "pool pool 2
         future f1 of pool
         future f2 of pool
         0 main submit f1
         1 main submit f2
         2 w1 task_begin f1
         3 main task_end f1 1
         4 main task_end f2 1",
    );
    let pool_object = object(&model, "pool");
    let at = model.end();
    let state = pool(&model, pool_object, at);
    assert!(state.pending.is_empty() && state.workers.iter().all(|worker| worker.task.is_none()));
    assert_eq!(state.done, 2);
    for name in ["f1", "f2"] {
        let Some(ObjectState::Future(future)) = model.object_at(object(&model, name), at) else {
            panic!("{name} is a future");
        };
        assert_eq!(future.ended.map(|(_, outcome)| outcome), Some(1));
        assert_eq!(future.worker, None);
    }
}

#[test]
fn a_cell_tells_its_value_its_writer_and_who_has_a_stale_one() {
    let model = model(
        "0 a read n 5
         1 b read n 5
         2 a write n 6
         3 c read n 6
         4 b write n 4
         5 c end 0
         6 a read n 4",
    );
    let cell = object(&model, "n");
    let said = after_each(&model, |at| {
        let state = register(&model, cell, at);
        let writer = state
            .writer
            .map_or("nobody", |(writer, _)| model.actor_name(writer));
        let stale = state.stale().into_iter().map(|seen| {
            let value = model.events.get(seen.row as usize).expect("a row").value;
            format!("{}={}", model.actor_name(seen.actor), model.text(value))
        });
        let stale = stale.collect::<Vec<_>>().join(" ");
        format!("{} by {writer} [{stale}]", model.text(state.value))
    });
    same(
        &said,
        "0 5 by nobody []
         1 5 by nobody []
         2 6 by a [b=5]
         3 6 by a [b=5]
         4 4 by b [c=6]
         5 4 by b []
         6 4 by b []",
    );
}

#[test]
fn figures_add_up() {
    let model = model(
        "0 a lock_acquire lock 1
         1 b lock_wait lock
         2 a put items 1
         3 a put items 2
         4 a lock_release lock 0
         6 b lock_acquire lock 1
         7 b lock_acquire lock 2
         8 b get items 2
         9 b end 0",
    );
    let lock = model.figures.locks[0];
    assert_eq!((lock.acquisitions, lock.contended), (2, 1));
    assert_eq!((lock.wait_total_ns, lock.wait_max_ns), (5_000_000, 5_000_000));
    let queue = model.figures.queues[0];
    assert_eq!((queue.puts, queue.gets, queue.max_len), (2, 1, 2));
    let b = &model.figures.lanes[1];
    assert_eq!(b.in_state_ns(laneway_model::State::WaitsLock), 5_000_000);
    assert_eq!(b.in_state_ns(laneway_model::State::Running), 3_000_000);
}
