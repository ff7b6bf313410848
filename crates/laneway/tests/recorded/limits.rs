//! Limits of the system that a program hits.

use std::panic;
use std::process::ExitCode;

use laneway::process::{
    Array, Builder, Event, FileCell, Lock, Queue, ReentrantLock, Semaphore, StartMethod, Value, pipe,
};
use laneway::{pool, thread};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::Case;
use crate::reading::Recorded;

pub const CASES: &[Case] = &[
    Case::new(
        "a_thread_that_cannot_start_never_was",
        no_thread,
        |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            let story = recorded.story("main/main");
            assert_eq!(
                without_numbers(&story),
                "begin start refused start_failed refused failure starting the thread `refused`: \
             Resource temporarily unavailable (os error #); \
             the limit of bytes of a process's address space is # (RLIMIT_AS) code_end end #"
            );
            assert_eq!(recorded.events_of("refused").len(), 0);
        },
    ),
    Case::new(
        "too_many_threads_are_told",
        no_more_threads,
        |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            says(
                recorded,
                "the limit of processes and threads that a user may have is # (RLIMIT_NPROC)",
            );
        },
    ),
    Case::new("a_pool_that_cannot_start_ends", no_worker, |recorded, output| {
        assert_eq!(output.status.code(), Some(101), "it ends, and by a panic");
        let story = recorded.story("main/main");
        assert!(
            story.contains("start pool-0 start_failed pool-0 failure"),
            "{story}"
        );
    }),
    Case::new(
        "a_process_that_cannot_start_never_was",
        no_process,
        |recorded, output| {
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{stderr}");
            let story = recorded.story("main/main");
            for child in ["forked", "spawned"] {
                let expected = format!("failure starting the process `{child}`: Too many open files");
                assert!(story.contains(&expected), "{story}");
                assert!(
                    !recorded
                        .attached
                        .iter()
                        .any(|who| who.actor == recorded.actor(child)),
                    "{child} attached"
                );
                let ghost = format!("start {child} failure");
                assert!(!story.contains(&ghost), "{story}");
            }
            says(
                recorded,
                "the limit of files that a process may have open is # (RLIMIT_NOFILE)",
            );
        },
    ),
    Case::new(
        "an_object_that_cannot_be_made_is_told",
        no_objects,
        |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            let story = recorded.story("main/main");
            for (what, _) in MAKERS {
                let call = format!("failure making the {what} `it`: Too many open files");
                assert!(story.contains(&call), "{story}");
            }
        },
    ),
];

fn says(recorded: &Recorded, words: &str) {
    let story = recorded.story("main/main");
    assert!(without_numbers(&story).contains(words), "{story}");
}

/// Every number as `#`.
fn without_numbers(story: &str) -> String {
    let mut told = String::new();
    for part in story.split_inclusive(|character: char| !character.is_ascii_digit()) {
        let rest = part.trim_start_matches(|character: char| character.is_ascii_digit());
        if rest.len() < part.len() {
            told.push('#');
        }
        told.push_str(rest);
    }
    told
}

/// From here on this process may have this much of a resource.
fn limit(resource: Resource, current: u64) {
    let maximum = getrlimit(resource).maximum;
    let limit = Rlimit {
        current: Some(current),
        maximum,
    };
    setrlimit(resource, limit).unwrap();
}

fn no_thread() -> ExitCode {
    laneway::run(|| {
        // There is room for what is recorded, and none for a stack.
        limit(Resource::As, used_bytes() + (1 << 20));
        let refused = thread::Builder::new().name("refused").spawn(|| ());
        assert_eq!(refused.unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
        assert_eq!(thread::active_count(), 1);
    })
}

fn used_bytes() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = pages.split(' ').next().unwrap().parse().unwrap();
    pages * rustix::param::page_size() as u64
}

fn no_more_threads() -> ExitCode {
    laneway::run(|| {
        become_nobody();
        limit(Resource::Nproc, 1);
        let refused = thread::Builder::new().name("refused").spawn(|| ());
        let error = refused.unwrap_err().to_string();
        assert!(error.contains("is 1 (RLIMIT_NPROC)"), "{error}");
    })
}

/// The superuser has no limit of processes. What this process has open stays open.
fn become_nobody() {
    if rustix::process::getuid().is_root() {
        // SAFETY: system calls on numbers.
        let answers = unsafe { (libc::setgid(65_534), libc::setuid(65_534)) };
        assert_eq!(answers, (0, 0));
    }
}

fn no_worker() -> ExitCode {
    laneway::run(|| {
        limit(Resource::As, used_bytes() + (1 << 20));
        drop(pool::ThreadPool::new("pool", 2));
    })
}

fn no_process() -> ExitCode {
    laneway::run(|| {
        let spare = std::fs::File::open("/dev/null").unwrap();
        // Every number below the limit is taken once this many are open.
        limit(Resource::Nofile, 64);
        let mut open = vec![spare];
        while let Ok(file) = open[0].try_clone() {
            open.push(file);
        }
        for (name, method) in [("forked", StartMethod::Fork), ("spawned", StartMethod::Spawn)] {
            let refused = Builder::new(name).start_method(method).start(|()| (), ());
            let error = refused.unwrap_err().to_string();
            assert!(error.contains("is 64 (RLIMIT_NOFILE)"), "{error}");
        }
        // With room for some of what a start needs it fails as well, and leaves no child.
        while open.len() > 1 {
            open.pop();
            let started = Builder::new("child")
                .start_method(StartMethod::Spawn)
                .start(|()| (), ());
            match started {
                Ok(child) => {
                    assert_eq!(child.join(), 0);
                    break;
                }
                Err(error) => assert!(error.to_string().contains("(RLIMIT_NOFILE)"), "{error}"),
            }
        }
        drop(open);
    })
}

/// Whoever has no room for a descriptor cannot make these.
const MAKERS: [(&str, fn()); 9] = [
    ("lock", || drop(Lock::new("it"))),
    ("re-entrant lock", || drop(ReentrantLock::new("it"))),
    ("semaphore", || drop(Semaphore::new("it", 1))),
    ("event", || drop(Event::new("it"))),
    ("value", || drop(Value::new("it", 0))),
    ("array", || drop(Array::new("it", &[0]))),
    ("queue", || drop(Queue::<i32>::new("it", None))),
    ("pipe", || drop(pipe::<i32>("it"))),
    ("file", || drop(FileCell::new("it", 0))),
];

fn no_objects() -> ExitCode {
    laneway::run(|| {
        let mut open = vec![std::fs::File::open("/dev/null").unwrap()];
        limit(Resource::Nofile, 64);
        while let Ok(file) = open[0].try_clone() {
            open.push(file);
        }
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let place = panic.location().expect("a place");
            assert_eq!(place.file(), file!(), "it panics where it was asked for");
            told(panic);
        }));
        for (_, make) in MAKERS {
            panic::catch_unwind(make).unwrap_err();
        }
        drop(open);
    })
}
