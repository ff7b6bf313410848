//! What the counterpart of `thread-memory` in Python shows.

use crate::script::{Counterpart, Ends, Said, facts};

pub const COUNTERPARTS: &[Counterpart] = &[Counterpart {
    command: &["program.py"],
    since: (3, 8),
    ends: Ends::InOrder,
    facts: facts![who_reads_sees_the_last_write],
}];

/// `worker-2` comes 1.5 s of the textbook after the write of `worker-1`; on a busy machine it may find the one before.
fn who_reads_sees_the_last_write(said: &Said) {
    said.line("worker-1: finds 42");
    let last = said.lines.iter().rev().find(|line| line.contains(": makes it "));
    let last = last.and_then(|line| line.rsplit(' ').next()).expect("a write");
    said.line(&format!("main: has {last}"));
}
