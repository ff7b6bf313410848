//! The stage.

use laneway_model::Moment;
use laneway_trace::ObjectId;
use laneway_view::{Chip, Room, Stage, room, stage};

use crate::notation::{model, same};

/// The cards at a moment, a line each.
#[track_caller]
fn check(run: &str, at: u32, expected: &str) {
    same(&text(&stage(&model(run), Moment(at), 3)), expected);
}

fn text(stage: &Stage) -> String {
    let names = |chips: &[Chip]| {
        chips
            .iter()
            .map(|chip| chip.name.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut lines = Vec::new();
    for lock in &stage.locks {
        let holder = lock.holder.as_ref().map_or("free", |holder| &holder.name);
        let (name, waiters, len) = (&lock.object.name, names(&lock.waiters), lock.waiters_len);
        lines.push(format!(
            "lock {name}: {holder}, depth {}, waiting {waiters} ({len})",
            lock.depth
        ));
    }
    for queue in &stage.queues {
        let items: Vec<String> = queue
            .items
            .iter()
            .map(|item| format!("{} by {}", item.label, item.from))
            .collect();
        lines.push(format!(
            "queue {}: [{}] {} of {:?}, putting {}, getting {}",
            queue.object.name,
            items.join(", "),
            queue.len,
            queue.capacity,
            names(&queue.putters),
            names(&queue.getters)
        ));
    }
    for pool in &stage.pools {
        let workers: Vec<String> = pool
            .workers
            .iter()
            .map(|worker| {
                let task = worker.task.as_ref().map_or("nothing", |task| &task.name);
                format!("{} runs {task}", worker.chip.name)
            })
            .collect();
        let tasks = |tasks: &[laneway_view::TaskChip]| {
            tasks
                .iter()
                .map(|task| task.name.clone())
                .collect::<Vec<_>>()
                .join(" ")
        };
        lines.push(format!(
            "pool {}: pending {}, {}, done {}",
            pool.object.name,
            tasks(&pool.pending),
            workers.join(", "),
            tasks(&pool.done)
        ));
    }
    for cell in &stage.cells {
        let writer = cell.writer.as_ref().map_or("nobody", |writer| &writer.name);
        let stale: Vec<String> = cell
            .stale
            .iter()
            .map(|stale| format!("{} has {}", stale.chip.name, stale.value))
            .collect();
        let active = if cell.object.active { ", active" } else { "" };
        lines.push(format!(
            "cell {}: {:?} by {writer}, stale [{}]{active}",
            cell.object.name,
            cell.value,
            stale.join(", ")
        ));
    }
    for process in &stage.processes {
        let daemon = if process.daemon { "daemon " } else { "" };
        let orphan = if process.orphan { "orphan " } else { "" };
        lines.push(format!(
            "{daemon}{orphan}process {}: {:?}, exit {:?}, {} threads",
            process.name, process.life, process.exit_code, process.threads_alive
        ));
    }
    lines.join("\n")
}

#[test]
fn a_lock_has_a_holder_and_a_line() {
    let run = "thread a of p
        thread b of p
        0 main begin
        1 main lock_acquire l 1
        2 b begin
        3 a begin
        4 b lock_wait l
        5 a lock_wait l
        6 main lock_release l 0
        7 b lock_acquire l 1";
    check(run, 1, "lock l: free, depth 0, waiting  (0)");
    check(run, 6, "lock l: main, depth 1, waiting b a (2)");
    check(run, 9, "lock l: b, depth 1, waiting a (1)");
}

#[test]
fn a_queue_has_items_and_who_is_blocked() {
    let run = "queue items 2
        thread a of p
        0 main begin
        1 a begin
        2 a get_wait items
        3 main put items 7
        4 main put items \"x\"
        5 main put_wait items
        6 a get items 1";
    check(run, 3, "queue items: [] 0 of Some(2), putting , getting a");
    check(
        run,
        6,
        "queue items: [7 by main, x by main] 2 of Some(2), putting main, getting a",
    );
    check(
        run,
        7,
        "queue items: [x by main] 1 of Some(2), putting main, getting ",
    );
}

#[test]
fn a_pool_has_workers_and_tasks() {
    let run = "pool pool 1
        future f1 of pool
        future f2 of pool
        thread w of p
        0 main begin
        1 main submit f1
        2 main submit f2
        3 w begin
        4 w task_begin f1
        5 w task_end f1 0
        6 w task_begin f2";
    check(run, 3, "pool pool: pending f1 f2, , done");
    check(run, 5, "pool pool: pending f2, w runs f1, done");
    check(run, 7, "pool pool: pending , w runs f2, done f1");
}

#[test]
fn a_cell_has_a_value_and_stale_readers() {
    let run = "thread a of p
        0 main begin
        1 a begin
        2 main read c 0
        3 a read c 0
        4 a write c 1
        5 main print \"x\"";
    check(run, 2, "cell c: None by nobody, stale []");
    check(run, 5, "cell c: Some(\"1\") by a, stale [main has 0], active");
    check(run, 6, "cell c: Some(\"1\") by a, stale [main has 0]");
}

#[test]
fn processes_live_and_die() {
    let run = "process child of p daemon
        thread child-main of child
        0 main begin
        1 main start @child
        2 child-main begin
        3 child exit -15
        4 main reap @child
        5 main end 0
        6 p exit 0";
    check(
        run,
        1,
        "process p: Alive, exit None, 1 threads\ndaemon process child: Unborn, exit None, 0 threads",
    );
    check(
        run,
        3,
        "process p: Alive, exit None, 1 threads\ndaemon process child: Alive, exit None, 1 threads",
    );
    check(
        run,
        4,
        "process p: Alive, exit None, 1 threads\ndaemon process child: Zombie, exit Some(-15), 0 threads",
    );
    check(
        run,
        5,
        "process p: Alive, exit None, 1 threads\ndaemon process child: Dead, exit Some(-15), 0 threads",
    );
    check(
        run,
        7,
        "process p: Dead, exit Some(0), 0 threads\ndaemon process child: Dead, exit Some(-15), 0 threads",
    );
}

#[test]
fn a_child_that_outlives_its_parent_is_an_orphan() {
    let run = "process child of p
        process grandchild of child
        thread child-main of child
        thread grandchild-main of grandchild
        0 main begin
        1 main start @child
        2 child-main begin
        3 child-main start @grandchild
        4 grandchild-main begin
        5 child exit 0
        6 main print \"x\"";
    let alive = "process p: Alive, exit None, 1 threads";
    check(
        run,
        5,
        &format!(
            "{alive}\nprocess child: Alive, exit None, 1 threads\nprocess grandchild: Alive, exit None, 1 threads"
        ),
    );
    check(
        run,
        6,
        &format!(
            "{alive}\nprocess child: Zombie, exit Some(0), 0 threads\norphan process grandchild: Alive, exit None, 1 threads"
        ),
    );
}

/// The room of the only object.
#[track_caller]
fn check_room(run: &str, expected: Room) {
    let model = model(run);
    assert_eq!(model.header.objects.len(), 1);
    assert_eq!(
        room(&model, ObjectId::from_index(0).expect("an object")),
        expected
    );
}

#[test]
fn a_lock_has_room_for_its_longest_line() {
    check_room(
        "thread a of p
        thread b of p
        0 main begin
        1 main lock_acquire l 1
        2 a begin
        3 a lock_wait l
        4 main lock_release l 0
        5 a lock_acquire l 1
        6 main lock_wait l
        7 b begin
        8 b lock_wait l",
        Room {
            waiters: 2,
            ..Room::default()
        },
    );
}

#[test]
fn a_queue_has_room_on_both_sides() {
    check_room(
        "queue items 2
        thread a of p
        0 main begin
        1 a begin
        2 a get_wait items
        3 main put items 7
        4 main put items 8
        5 main put_wait items
        6 a get items 1",
        Room {
            waiters: 1,
            putters: 1,
            items: 2,
            ..Room::default()
        },
    );
}

#[test]
fn a_cell_has_room_for_stale_readers() {
    check_room(
        "thread a of p
        thread b of p
        0 main begin
        1 a begin
        2 b begin
        3 main read c 0
        4 a read c 0
        5 b read c 0
        6 a write c 1
        7 main read c 1",
        Room {
            stale: 2,
            ..Room::default()
        },
    );
}
