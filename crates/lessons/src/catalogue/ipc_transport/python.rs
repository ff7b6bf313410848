//! What the counterpart of `ipc-transport` in Python shows.

use crate::script::{Counterpart, Ends, Fact, Said, facts};

const FACTS: &[Fact] = facts![
    every_message_arrives_once,
    and_in_order_for_each_sender,
    nobody_waits_until_a_message_is_read,
];

pub const COUNTERPARTS: &[Counterpart] = &[
    over(&["program.py", "pipe"]),
    over(&["program.py", "file"]),
    over(&["program.py", "unix"]),
    over(&["program.py", "tcp"]),
    over(&["program.py", "memcached", "{memcached}"]),
    over(&["program.py", "redis", "{redis}"]),
];

const fn over(command: &'static [&'static str]) -> Counterpart {
    Counterpart {
        command,
        since: (3, 8),
        ends: Ends::InOrder,
        facts: FACTS,
    }
}

fn every_message_arrives_once(said: &Said) {
    assert_eq!(said.lines_with("receiver: got message"), 6);
    said.line("receiver: 6 messages, each sender's in order");
}

fn and_in_order_for_each_sender(said: &Said) {
    for sender in ["sender-1", "sender-2"] {
        let got = |number| said.line(&format!("receiver: got message {number} of {sender}"));
        assert!((1..=3).map(got).is_sorted());
    }
}

fn nobody_waits_until_a_message_is_read(said: &Said) {
    for sender in ["sender-1", "sender-2"] {
        assert!(said.line(&format!("{sender}: sent message 1")) < said.line("receiver: reads"));
    }
}
