//! What happens when there is no more room.

use std::process::ExitCode;

use laneway::{sync, thread};
use laneway_recorder::session::{Clock, Settings};
use laneway_trace::EventKind;

use crate::Case;
use crate::reading::Recorded;

pub const CASES: &[Case] = &[
    Case {
        name: "an_end_is_kept_if_its_beginning_was",
        program: busy,
        settings: || Settings {
            events: 1000,
            ..Settings::default()
        },
        check: |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            // A hundred locks are taken at once before room runs out, and given back after it.
            check_ends(recorded);
            assert!(recorded.story("main/main").ends_with("code_end end 0"));
        },
    },
    Case {
        name: "without_any_room_a_life_is_kept",
        program: busy,
        settings: || Settings {
            events: 0,
            ..Settings::default()
        },
        check: |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            // The last that fits into the smallest chunk is kept, and what began before it.
            check_ends(recorded);
            assert!(recorded.story("main/main").ends_with("join busy code_end end 0"));
        },
    },
    Case {
        name: "the_other_clock_records_the_same",
        program: busy,
        settings: || Settings {
            clock: Clock::Monotonic,
            ..Settings::default()
        },
        check: |recorded, output| {
            assert_eq!(output.status.code(), Some(0));
            assert_eq!(recorded.lost, 0);
            assert_eq!(recorded.events_of("busy").len(), 2 + 2 * 100 + 2 * 2000);
        },
    },
    Case {
        name: "a_full_disk_is_no_room",
        program: full_disk,
        settings: Settings::default,
        check: |recorded, output| {
            assert_eq!(
                output.status.code(),
                Some(0),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            check_ends(recorded);
        },
    },
];

fn check_ends(recorded: &Recorded) {
    let events = recorded.events_of("busy");
    let count = |kind| events.iter().filter(|event| event.kind == kind).count();
    assert!(recorded.lost > 0);
    assert_eq!(events.len() as u64 + recorded.lost, 2 + 2 * 100 + 2 * 2000);
    assert!(count(EventKind::LOCK_ACQUIRE) > 40);
    assert_eq!(count(EventKind::LOCK_ACQUIRE), count(EventKind::LOCK_RELEASE));
    assert!(recorded.story("busy").ends_with(" end 0"));
}

fn busy() -> ExitCode {
    laneway::run(|| {
        thread::Builder::new()
            .name("busy")
            .spawn(take_many)
            .unwrap()
            .join()
            .unwrap();
    })
}

fn take_many() {
    let locks: Vec<_> = (0..100)
        .map(|number| sync::Mutex::named(format!("lock-{number}"), ()))
        .collect();
    let guards: Vec<_> = locks.iter().map(sync::Mutex::lock).collect();
    let one = sync::Mutex::named("one", ());
    for _ in 0..2000 {
        drop(one.lock());
    }
    drop(guards);
}

/// No file may grow past a thread's first chunk: what a full disk looks like from here.
fn full_disk() -> ExitCode {
    laneway::run(|| {
        thread::Builder::new()
            .name("busy")
            .spawn(|| {
                let limit = libc::rlimit {
                    rlim_cur: 20_000,
                    rlim_max: libc::RLIM_INFINITY,
                };
                // SAFETY: valid values; without the signal the system answers an error instead.
                unsafe {
                    libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
                    libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit);
                }
                take_many();
            })
            .unwrap()
            .join()
            .unwrap();
    })
}
