//! One cell and three threads.

use std::sync::Arc;

use laneway::cell::Cell;
use laneway::{println, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let count = Arc::new(Cell::new("count", 10));
    count.set(42);
    println!("main: sets it to 42");

    let workers = [(1, 5), (2, 7)].map(|(number, new)| {
        let (count, arguments) = (Arc::clone(&count), arguments.clone());
        thread::Builder::new()
            .name(format!("worker-{number}"))
            .spawn(move || change(number, new, &count, &arguments))
            .expect("a new thread")
    });
    for worker in workers {
        worker.join().expect("a worker that ends in order");
    }
    println!("main: has {}", count.get());
}

fn change(number: u32, new: i64, count: &Cell, arguments: &Arguments) {
    sleep(arguments.seconds(3.0 * f64::from(number)));
    println!("worker-{number}: finds {}", count.get());
    sleep(arguments.seconds(1.5));
    count.set(new);
    println!("worker-{number}: makes it {new}");
}
