//! Threads and channels of crossbeam, and what the library has in their place.

use std::process::ExitCode;
use std::sync::Barrier;

use crossbeam::channel::bounded;
use crossbeam::thread::Scope;
use laneway::queue::{GetError, Queue};
use laneway::sync::Mutex;
use laneway_trace::{Ending, EventKind};

use crate::{Case, hold_time};

pub const CASES: &[Case] = &[
    Case {
        seen: &[
            ("main", EventKind::SEEN_ASLEEP),
            ("writer", EventKind::SEEN_ASLEEP),
            ("writer", EventKind::SEEN_END),
            ("reader", EventKind::SEEN_ASLEEP),
            ("reader", EventKind::SEEN_END),
        ],
        ..Case::new("threads_and_a_channel_of_crossbeam", crossbeam_channel, |run| {
            run.was_only_seen("writer");
            assert_eq!(run.deeds("reader"), "begin span_open print span_close");
            assert_eq!(run.spans("reader"), ["read"]);
            assert_eq!(run.who_says("1"), "reader");
            run.has_nothing_but_lanes();
        })
    },
    Case {
        seen: &[("reader", EventKind::GET_WAIT)],
        ..Case::new(
            "a_queue_of_laneway_in_threads_of_crossbeam",
            laneway_queue,
            |run| {
                assert_eq!(run.deeds("reader"), "begin get_wait get");
                assert_eq!(run.objects(), ["queue endless", "queue numbers"]);
                run.claims_nothing();
            },
        )
    },
    Case {
        ending: &Ending::Timeout,
        seen: &[("main", EventKind::SEEN_ASLEEP)],
        ..Case::new("a_deadlock_of_laneway_in_threads_of_crossbeam", deadlock, |run| {
            assert_eq!(run.findings(), ["deadlock left right"]);
        })
    },
];

/// Starts a thread of crossbeam.
fn start<'scope>(scope: &Scope<'scope>, name: &str, code: impl FnOnce() + Send + 'scope) {
    let thread = scope.builder().name(name.to_owned()).spawn(|_| code());
    thread.expect("a thread");
}

/// One reads what nobody writes yet, the other one writes what nobody reads yet.
fn crossbeam_channel() -> ExitCode {
    laneway::run(|| {
        let (numbers, letters) = (bounded(0), bounded(0));
        let (put_number, put_letter) = (numbers.0, letters.0);
        crossbeam::scope(|scope| {
            start(scope, "reader", || {
                let number: u32 = numbers.1.recv().expect("a number");
                let _read = laneway::span("read");
                laneway::println!("{number}");
            });
            start(scope, "writer", move || put_letter.send('a').expect("a reader"));
            std::thread::sleep(hold_time());
            put_number.send(1).expect("a reader");
            letters.1.recv().expect("a letter");
        })
        .expect("nobody panics");
        std::thread::sleep(hold_time());
    })
}

fn laneway_queue() -> ExitCode {
    laneway::run(|| {
        // There is always room, and it is not closed with its last sender.
        let endless = Queue::new("endless", Some(0));
        let sender = endless.clone();
        (1..=3).for_each(|number| sender.put(number));
        drop(sender);
        (1..=3).for_each(|number| assert_eq!(endless.get(), number));
        assert_eq!(endless.try_get(), Err(GetError::Empty));
        endless.close();
        assert_eq!(endless.iter().next(), None);
        let numbers = Queue::new("numbers", Some(1));
        crossbeam::scope(|scope| {
            start(scope, "reader", || assert_eq!(numbers.get(), 1));
            laneway::sleep(hold_time());
            numbers.put(1);
        })
        .expect("nobody panics");
        laneway::sleep(hold_time());
    })
}

/// Each of two threads holds what the other one wants.
fn deadlock() -> ExitCode {
    laneway::run(|| {
        let locks = &[Mutex::named("first", ()), Mutex::named("second", ())];
        let both = &Barrier::new(2);
        let waits = |first: usize| {
            move || {
                let _one = locks[first].lock();
                both.wait();
                let _other = locks[1 - first].lock();
            }
        };
        let ended = crossbeam::scope(|scope| {
            start(scope, "left", waits(0));
            start(scope, "right", waits(1));
        });
        ended.expect("never");
    })
}
