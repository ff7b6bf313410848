//! What objects between processes record, by random programs of several processes and by processes that are
//! killed: compared with what must hold, event by event, and with what the model makes of it.

mod event;
mod locks;
mod manager;
mod pipe;
mod queue;
mod value;

use laneway::process::{Builder, Process, StartMethod};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Case;

/// Every case, by kind of object.
pub const CASES: [&[Case]; 6] = [
    event::CASES,
    locks::CASES,
    manager::CASES,
    pipe::CASES,
    queue::CASES,
    value::CASES,
];

/// How many random programs run one after another, each with objects of its own.
const PROGRAMS: u64 = 4;
const PROCESSES: u64 = 4;

/// Runs this in several processes, by fork and by spawn in turn, each with its seed, and waits for all.
fn in_processes<A: Clone + Serialize + DeserializeOwned>(seed: u64, code: fn((A, u64)), shared: &A) {
    let start = |number: u64| -> Process {
        let method = [StartMethod::Fork, StartMethod::Spawn][number as usize % 2];
        let seed = seed * 100 + number;
        let child = Builder::new(format!("random-{seed}")).start_method(method);
        child.start(code, (shared.clone(), seed)).expect("a process")
    };
    let processes: Vec<_> = (0..PROCESSES).map(start).collect();
    for process in processes {
        assert_eq!(process.join(), 0, "what was promised held");
    }
}
