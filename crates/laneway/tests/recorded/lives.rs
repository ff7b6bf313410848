//! Threads: how they begin and end.

use std::process::ExitCode;
use std::time::Duration;

use laneway::{sync, thread};
use laneway_trace::EventKind;

use crate::Case;
use crate::newest::until_somebody;
use crate::reading::Recorded;

pub const CASES: &[Case] = &[
    Case::new("threads_begin_and_end", threads, |recorded, output| {
        assert_eq!(output.status.code(), Some(0));
        // Whether the last join finds the thread alive depends on the run.
        let story = recorded.story("main/main").replace("join_wait quick ", "");
        let expected =
            "begin start worker join_wait worker join worker start quick join quick code_end end 0";
        assert_eq!(story, expected);
        assert_eq!(
            recorded.story("worker"),
            "begin print hello note a longer text end 0"
        );
        assert_eq!(String::from_utf8_lossy(&output.stdout), "hello\n");
        check_places(recorded);
    }),
    Case::new(
        "exit_waits_for_threads_but_not_for_daemons",
        exit_waits,
        |recorded, output| {
            assert_eq!(output.status.code(), Some(7));
            assert_eq!(
                recorded.story("main/main"),
                "begin start daemon start normal code_end join_wait normal join normal end 0"
            );
            assert!(recorded.story("normal").ends_with("print done end 0"));
            assert_eq!(
                recorded.story("daemon"),
                "begin lock_acquire unending 1 lock_wait unending"
            );
            assert!(recorded.actors[&recorded.actor("daemon")].daemon);
        },
    ),
    Case::new(
        "a_panicking_thread_is_an_outcome",
        thread_panics,
        |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            let story = recorded.story("unlucky");
            assert!(
                story.ends_with(
                    "lock_acquire held 1 panic as planned lock_poison held lock_release held 0 end 1"
                ),
                "{story}"
            );
            assert_eq!(recorded.on("held").len(), 3);
            assert!(
                recorded
                    .story("main/main")
                    .ends_with("join unlucky code_end end 0")
            );
            assert_eq!(String::from_utf8_lossy(&output.stdout), "");
        },
    ),
    Case::new("spans_lie_in_one_another", spans, |recorded, output| {
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(
            recorded.story("main/main"),
            "begin span_open whole span_open a part with a name span_close span_close \
             span_open broken off panic as planned span_close code_end end 0"
        );
    }),
    Case::new("a_panic_is_where_it_is", panics, |recorded, output| {
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(
            recorded.story("careless"),
            "begin panic number 1 panic number 1 panic Box<dyn Any> end 0"
        );
        let actor = recorded.actor("careless");
        let lines: Vec<&(String, u32)> = recorded
            .events_of("careless")
            .iter()
            .filter(|event| event.kind == EventKind::PANIC)
            .map(|event| &recorded.lines[&(actor, event.location)])
            .collect();
        assert!(lines.iter().all(|(file, _)| file.ends_with("lives.rs")));
        assert_eq!(lines[0], lines[1]);
        assert!(lines[1].1 < lines[2].1, "{lines:?}");
        // The program's own hook is called as before.
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(stderr, "hook\nhook\nhook\n");
    }),
    Case::new(
        "only_the_first_panic_poisons",
        second_thoughts,
        |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            assert_eq!(
                recorded.story("main/main"),
                "begin panic as planned lock_acquire late 1 lock_release late 0 code_end end 0"
            );
        },
    ),
    Case::new("a_panicking_main_keeps_house", main_panics, |recorded, output| {
        assert_eq!(output.status.code(), Some(101));
        assert!(
            recorded
                .story("main/main")
                .ends_with("panic as planned code_end join_wait normal join normal end 1")
        );
    }),
    Case::new("an_error_of_main_is_said", main_fails, |_, output| {
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "error: no tickets\n");
    }),
    Case::new("timeouts_are_timed_waits", timeouts, |recorded, output| {
        assert_eq!(output.status.code(), Some(0));
        // Whether the last join finds the thread alive depends on the run.
        assert_eq!(
            recorded.story("main/main").replace("join_wait late ", ""),
            "begin lock_acquire gate 1 start late join_wait_timed late join_timeout late lock_refuse gate \
             lock_wait_timed gate 1000000 lock_timeout gate lock_release gate 0 join late code_end end 0"
        );
    }),
    Case::new(
        "threads_of_others_get_lanes",
        foreign_threads,
        |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            assert_eq!(recorded.story("foreign"), "begin print hello");
            assert_eq!(recorded.story("thread-1"), "begin print hello");
            assert_eq!(
                recorded.actors[&recorded.actor("foreign")].parent,
                Some(recorded.actor("main"))
            );
        },
    ),
    Case::new(
        "a_session_of_another_version_is_refused",
        other_version,
        |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            assert_eq!(String::from_utf8_lossy(&output.stdout), "hello\n");
            assert!(
                String::from_utf8_lossy(&output.stderr).contains("laneway: this run is not recorded: ")
            );
            assert!(String::from_utf8_lossy(&output.stderr).contains("another version of Laneway"));
            assert!(recorded.events.is_empty() && recorded.actors.is_empty());
        },
    ),
];

/// Every event but the release of a guard and `end` has a place in this file, in the order of the text.
fn check_places(recorded: &Recorded) {
    let actor = recorded.actor("worker");
    let placed = recorded
        .events_of("worker")
        .iter()
        .filter(|event| event.location != 0);
    let lines: Vec<&(String, u32)> = placed
        .map(|event| &recorded.lines[&(actor, event.location)])
        .collect();
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|(file, _)| file.ends_with("lives.rs")));
    assert!(lines.is_sorted_by_key(|(_, line)| line), "{lines:?}");
}

fn threads() -> ExitCode {
    laneway::run(|| {
        let (go, gone) = std::sync::mpsc::channel();
        let worker = thread::Builder::new().name("worker").spawn(move || {
            laneway::println!("hello");
            gone.recv().unwrap();
            laneway::note!("a longer {}", "text");
        });
        let worker = worker.unwrap();
        let waker = std::thread::spawn(move || {
            until_somebody(EventKind::JOIN_WAIT);
            go.send(()).unwrap();
        });
        assert_eq!(worker.thread().name(), Some("worker"));
        worker.join().unwrap();
        waker.join().unwrap();
        let quick = thread::Builder::new()
            .name("quick")
            .spawn(|| thread::current().native_id())
            .unwrap();
        let id = quick.thread().native_id();
        assert_eq!(quick.join().unwrap(), id);
        assert_eq!(thread::active_count(), 1);
    })
}

fn exit_waits() -> ExitCode {
    laneway::run(|| {
        let daemon = thread::Builder::new().name("daemon").daemon(true).spawn(|| {
            let unending = sync::Mutex::named("unending", ());
            let _first = unending.lock();
            let _never = unending.lock();
        });
        let normal = thread::Builder::new().name("normal").spawn(|| {
            until_somebody(EventKind::LOCK_WAIT);
            until_somebody(EventKind::JOIN_WAIT);
            laneway::println!("done");
        });
        drop((daemon.unwrap(), normal.unwrap()));
        ExitCode::from(7)
    })
}

fn thread_panics() -> ExitCode {
    laneway::run(|| {
        let unlucky = thread::Builder::new().name("unlucky").spawn(|| {
            let held = sync::Mutex::named("held", ());
            let _guard = held.lock();
            panic!("as planned");
        });
        let payload = unlucky.unwrap().join().unwrap_err();
        assert_eq!(payload.downcast_ref::<&str>(), Some(&"as planned"));
    })
}

fn spans() -> ExitCode {
    laneway::run(|| {
        {
            let _whole = laneway::span("whole");
            drop(laneway::span(format!("a part with a {}", "name")));
        }
        std::panic::catch_unwind(|| {
            let _broken = laneway::span("broken off");
            panic!("as planned");
        })
        .unwrap_err();
    })
}

fn panics() -> ExitCode {
    std::panic::set_hook(Box::new(|_| eprintln!("hook")));
    laneway::run(|| {
        let careless = thread::Builder::new().name("careless").spawn(|| {
            for number in [1, 1] {
                std::panic::catch_unwind(|| panic!("number {number}")).unwrap_err();
            }
            std::panic::catch_unwind(|| std::panic::panic_any(7)).unwrap_err();
        });
        careless.unwrap().join().unwrap();
    })
}

/// Takes a lock while a panic is under way: what it protects is not broken by that panic.
fn second_thoughts() -> ExitCode {
    static LATE: std::sync::LazyLock<sync::Mutex<i32>> =
        std::sync::LazyLock::new(|| sync::Mutex::named("late", 0));
    struct Tidy;
    impl Drop for Tidy {
        fn drop(&mut self) {
            *LATE.lock().unwrap() += 1;
        }
    }
    laneway::run(|| {
        std::panic::catch_unwind(|| {
            let _tidy = Tidy;
            panic!("as planned");
        })
        .unwrap_err();
        assert!(!LATE.is_poisoned());
    })
}

fn main_panics() -> ExitCode {
    laneway::run(|| {
        thread::Builder::new()
            .name("normal")
            .spawn(|| until_somebody(EventKind::JOIN_WAIT))
            .unwrap();
        if thread::active_count() > 1 {
            panic!("as planned");
        }
    })
}

fn main_fails() -> ExitCode {
    laneway::run(|| Err::<(), _>("no tickets"))
}

fn timeouts() -> ExitCode {
    laneway::run(|| {
        let gate = std::sync::Arc::new(sync::Mutex::named("gate", ()));
        let guard = gate.lock().unwrap();
        let late = thread::Builder::new().name("late").spawn({
            let gate = gate.clone();
            move || drop(gate.lock())
        });
        let late = late.unwrap().join_timeout(Duration::from_millis(1)).unwrap_err();
        assert!(gate.try_lock().is_err());
        assert!(gate.lock_timeout(Duration::from_millis(1)).is_err());
        drop(guard);
        late.join().unwrap();
    })
}

fn foreign_threads() -> ExitCode {
    laneway::run(|| {
        let named = std::thread::Builder::new()
            .name("foreign".into())
            .spawn(|| laneway::println!("hello"));
        named.unwrap().join().unwrap();
        std::thread::spawn(|| laneway::println!("hello")).join().unwrap();
    })
}

fn other_version() -> ExitCode {
    let folder = laneway_recorder::session::Folder::from_environment().expect("a session");
    let mut bytes = std::fs::read(folder.control()).unwrap();
    bytes[8] += 1;
    std::fs::write(folder.control(), bytes).unwrap();
    laneway::run(|| laneway::println!("hello"))
}
