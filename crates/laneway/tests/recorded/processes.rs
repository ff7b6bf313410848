//! Processes, and what they share.

use std::process::ExitCode;
use std::time::Duration;

use laneway::process::{self, Builder, FileCell, Lock, Queue, StartMethod};
use laneway::{cell, thread};
use laneway_trace::{EventKind, StartMethod as Method};

use crate::Case;
use crate::newest::until_somebody;
use crate::objects::check_queue;

pub const CASES: &[Case] = &[
    Case::new("children_by_fork_and_spawn", children, |recorded, output| {
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let process = |name| recorded.actor(name);
        let pids: Vec<(u32, u32, u32)> = recorded
            .attached
            .iter()
            .map(|who| (who.actor, who.pid, who.parent_pid))
            .collect();
        assert_eq!(pids.len(), 3);
        let parent = pids[0].1;
        assert!(
            pids[1..]
                .iter()
                .all(|&(_, pid, parent_pid)| parent_pid == parent && pid != parent)
        );
        for (name, method) in [("forked", Method::Fork), ("spawned", Method::Spawn)] {
            let actor = &recorded.actors[&process(name)];
            assert_eq!((&actor.start_method, actor.parent), (&Some(method), Some(1)));
            let story = recorded.story(&format!("{name}/main"));
            assert_eq!(story, format!("begin print I am {name} code_end end 0"));
            assert_eq!(recorded.reaped[&process(name)], 0);
        }
        let story = recorded
            .story("main/main")
            .replace("join_wait forked ", "")
            .replace("join_wait spawned ", "");
        assert_eq!(
            story,
            "begin start forked start spawned reap forked join forked reap spawned join spawned code_end end 0"
        );
        let printed = String::from_utf8_lossy(&output.stdout);
        let mut printed: Vec<&str> = printed.lines().collect();
        printed.sort_unstable();
        assert_eq!(printed, ["I am forked", "I am spawned"]);
    }),
    Case::new("exit_codes_and_signals", endings, |recorded, output| {
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let reaped = |name| recorded.reaped[&recorded.actor(name)];
        let codes = ["three", "panics", "terminated", "killed", "exits"].map(reaped);
        assert_eq!(codes, [3, 101, -15, -9, 4]);
        let story = recorded.story("main/main");
        assert!(
            story.contains("saw_alive terminated terminate terminated"),
            "{story}"
        );
        assert!(
            story.contains("join_wait_timed killed join_timeout killed kill killed"),
            "{story}"
        );
        assert!(story.contains("saw_dead killed"), "{story}");
        assert_eq!(recorded.story("terminated/main"), "begin lock_wait gate");
        assert_eq!(
            recorded.story("panics/main"),
            "begin panic as planned code_end end 1"
        );
        assert_eq!(recorded.story("exits/main"), "begin code_end end 0");
    }),
    Case::new("daemons_end_when_the_code_does", daemons, |recorded, output| {
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(
            recorded
                .story("main/main")
                .replace("join_wait daemon ", "")
                .replace("join_wait normal ", ""),
            "begin start normal start daemon code_end terminate daemon reap daemon \
             join daemon reap normal join normal end 0"
        );
        assert_eq!(recorded.reaped[&recorded.actor("daemon")], -15);
        assert_eq!(recorded.reaped[&recorded.actor("normal")], 0);
        assert!(
            !recorded.story("daemon/main").contains("end"),
            "a lane that is cut off has no end"
        );
    }),
    Case::new("fork_refuses_threads", fork_refuses, |recorded, output| {
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(recorded.attached.len(), 2, "spawn does not refuse");
        let story = recorded.story("main/main");
        assert!(story.contains("start forked start_failed forked "), "{story}");
    }),
    Case::new(
        "a_spawned_child_needs_a_main_without_threads",
        threads_before_run,
        |_, output| {
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{stderr}");
            assert!(
                stderr.contains("it has 2 threads, and `laneway::run`"),
                "{stderr}"
            );
        },
    ),
    Case::new(
        "only_a_parent_turns_a_process_into_a_child",
        no_parent,
        |_, output| {
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{stderr}");
            let refusals = stderr.matches("no parent of this process has left it word");
            assert_eq!(refusals.count(), 2, "{stderr}");
        },
    ),
    Case::new(
        "a_fork_of_others_is_another_process",
        foreign_fork,
        |recorded, output| {
            assert_eq!(
                output.status.code(),
                Some(0),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            assert_eq!(recorded.story("fork/main"), "begin note child");
            assert_eq!(
                recorded.story("main/main"),
                "begin note before span_open parent's span_close note parent code_end end 0"
            );
            assert_eq!(recorded.actors[&recorded.actor("fork")].parent, Some(1));
        },
    ),
    Case::new("a_copy_of_a_cell_is_another_cell", copies, |recorded, output| {
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let named = recorded
            .objects
            .values()
            .filter(|object| object.name == "count")
            .count();
        assert_eq!(named, 2);
        assert!(
            recorded
                .story("main/main")
                .ends_with("read count 1 code_end end 0")
        );
    }),
    Case::new(
        "a_lock_between_processes_has_one_holder",
        locks,
        |recorded, output| {
            assert_eq!(
                output.status.code(),
                Some(0),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            recorded.check_never_two_holders("tickets");
            assert!(recorded.objects[&recorded.object("tickets")].shared);
            // Under the lock no update is lost: 6 processes, 50 steps each.
            assert!(
                recorded
                    .story("main/main")
                    .ends_with("read sold 300 code_end end 0")
            );
            let mut last = 0;
            for (_, event) in recorded.on("sold") {
                if event.kind == EventKind::READ {
                    assert_eq!(event.value, last);
                }
                last = event.value;
            }
        },
    ),
    Case::new("a_waiting_process_says_so", lock_wait, |recorded, output| {
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(
            recorded.story("waiter/main"),
            "begin lock_wait door lock_acquire door 1 lock_release door 0 code_end end 0"
        );
        let story = recorded.story("main/main");
        assert!(
            story.contains("lock_refuse door lock_wait_timed door 1000000 lock_timeout door"),
            "{story}"
        );
    }),
    Case::new(
        "who_dies_with_a_lock_leaves_it_taken",
        dead_holder,
        |recorded, output| {
            assert_eq!(
                output.status.code(),
                Some(0),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            assert_eq!(
                recorded.story("holder/main"),
                "begin lock_acquire door 1 lock_wait door"
            );
            assert!(
                recorded
                    .story("main/main")
                    .ends_with("join holder lock_refuse door code_end end 0")
            );
        },
    ),
    Case::new(
        "a_queue_between_processes_loses_nothing",
        queues,
        |recorded, output| {
            assert_eq!(
                output.status.code(),
                Some(0),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            check_queue(recorded, "bounded", 2);
            check_queue(recorded, "unbounded", 200);
            let waits = recorded
                .events
                .values()
                .flatten()
                .filter(|event| event.kind == EventKind::PUT_WAIT);
            let bounded = recorded.object("bounded");
            assert!(
                waits.clone().all(|event| event.object == bounded),
                "an unbounded queue has room"
            );
            let story = recorded.story("main/main");
            assert!(
                story.contains("get_refuse bounded get_wait_timed bounded 1000000 get_timeout bounded"),
                "{story}"
            );
        },
    ),
    Case::new(
        "an_item_may_be_larger_than_the_pipe",
        large_items,
        |recorded, output| {
            assert_eq!(
                output.status.code(),
                Some(0),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            check_queue(recorded, "large", 3);
            // Who puts does not wait: a thread that feeds the pipe does.
            let story = recorded.story("maker/main");
            let story = story
                .replace("start large.feeder ", "")
                .replace(&recorded_item(), "item");
            let expected = format!("begin {}code_end ", "put large.buffer item ".repeat(3));
            assert!(story.starts_with(&expected), "{story}");
        },
    ),
    Case::new(
        "who_waits_for_a_full_pipe_has_an_item_in_it",
        unread_item,
        |recorded, output| {
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{stderr}");
            let story = recorded.story("maker/large.feeder");
            let story = story.replace(&recorded_item(), "item");
            assert!(story.ends_with(" put large item flush_wait large"), "{story}");
        },
    ),
    Case::new(
        "what_fits_into_a_pipe_is_in_the_queue",
        full_pipe,
        |recorded, output| {
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{stderr}");
            // All that was put was there to be taken.
            check_queue(recorded, "full", usize::MAX);
            assert!(recorded.story("maker/full.feeder").ends_with(" put_wait full"));
            assert!(!recorded.story("maker/main").contains("put_wait"));
        },
    ),
];

fn both(mut with: impl FnMut(StartMethod)) {
    with(StartMethod::Fork);
    with(StartMethod::Spawn);
}

fn children() -> ExitCode {
    fn child((name, word): (String, i32)) {
        assert_eq!((process::current().name(), word), (name.as_str(), 7));
        laneway::println!("I am {name}");
    }
    laneway::run(|| {
        assert_eq!(process::current().name(), "main");
        let mut children = Vec::new();
        both(|method| {
            let name = if method == StartMethod::Fork {
                "forked"
            } else {
                "spawned"
            };
            let child = Builder::new(name)
                .start_method(method)
                .start(child, (name.to_owned(), 7));
            children.push(child.unwrap());
        });
        for child in children {
            assert_ne!(child.pid(), process::id());
            assert_eq!(child.join(), 0);
            assert_eq!(child.exit_code(), Some(0));
        }
    })
}

fn endings() -> ExitCode {
    laneway::run(|| {
        let start = |name: &str, code: fn(())| Builder::new(name).start(code, ()).unwrap();
        // SAFETY: ends the process.
        assert_eq!(start("three", |()| unsafe { libc::_exit(3) }).join(), 3);
        assert_eq!(start("panics", |()| panic!("as planned")).join(), 101);
        assert_eq!(start("exits", |()| process::exit(4)).join(), 4);
        let gate = Lock::new("gate");
        let guard = gate.lock();
        let wait = |name: &str| {
            Builder::new(name)
                .start(|gate: Lock| drop(gate.lock()), gate.clone())
                .unwrap()
        };
        let terminated = wait("terminated");
        until_somebody(EventKind::LOCK_WAIT);
        assert!(terminated.is_alive());
        terminated.terminate().unwrap();
        assert_eq!(terminated.join(), -15);
        let killed = wait("killed");
        assert_eq!(killed.join_timeout(Duration::from_millis(1)), None);
        assert_eq!(killed.exit_code(), None);
        killed.kill().unwrap();
        assert_eq!(killed.join(), -9);
        assert!(!killed.is_alive());
        drop(guard);
    })
}

fn daemons() -> ExitCode {
    laneway::run(|| {
        let normal = Builder::new("normal").start(until_daemon_is_reaped, ());
        let daemon = Builder::new("daemon").daemon(true).start(
            |()| loop {
                std::thread::park();
            },
            (),
        );
        // Both have begun before the code ends.
        let attached = || {
            std::fs::read_to_string(folder().definitions())
                .unwrap()
                .matches("\"attached\"")
                .count()
        };
        while attached() < 3 {
            std::thread::yield_now();
        }
        drop((normal.unwrap(), daemon.unwrap()));
    })
}

/// Until the parent has taken the exit status of the daemon: the normal child lives longer.
fn until_daemon_is_reaped(_: ()) {
    while !std::fs::read_to_string(folder().definitions())
        .unwrap()
        .contains("\"reaped\"")
    {
        std::thread::yield_now();
    }
}

fn folder() -> laneway_recorder::session::Folder {
    laneway_recorder::session::Folder::from_environment().expect("a session")
}

fn fork_refuses() -> ExitCode {
    laneway::run(|| {
        let (go, gone) = std::sync::mpsc::channel::<()>();
        let thread = thread::spawn(move || gone.recv());
        let error = Builder::new("forked").start(|()| (), ()).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("fork needs a process with one thread, and this one has 2")
        );
        assert_eq!(
            Builder::new("spawned")
                .start_method(StartMethod::Spawn)
                .start(|()| (), ())
                .unwrap()
                .join(),
            0
        );
        drop(go);
        thread.join().unwrap().unwrap_err();
    })
}

/// The parent may have threads, and its child would come to be where it has as many.
fn threads_before_run() -> ExitCode {
    let (go, gone) = std::sync::mpsc::channel::<()>();
    let thread = std::thread::spawn(move || gone.recv());
    let status = laneway::run(|| {
        let child = Builder::new("spawned")
            .start_method(StartMethod::Spawn)
            .start(|()| (), ());
        assert_eq!(child.unwrap().join(), 101);
    });
    drop(go);
    thread.join().unwrap().unwrap_err();
    status
}

/// Starts itself as if it were a parent that hands over an open file, and one that is not open.
fn no_parent() -> ExitCode {
    const VARIABLE: &str = "LANEWAY_SPAWN";
    if std::env::var_os(VARIABLE).is_some() {
        return laneway::run(|| -> () { unreachable!("it is no child, and it is refused") });
    }
    for descriptor in ["2", "1000000"] {
        let program = std::env::current_exe().unwrap();
        let child = std::process::Command::new(program)
            .env(VARIABLE, descriptor)
            .status();
        assert_eq!(child.unwrap().code(), Some(101));
    }
    laneway::run(|| ())
}

fn foreign_fork() -> ExitCode {
    laneway::run(|| {
        laneway::note!("before");
        let span = laneway::span("parent's");
        // SAFETY: the process has one thread; the child records and ends at once.
        unsafe {
            let pid = libc::fork();
            if pid == 0 {
                laneway::note!("child");
                drop(span);
                libc::_exit(0);
            }
            libc::waitpid(pid, std::ptr::null_mut(), 0);
        }
        drop(span);
        laneway::note!("parent");
    })
}

fn copies() -> ExitCode {
    static COUNT: std::sync::LazyLock<cell::Cell> =
        std::sync::LazyLock::new(|| cell::Cell::new("count", 1));
    laneway::run(|| {
        COUNT.set(1);
        Builder::new("child")
            .start(|()| COUNT.set(COUNT.get() + 1), ())
            .unwrap()
            .join();
        assert_eq!(COUNT.get(), 1);
    })
}

fn locks() -> ExitCode {
    fn sell((tickets, same, sold): (Lock, Lock, FileCell)) {
        for step in 0..50 {
            let _guard = if step % 2 == 0 {
                tickets.lock()
            } else {
                same.lock()
            };
            sold.set(sold.get() + 1);
        }
    }
    laneway::run(|| {
        let (tickets, sold) = (Lock::new("tickets"), FileCell::new("sold", 0));
        let mut sellers = Vec::new();
        for _ in 0..3 {
            both(|method| {
                let seller = Builder::new("seller").start_method(method);
                sellers.push(
                    seller
                        .start(sell, (tickets.clone(), tickets.clone(), sold.clone()))
                        .unwrap(),
                );
            });
        }
        assert!(sellers.iter().all(|seller| seller.join() == 0));
        assert_eq!(sold.get(), 300);
    })
}

fn lock_wait() -> ExitCode {
    laneway::run(|| {
        let door = Lock::new("door");
        let guard = door.lock();
        let waiter = Builder::new("waiter")
            .start(|door: Lock| drop(door.lock()), door.clone())
            .unwrap();
        until_somebody(EventKind::LOCK_WAIT);
        assert!(door.try_lock().is_none());
        assert!(door.lock_timeout(Duration::from_millis(1)).is_none());
        drop(guard);
        assert_eq!(waiter.join(), 0);
        assert!(door.try_lock().is_some());
    })
}

fn dead_holder() -> ExitCode {
    laneway::run(|| {
        let door = Lock::new("door");
        let take_twice = |door: Lock| drop((door.lock(), door.lock()));
        let holder = Builder::new("holder").start(take_twice, door.clone()).unwrap();
        until_somebody(EventKind::LOCK_WAIT);
        holder.kill().unwrap();
        assert_eq!(holder.join(), -9);
        assert!(door.try_lock().is_none());
    })
}

fn queues() -> ExitCode {
    fn make((queue, from): (Queue<i32>, i32)) {
        (from..from + 40).for_each(|number| queue.put(number));
    }
    fn take((queue, sum): (Queue<i32>, Queue<i32>)) {
        sum.put((0..40).map(|_| queue.get()).sum());
    }
    laneway::run(|| {
        for (name, capacity) in [("bounded", Some(2)), ("unbounded", None)] {
            let (queue, sums) = (Queue::new(name, capacity), Queue::new("sums", None));
            assert!(queue.try_get().is_err() && queue.get_timeout(Duration::from_millis(1)).is_err());
            let mut children = Vec::new();
            for number in [0, 2] {
                both(|method| {
                    let builder = || Builder::new("child").start_method(method);
                    let from = 40 * (number + i32::from(method == StartMethod::Spawn));
                    children.push(builder().start(take, (queue.clone(), sums.clone())).unwrap());
                    children.push(builder().start(make, (queue.clone(), from)).unwrap());
                });
            }
            assert!(children.iter().all(|child| child.join() == 0));
            assert!(queue.is_empty());
            assert_eq!((0..4).map(|_| sums.get()).sum::<i32>(), (0..160).sum::<i32>());
        }
    })
}

/// What is recorded of an item of 200,000 letters.
fn recorded_item() -> String {
    format!("{}…", "x".repeat(4093))
}

fn unread_item() -> ExitCode {
    laneway::run(|| {
        let queue = Queue::new("large", None);
        let make = |queue: Queue<String>| queue.put("x".repeat(200_000));
        let maker = Builder::new("maker").start(make, queue.clone()).unwrap();
        until_somebody(EventKind::FLUSH_WAIT);
        while queue.is_empty() {
            std::thread::yield_now();
        }
        assert_eq!(queue.len(), 1);
        maker.kill().unwrap();
        assert_eq!(maker.join(), -9);
    })
}

fn full_pipe() -> ExitCode {
    laneway::run(|| {
        let queue = Queue::new("full", None);
        let make = |queue: Queue<String>| (0..1_000).for_each(|_| queue.put("x".repeat(1000)));
        let maker = Builder::new("maker").start(make, queue.clone()).unwrap();
        until_somebody(EventKind::PUT_WAIT);
        maker.kill().unwrap();
        assert_eq!(maker.join(), -9);
        let items = queue.len();
        assert!(items > 1, "{items}");
        for _ in 0..items {
            assert_eq!(queue.get().len(), 1000);
        }
        assert!(queue.is_empty());
    })
}

fn large_items() -> ExitCode {
    laneway::run(|| {
        let queue = Queue::new("large", None);
        let make = |queue: Queue<String>| (0..3).for_each(|_| queue.put("x".repeat(200_000)));
        let maker = Builder::new("maker").start(make, queue.clone()).unwrap();
        until_somebody(EventKind::FLUSH_WAIT);
        assert!((0..3).all(|_| queue.get().len() == 200_000));
        assert_eq!(maker.join(), 0);
    })
}
