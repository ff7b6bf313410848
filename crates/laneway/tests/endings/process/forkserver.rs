//! Processes that a server forks.

use std::process::ExitCode;
use std::time::Duration;

use laneway::process::{self, Builder, Event, Lock, Process, Queue, StartMethod, Value};
use laneway_trace::{ActorId, Ending, EventKind, StartMethod as Recorded};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{kill, until_asleep};
use crate::sync::Run;
use crate::{Case, Seen, until};

pub const CASES: &[Case] = &[
    Case::new("a_server_forks_for_a_process_with_threads", serves, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let actors = &seen.trace().header.actors;
        let server = position(seen, "forkserver");
        assert_eq!(actors[server].start_method, Some(Recorded::Spawn));
        for number in 0..4 {
            let child = &actors[position(seen, &format!("child-{number}"))];
            assert_eq!(child.parent, ActorId::from_index(server));
            assert_eq!(child.start_method, Some(Recorded::Fork));
        }
        let run = Run::new(seen);
        let tasks = run.on("child-0").into_iter().map(|(_, event)| event);
        let tasks: Vec<_> = tasks
            .map(|event| (run.name_of(event.actor).to_owned(), event.kind))
            .collect();
        let expected = [
            ("main", EventKind::SUBMIT),
            ("forkserver", EventKind::TASK_BEGIN),
            ("forkserver", EventKind::TASK_END),
            ("main", EventKind::RESULT),
        ];
        assert_eq!(tasks, expected.map(|(who, kind)| (who.to_owned(), kind)));
        // Where the program says so.
        let started = of_kind(seen, EventKind::START).into_iter();
        let started = started.filter(|event| run.name_of(event.actor) == "forkserver");
        for event in started {
            let location = event.location.expect("a place in the program");
            let location = &seen.trace().header.locations[location.index()];
            assert!(location.file.ends_with("forkserver.rs"), "{}", location.file);
            assert!(location.file.contains("tests"), "{}", location.file);
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_server_tells_how_its_children_end", ends, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        // Who took its exit status was the server, its parent.
        for event in of_kind(seen, EventKind::REAP) {
            let reaped = run.model.actor_name(event.value.actor().expect("a process"));
            let by = if reaped == "forkserver" {
                "main"
            } else {
                "forkserver"
            };
            assert_eq!(run.name_of(event.actor), by, "{reaped}");
        }
        let exits = of_kind(seen, EventKind::EXIT).into_iter();
        let mut exits: Vec<_> = exits
            .map(|event| {
                let name = run.model.actor_name(event.actor).to_owned();
                (name, event.value.int().expect("a code"))
            })
            .collect();
        exits.sort();
        let expected = [
            ("daemon", -15),
            ("exits", 7),
            ("forkserver", 0),
            ("killed", -9),
            ("main", 0),
            ("panics", 101),
        ];
        assert_eq!(exits, expected.map(|(name, code)| (name.to_owned(), code)));
    }),
    Case::new("a_child_of_a_server_is_stuck", stuck, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(
            Run::new(seen).findings(),
            "waits_for_ever main on lock; helpers main"
        );
    }),
    Case::new("a_server_is_killed", server_killed, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let servers = seen.trace().header.actors.iter();
        let servers = servers.filter(|actor| actor.name == "forkserver");
        assert_eq!(servers.count(), 2);
    }),
    Case::new("a_server_ends_with_who_asked_it", client_killed, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        assert_eq!(Run::new(seen).findings(), "");
    }),
    Case::new("a_forked_child_has_a_server_of_its_own", own_server, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let actors = &seen.trace().header.actors;
        let grandchild = &actors[position(seen, "grandchild")];
        let server = &actors[grandchild.parent.expect("a server").index()];
        assert_eq!(server.name, "forkserver");
        assert_eq!(server.parent, ActorId::from_index(position(seen, "child")));
        assert_eq!(Run::new(seen).findings(), "");
    }),
];

/// Which actor has this name.
fn position(seen: &Seen, name: &str) -> usize {
    let mut actors = seen.trace().header.actors.iter();
    let position = actors.position(|actor| actor.name == name);
    position.unwrap_or_else(|| panic!("there is no actor {name}"))
}

fn of_kind(seen: &Seen, kind: EventKind) -> Vec<laneway_trace::Event> {
    let events = &seen.trace().events;
    let events = (0..events.len()).filter_map(|row| events.get(row));
    events.filter(|event| event.kind == kind).collect()
}

fn ask<A: Serialize + DeserializeOwned>(name: &str, code: fn(A), argument: A) -> Process {
    let child = Builder::new(name).start_method(StartMethod::Forkserver);
    child.start(code, argument).expect("a process")
}

/// Several threads ask, which nobody who forks may have; what children share goes along.
fn serves() -> ExitCode {
    laneway::run(|| {
        let shared = (Lock::new("lock"), Queue::new("queue", None));
        let code = |((lock, queue), number): ((Lock, Queue<u32>), u32)| {
            assert_eq!(process::current().name(), format!("child-{number}"));
            let _guard = lock.lock();
            queue.put(number);
        };
        let ask_for = |number: u32| {
            let child = ask(&format!("child-{number}"), code, (shared.clone(), number));
            assert_eq!(
                (child.join(), child.exit_code(), child.is_alive()),
                (0, Some(0), false)
            );
        };
        ask_for(0);
        laneway::thread::scope(|scope| {
            for number in 1..4 {
                let ask_for = &ask_for;
                scope.spawn(move || ask_for(number));
            }
        });
        let mut numbers = [0; 4].map(|_| shared.1.get());
        numbers.sort_unstable();
        assert_eq!(numbers, [0, 1, 2, 3]);
    })
}

fn ends() -> ExitCode {
    laneway::run(|| {
        let panics = ask("panics", |()| panic!("as it should"), ());
        let exits = ask("exits", |()| process::exit(7), ());
        let waits = |come: Value| {
            come.set(1);
            std::thread::park();
        };
        let come = Value::new("come", 0);
        let killed = ask("killed", waits, come.clone());
        until("it comes", || come.get() == 1);
        assert_eq!(killed.join_timeout(Duration::from_millis(1)), None);
        assert!(killed.is_alive());
        kill(&killed);
        assert_eq!((panics.join(), exits.join()), (101, 7));
        come.set(0);
        let daemon = Builder::new("daemon").daemon(true);
        let daemon = daemon.start_method(StartMethod::Forkserver);
        drop(daemon.start(waits, come.clone()).expect("a process"));
        until("it comes", || come.get() == 1);
    })
}

/// It waits for a lock of a dead process.
fn stuck() -> ExitCode {
    laneway::run(|| {
        let shared = (Lock::new("lock"), Value::new("inside", 0));
        let once = |lock: Lock| drop(lock.lock());
        assert_eq!(ask("holder", once, shared.0.clone()).join(), 0);
        let holder = |(lock, inside): (Lock, Value)| {
            let _guard = lock.lock();
            inside.set(1);
            std::thread::park();
        };
        let holder = ask("holder", holder, shared.clone());
        until("it is inside", || shared.1.get() == 1);
        kill(&holder);
        ask("next", once, shared.0).join();
    })
}

/// A child says who its parent, the server, is, and waits.
fn tell((parent, door): (Value, Event)) {
    parent.set(process::parent_id() as i32);
    door.wait();
}

fn kill_pid(pid: i32) {
    // SAFETY: a system call on two numbers; the process was started by this test.
    unsafe { libc::kill(pid, libc::SIGKILL) };
}

/// Its child lives on, and nobody can tell how that ends; the next one has another server.
fn server_killed() -> ExitCode {
    laneway::run(|| {
        let shared = (Value::new("parent", 0), Event::new("door"));
        let child = ask("child", tell, shared.clone());
        until("it tells", || shared.0.get() != 0);
        until_asleep(&child);
        let server = shared.0.get();
        kill_pid(server);
        let stat = format!("/proc/{server}/stat");
        until("it is dead", || {
            std::fs::read_to_string(&stat).is_ok_and(|stat| stat.contains(") Z "))
        });
        assert!(child.is_alive());
        shared.0.set(0);
        let next = ask("next", tell, shared.clone());
        until("it tells", || shared.0.get() != 0);
        assert_ne!(shared.0.get(), server);
        shared.1.set();
        assert_eq!((child.join(), next.join()), (255, 0));
    })
}

/// A process that has asked is killed: its server ends, and the child goes on, as a forked one does.
fn client_killed() -> ExitCode {
    laneway::run(|| {
        let shared = (Value::new("parent", 0), Event::new("door"));
        let asks = |shared: (Value, Event)| {
            ask("child", tell, shared).join();
        };
        let client = super::start("client", asks, shared.clone());
        until("it tells", || shared.0.get() != 0);
        until_asleep(&client);
        kill(&client);
        let server = format!("/proc/{}", shared.0.get());
        until("it ends", || !std::path::Path::new(&server).exists());
        shared.1.set();
    })
}

fn own_server() -> ExitCode {
    laneway::run(|| {
        assert_eq!(ask("first", |()| {}, ()).join(), 0);
        let asks = |()| assert_eq!(ask("grandchild", |()| {}, ()).join(), 0);
        assert_eq!(super::start("child", asks, ()).join(), 0);
    })
}
