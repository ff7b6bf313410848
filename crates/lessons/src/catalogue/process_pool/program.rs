//! Twenty tasks for the four worker processes of a pool.

use std::collections::BTreeSet;

use laneway::pool::ProcessPool;
use laneway::process;
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let pool = ProcessPool::new("pool", 4).expect("a pool");
    let futures: Vec<_> = (1..=20)
        .map(|number| pool.submit(format!("task-{number}"), task, (number, arguments.clone())))
        .collect();
    println!("main: all tasks are submitted");

    let mut pids = BTreeSet::new();
    let mut sum = 0;
    for future in futures {
        let (pid, square) = future.result().expect("a result");
        pids.insert(pid);
        sum += square;
    }
    println!("main: 20 results by {} processes, sum {sum}", pids.len());
}

/// A slow way to square a number, and who did it.
fn task((number, arguments): (u64, Arguments)) -> (u32, u64) {
    let mut random = arguments.random(&format!("task-{number}"));
    sleep(arguments.seconds(1.0 + 2.0 * random.f64()));
    (process::id(), number * number)
}
