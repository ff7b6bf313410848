//! What objects between processes record, by random programs of several processes and by processes that are
//! killed: compared with what must hold, event by event, and with what the model makes of it.

mod event;
mod forkserver;
mod locks;
mod manager;
mod messages;
mod pipe;
mod queue;
mod value;

use laneway::process::{Builder, Process, StartMethod};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Case, until};

/// Every case, by kind of object.
pub const CASES: [&[Case]; 8] = [
    event::CASES,
    forkserver::CASES,
    locks::CASES,
    manager::CASES,
    messages::CASES,
    pipe::CASES,
    queue::CASES,
    value::CASES,
];

/// How many random programs run one after another, each with objects of its own.
const PROGRAMS: u64 = 4;
const PROCESSES: u64 = 4;

/// Every way to start a process.
const METHODS: [StartMethod; 3] = [StartMethod::Fork, StartMethod::Spawn, StartMethod::Forkserver];

/// Runs this in several processes, by each way to start one in turn, each with its seed, and waits for all.
fn in_processes<A: Clone + Serialize + DeserializeOwned>(seed: u64, code: fn((A, u64)), shared: &A) {
    let start = |number: u64| -> Process {
        let method = METHODS[number as usize % METHODS.len()];
        let seed = seed * 100 + number;
        let child = Builder::new(format!("random-{seed}")).start_method(method);
        child.start(code, (shared.clone(), seed)).expect("a process")
    };
    let processes: Vec<_> = (0..PROCESSES).map(start).collect();
    for process in processes {
        assert_eq!(process.join(), 0, "what was promised held");
    }
}

/// Starts a process by fork.
fn start<A: Serialize + DeserializeOwned>(name: &str, code: fn(A), argument: A) -> Process {
    Builder::new(name).start(code, argument).expect("a process")
}

/// Waits until a process of one thread sleeps: it has to have said before that it is about to.
fn until_asleep(process: &Process) {
    let stat = format!("/proc/{}/stat", process.pid());
    until("the process sleeps", || {
        let stat = std::fs::read_to_string(&stat).expect("it lives");
        let (_, fields) = stat.rsplit_once(") ").expect("a name");
        fields.starts_with('S')
    });
}

/// Kills a process and sees that it is dead.
fn kill(process: &Process) {
    process.kill().expect("it lives");
    assert_eq!(process.join(), -9);
}
