//! Two threads and one interpreter lock.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use laneway::gil::{Attached, Gil, SWITCH_INTERVAL};
use laneway::{println, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let gil = Arc::new(Gil::named("gil", SWITCH_INTERVAL));
    let workers = [1, 2].map(|number| {
        let (gil, arguments) = (Arc::clone(&gil), arguments.clone());
        thread::Builder::new()
            .name(format!("worker-{number}"))
            .spawn(move || work(number, &gil, &arguments))
            .expect("a new thread")
    });
    for worker in workers {
        worker.join().expect("a worker that ends in order");
    }
    println!("main: both are done");
}

fn work(number: u32, gil: &Gil, arguments: &Arguments) {
    let attached = arguments.boolean("lock").then(|| gil.attach());
    if arguments.word("work") == "io" {
        wait(attached.as_ref(), arguments);
    } else {
        compute(attached.as_ref(), arguments);
    }
    println!("worker-{number}: done");
}

/// Computes for a while, and gives way between the steps if somebody asks.
fn compute(attached: Option<&Attached<'_>>, arguments: &Arguments) {
    let begun = Instant::now();
    let mut sum = 0_u64;
    while begun.elapsed() < arguments.seconds(4.0) {
        (0..1000).for_each(|step| sum = black_box(sum + step));
        if let Some(attached) = attached {
            attached.checkpoint();
        }
    }
}

/// Waits for an answer from outside, without the lock.
fn wait(attached: Option<&Attached<'_>>, arguments: &Arguments) {
    match attached {
        Some(attached) => attached.allow_threads(|| sleep(arguments.seconds(5.0))),
        None => sleep(arguments.seconds(5.0)),
    }
}
