//! Twenty tasks: for four workers of a pool, or each for a thread of its own.

use laneway::pool::ThreadPool;
use laneway::{println, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let results = match arguments.word("style") {
        "thread-each" => by_a_thread_each(arguments),
        _ => by_a_pool(arguments),
    };
    println!(
        "main: {} results, sum {}",
        results.len(),
        results.iter().sum::<u64>()
    );
}

fn by_a_pool(arguments: &Arguments) -> Vec<u64> {
    let pool = ThreadPool::new("pool", arguments.integer("workers"));
    let futures: Vec<_> = (1..=arguments.integer("tasks"))
        .map(|number| {
            let arguments = arguments.clone();
            pool.submit(format!("task-{number}"), move || task(number, &arguments))
        })
        .collect();
    println!("main: all tasks are submitted");

    futures.into_iter().map(|future| future.result().expect("a result")).collect()
}

fn by_a_thread_each(arguments: &Arguments) -> Vec<u64> {
    let threads: Vec<_> = (1..=arguments.integer("tasks"))
        .map(|number| {
            let arguments = arguments.clone();
            thread::Builder::new()
                .name(format!("task-{number}"))
                .spawn(move || task(number, &arguments))
                .expect("a new thread")
        })
        .collect();
    println!("main: all threads are started");

    threads
        .into_iter()
        .map(|thread| thread.join().expect("a result"))
        .collect()
}

/// A slow way to square a number.
fn task(number: u64, arguments: &Arguments) -> u64 {
    let mut random = arguments.random(&format!("task-{number}"));
    println!("task-{number}: in {}", thread::current().name().unwrap_or("?"));
    sleep(arguments.seconds(1.0 + 2.0 * random.f64()));
    number * number
}
