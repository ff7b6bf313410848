//! Every way in which a run can end.

use std::process::ExitCode;
use std::sync::{Arc, Barrier};
use std::time::Duration;

use laneway::process::{self, Builder};
use laneway::{sync, thread};
use laneway_model::{FindingKind, Model};
use laneway_recorder::session::Keep;
use laneway_recorder::supervise::Plan;
use laneway_trace::{Ending, EventKind};

use crate::{Case, Seen, Stage};

pub const CASES: &[Case] = &[
    Case {
        plan: |plan| drop(plan.header.sources.insert("given.rs".into(), String::new())),
        ..Case::new(
            "a_program_ends",
            || laneway::run(|| ()),
            |seen| {
                seen.ended(&Ending::Finished, Some(0));
                assert_eq!(seen.trace().header.unseen, Vec::<String>::new());
            },
        )
    },
    Case::new(
        "a_program_fails",
        || laneway::run(|| ExitCode::from(3)),
        |seen| seen.ended(&Ending::Failed, Some(3)),
    ),
    Case::new(
        "a_program_ends_without_a_word",
        // SAFETY: ends the process; no destructor runs.
        || laneway::run(|| -> () { unsafe { libc::_exit(4) } }),
        |seen| {
            seen.ended(&Ending::Failed, Some(4));
            assert_eq!(seen.trace().events.kind.last(), Some(&EventKind::EXIT));
        },
    ),
    Case::new(
        "a_program_aborts",
        || laneway::run(|| -> () { std::process::abort() }),
        |seen| {
            seen.ended(&Ending::Failed, Some(-libc::SIGABRT));
        },
    ),
    Case::new("a_program_is_stuck", lock_twice, |seen| {
        seen.ended(&Ending::Stuck, None);
    }),
    Case {
        plan: |plan| plan.events = 1000,
        ..Case::new("stuck_after_all_room_was_used_up", stuck_late, deadlocked)
    },
    Case {
        plan: |plan| {
            plan.events = 1000;
            plan.keep = Keep::Last;
        },
        ..Case::new("stuck_late_with_the_last_events_kept", stuck_late, deadlocked)
    },
    Case {
        plan: |plan| plan.timeout = Some(Duration::ZERO),
        ..Case::new("no_time_at_all", wait_for_ever, |seen| {
            seen.ended(&Ending::Timeout, None);
        })
    },
    Case {
        plan: |plan| {
            plan.timeout = Some(Duration::MAX);
            plan.stuck_after = Duration::MAX;
            plan.linger = Duration::MAX;
        },
        ..Case::new(
            "all_time_there_is",
            || laneway::run(|| ()),
            |seen| {
                seen.ended(&Ending::Finished, Some(0));
            },
        )
    },
    interrupted("sigint", |stage| signal_recorder(stage, libc::SIGINT)),
    interrupted("sigterm", |stage| signal_recorder(stage, libc::SIGTERM)),
    interrupted("sighup", |stage| signal_recorder(stage, libc::SIGHUP)),
    Case {
        disturb: |stage| {
            stage.until_ready();
            stage.send(stage.recorder, libc::SIGKILL);
        },
        ..Case::new("the_guardian_is_killed", wait_for_ever, |seen| {
            assert!(seen.trace.is_none() && !seen.status.success());
        })
    },
    Case {
        disturb: |stage| stage.send(stage.until_ready().1, libc::SIGKILL),
        ..Case::new("the_supervisor_is_killed", wait_for_ever, |seen| {
            seen.ended(&Ending::Interrupted, None);
            seen.says_unseen("The supervisor was killed");
            assert_eq!(seen.trace().events.kind.last(), Some(&EventKind::PRINT));
        })
    },
    Case {
        disturb: |stage| stage.send(stage.until_ready().0, libc::SIGKILL),
        plan: at_once,
        ..Case::new("the_program_is_killed", a_child_and_wait, |seen| {
            seen.ended(&Ending::Failed, Some(-libc::SIGKILL));
            seen.says_unseen("1 process outlived the program and was ended");
            assert!(seen.trace().events.kind.contains(&EventKind::ADOPT));
        })
    },
    Case {
        plan: at_once,
        ..Case::new("a_daemon_outlives_its_program", daemonize, |seen| {
            seen.ended(&Ending::Finished, Some(0));
            seen.says_unseen("1 process outlived the program and was ended");
        })
    },
    Case {
        plan: |plan| plan.timeout = Some(Duration::from_millis(100)),
        ..Case::new(
            "a_program_stops_itself",
            || laneway::run(|| send_self(libc::SIGSTOP)),
            timed_out,
        )
    },
    Case {
        disturb: |stage| signal_recorder(stage, libc::SIGTERM),
        ..Case::new("a_program_closes_everything", close_everything, |seen| {
            seen.ended(&Ending::Interrupted, None);
            assert_eq!(
                seen.trace().texts,
                ["a text that has to be defined", "its files are untouched"]
            );
        })
    },
    Case::new("a_program_turns_into_another", exec_another, |seen| {
        seen.ended(&Ending::Finished, Some(0));
    }),
    Case {
        disturb: |stage| signal_recorder(stage, libc::SIGTERM),
        ..Case::new(
            "a_hundred_processes",
            || laneway::run(|| tree(100)),
            |seen| {
                seen.ended(&Ending::Interrupted, None);
                let processes = seen.trace().header.actors.iter();
                assert_eq!(processes.filter(|actor| actor.name == "branch").count(), 100);
            },
        )
    },
    Case {
        disturb: |stage| signal_recorder(stage, libc::SIGTERM),
        ..Case::new("a_process_that_runs_away", run_away, |seen| {
            seen.ended(&Ending::Interrupted, None);
        })
    },
    Case {
        plan: |plan| plan.program = vec!["/does/not/exist".into()],
        ..Case::new(
            "there_is_no_program",
            || ExitCode::SUCCESS,
            |seen| {
                assert_eq!(seen.said, "there is no program `/does/not/exist`; is it built?");
            },
        )
    },
];

const fn interrupted(name: &'static str, disturb: fn(&Stage)) -> Case {
    Case {
        disturb,
        ..Case::new(name, wait_for_ever, |seen| {
            seen.ended(&Ending::Interrupted, None);
            let waiting = seen.trace().events.kind.contains(&EventKind::PRINT);
            assert!(waiting, "what was recorded until then is kept");
        })
    }
}

fn signal_recorder(stage: &Stage, signal: libc::c_int) {
    stage.until_ready();
    stage.send(stage.recorder, signal);
}

fn timed_out(seen: &Seen) {
    seen.ended(&Ending::Timeout, None);
}

/// What outlives the program is ended at once.
fn at_once(plan: &mut Plan) {
    plan.linger = Duration::ZERO;
}

fn send_self(signal: libc::c_int) {
    // SAFETY: a system call on a number.
    unsafe { libc::raise(signal) };
}

fn ignore_requests_to_end() {
    for signal in [libc::SIGTERM, libc::SIGINT, libc::SIGHUP] {
        // SAFETY: no handler is installed, the signals are ignored.
        unsafe { libc::signal(signal, libc::SIG_IGN) };
    }
}

/// Waits as nobody is said to be stuck: without the library, for no one in particular.
fn park() {
    loop {
        std::thread::park();
    }
}

fn wait_for_ever() -> ExitCode {
    laneway::run(|| {
        ignore_requests_to_end();
        laneway::println!("waiting");
        Stage::of_environment().ready();
        park();
    })
}

fn lock_twice() -> ExitCode {
    laneway::run(|| {
        let lock = Arc::new(sync::Mutex::named("lock", ()));
        let twice = thread::spawn(move || {
            let _first = lock.lock();
            let _second = lock.lock();
        });
        twice.join().unwrap();
    })
}

/// Two threads take a lock each and then want the other's, long after there was no more room for events.
fn stuck_late() -> ExitCode {
    laneway::run(|| {
        let locks = ["left", "right"].map(|name| Arc::new(sync::Mutex::named(name, ())));
        let both = Arc::new(Barrier::new(2));
        let threads = [0, 1].map(|first| {
            let (mine, other) = (locks[first].clone(), locks[1 - first].clone());
            let both = both.clone();
            thread::spawn(move || {
                (0..3000).for_each(|_| drop(mine.lock()));
                let _held = mine.lock();
                both.wait();
                let _never = other.lock();
            })
        });
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    })
}

fn deadlocked(seen: &Seen) {
    seen.ended(&Ending::Stuck, None);
    seen.says_unseen("events were lost because there was no more room for events; `--keep ");
    let model = Model::from(seen.trace().clone());
    let kinds: Vec<_> = model.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [FindingKind::Deadlock]);
}

fn a_child_and_wait() -> ExitCode {
    laneway::run(|| {
        let child = Builder::new("child").start(
            |()| {
                laneway::println!("child");
                park();
            },
            (),
        );
        // It is an actor before its parent is killed.
        let folder = laneway_recorder::session::Folder::from_environment().expect("a session");
        let attached = || std::fs::read_to_string(folder.definitions()).expect("definitions");
        crate::until("the child attaches", || {
            attached().matches("\"attached\"").count() == 2
        });
        Stage::of_environment().ready();
        child.unwrap().join();
    })
}

/// The double fork of a system service.
fn daemonize() -> ExitCode {
    laneway::run(|| {
        // SAFETY: the process has one thread; the children only make system calls and wait.
        unsafe {
            let child = libc::fork();
            if child == 0 {
                libc::setsid();
                if libc::fork() == 0 {
                    ignore_requests_to_end();
                    park();
                }
                libc::_exit(0);
            }
            libc::waitpid(child, std::ptr::null_mut(), 0);
        }
    })
}

fn close_everything() -> ExitCode {
    laneway::run(|| {
        let stage = Stage::of_environment();
        // SAFETY: the process has one thread, and what its descriptors belonged to is not used again but
        // by the recorder, which is to bear it.
        unsafe { libc::close_range(0, libc::c_uint::MAX, 0) };
        // Their descriptors have the numbers that the recorder's had.
        let own: Vec<_> = (0..20)
            .map(|number| stage.folder.join(format!("own-{number}")))
            .map(|path| std::fs::File::create_new(path).unwrap())
            .collect();
        laneway::println!("a text that has to be defined");
        // The first three are standard input, output and error now.
        assert!(own[3..].iter().all(|file| file.metadata().unwrap().len() == 0));
        laneway::println!("its files are untouched");
        stage.ready();
        park();
    })
}

fn exec_another() -> ExitCode {
    use std::os::unix::process::CommandExt;
    laneway::run(|| -> () {
        laneway::println!("before");
        let error = std::process::Command::new("/bin/true").exec();
        panic!("{error}");
    })
}

/// A chain of this many processes, each the parent of the next, and each in a session of its own.
fn tree(left: u32) {
    // SAFETY: a system call without arguments.
    unsafe { libc::setsid() };
    if left == 0 {
        Stage::of_environment().ready();
        park();
    }
    ignore_requests_to_end();
    let next = Builder::new("branch").start(tree, left - 1);
    next.unwrap().join();
}

/// Forks and dies, again and again, so that nobody meets it twice by the same pid.
fn run_away() -> ExitCode {
    laneway::run(|| -> () {
        ignore_requests_to_end();
        Stage::of_environment().ready();
        // SAFETY: the process has one thread; its copies make system calls only.
        unsafe {
            if libc::fork() != 0 {
                park();
            }
            loop {
                if libc::fork() > 0 {
                    libc::_exit(process::id() as i32 & 1);
                }
            }
        }
    })
}
