//! What holds on every run of `thread-object`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "call=run"];

pub const FACTS: &[Fact] = facts![ends_in_order, only_a_start_makes_a_thread];

fn only_a_start_makes_a_thread(run: &Run) {
    let prints = run.events(EventKind::PRINT);
    let id = |start: &str| {
        let mut ids = prints.iter().filter_map(|print| print.value.strip_prefix(start));
        ids.next().expect("an id").to_owned()
    };
    let started = run.arguments.word("call") == "start";
    assert_eq!(id("main: is thread ") != id("greeter: runs in thread "), started);
    assert_eq!(run.events(EventKind::START).len(), usize::from(started));
}
