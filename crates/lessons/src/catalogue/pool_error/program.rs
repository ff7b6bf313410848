//! Four tasks for two worker processes, and one that goes wrong.

use laneway::pool::{Error, ProcessPool};
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let pool = ProcessPool::new("pool", 2).expect("a pool");
    let futures: Vec<_> = (1..=4)
        .map(|number| pool.submit(format!("task-{number}"), task, (number, arguments.clone())))
        .collect();
    println!("main: all tasks are submitted");

    let mut results = 0;
    for (number, future) in (1..).zip(futures) {
        match future.result() {
            Ok(_) => results += 1,
            Err(Error::Broken(_)) => println!("main: task-{number}: the pool is broken"),
            Err(_) => println!("main: task-{number}: an error"),
        }
    }
    println!("main: {results} of 4 results");
}

fn task((number, arguments): (u32, Arguments)) -> u32 {
    if number == 2 {
        sleep(arguments.seconds(3.0));
        if arguments.word("fails") == "worker" {
            std::process::abort();
        }
        panic!("task-2 fails");
    }
    sleep(arguments.seconds(6.0));
    number
}
