//! Ten threads of one process.

use laneway::{println, process, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    println!("main: {} thread, {}", thread::active_count(), ids());

    let workers: Vec<_> = (1..=10)
        .map(|number| {
            let arguments = arguments.clone();
            thread::Builder::new()
                .name(format!("worker-{number}"))
                .spawn(move || work(number, &arguments))
                .expect("a new thread")
        })
        .collect();
    println!("main: after the starts {} threads", thread::active_count());

    for worker in workers {
        worker.join().expect("a worker that ends in order");
    }
    println!("main: {} thread is left", thread::active_count());
}

fn work(number: u32, arguments: &Arguments) {
    println!("worker-{number}: {}", ids());
    sleep(arguments.seconds(8.0));
}

fn ids() -> String {
    format!("process {} thread {}", process::id(), thread::current().native_id())
}
