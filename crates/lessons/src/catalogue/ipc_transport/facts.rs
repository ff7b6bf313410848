//! What holds on every run of `ipc-transport`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[
    "",
    "transport=file",
    "transport=unix",
    "transport=tcp messages=5",
    "transport=memcached",
    "transport=redis",
    "transport=rabbitmq scale=0.2",
    "transport=kafka scale=0.2",
];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    every_message_arrives_once,
    and_in_order_for_each_sender,
    nobody_waits_until_a_message_is_read,
    three_processes_take_part,
];

const SENDERS: [&str; 2] = ["sender-1", "sender-2"];

fn messages(run: &Run) -> usize {
    run.arguments.integer("messages")
}

/// What is taken is what was put, by whom and how often.
fn every_message_arrives_once(run: &Run) {
    let (puts, gets) = (run.events(EventKind::PUT), run.events(EventKind::GET));
    let sent = SENDERS.len() * messages(run);
    assert_eq!((puts.len(), gets.len()), (sent, sent));
    assert!(gets.iter().all(|seen| seen.actor == "receiver"));
    for sender in SENDERS {
        assert_eq!(run.events_of(sender, EventKind::PUT).len(), messages(run));
        for number in 1..=messages(run) {
            let line = format!("receiver: got message {number} of {sender}");
            assert_eq!(run.prints_with(&line), 1, "{line}");
        }
    }
    run.printed(&format!("receiver: {sent} messages, each sender's in order"));
}

fn and_in_order_for_each_sender(run: &Run) {
    for sender in SENDERS {
        let got = |number| run.printed(&format!("receiver: got message {number} of {sender}"));
        assert!((1..=messages(run)).map(got).is_sorted());
    }
}

/// The first message of each sender is sent before the receiver begins to read.
fn nobody_waits_until_a_message_is_read(run: &Run) {
    for sender in SENDERS {
        assert!(run.printed(&format!("{sender}: sent message 1")) < run.printed("receiver: reads"));
    }
}

fn three_processes_take_part(run: &Run) {
    let names = ["receiver", "sender-1", "sender-2"];
    let children = run.children();
    assert!(names.iter().all(|name| children.iter().any(|child| child.name == *name)));
}
