//! What threads of others are called.

use std::process::ExitCode;
use std::thread::Builder;

use laneway_trace::EventKind;

use crate::{Case, hold_time};

pub const CASES: &[Case] = &[
    Case {
        seen: &[
            ("a name of 23 by", EventKind::SEEN_END),
            ("twin", EventKind::SEEN_END),
            ("twin-2", EventKind::SEEN_END),
            ("program", EventKind::SEEN_END),
        ],
        ..Case::new(
            "names_of_threads_that_record_nothing",
            || named(|_| ()),
            |run| {
                run.was_only_seen("a name of 23 by");
                run.was_only_seen("twin");
                run.was_only_seen("twin-2");
                // It has no name, and is called as the one that started it: the main thread, as the program.
                run.was_only_seen("program");
            },
        )
    },
    Case::new(
        "names_of_threads_that_record",
        || named(|number| laneway::note!("{number}")),
        |run| {
            assert_eq!(run.who_says("0"), "a name of 23 bytes long");
            assert_eq!(run.who_says("1"), "twin");
            assert_eq!(run.who_says("2"), "twin");
            assert_eq!(run.who_says("3"), "thread-1");
        },
    ),
];

/// Threads with these names and one without live for a while, and end a while before the program.
fn named(code: impl Fn(usize) + Sync) -> ExitCode {
    laneway::run(|| {
        let code = &code;
        std::thread::scope(|scope| {
            let names =
                ["a name of 23 bytes long", "twin", "twin"].map(|name| Builder::new().name(name.into()));
            for (number, builder) in names.into_iter().chain([Builder::new()]).enumerate() {
                let thread = builder.spawn_scoped(scope, move || {
                    code(number);
                    std::thread::sleep(hold_time());
                });
                thread.expect("a thread");
            }
        });
        laneway::sleep(hold_time());
    })
}
