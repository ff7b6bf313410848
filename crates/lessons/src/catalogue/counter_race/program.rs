//! Two threads add, two subtract. Each step is a read, then a write, and nothing holds the two together.

use std::sync::Arc;

use laneway::cell::Cell;
use laneway::{println, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let count = Arc::new(Cell::new("count", 0));

    let threads = [
        ("adder-1", 1),
        ("adder-2", 1),
        ("subtractor-1", -1),
        ("subtractor-2", -1),
    ];
    let threads = threads.map(|(name, change)| {
        let (count, arguments) = (Arc::clone(&count), arguments.clone());
        thread::Builder::new()
            .name(name)
            .spawn(move || step(name, change, &count, &arguments))
            .expect("a new thread")
    });
    for thread in threads {
        thread.join().expect("a thread that ends in order");
    }
    println!("count is {}", count.get());
}

fn step(name: &str, change: i64, count: &Cell, arguments: &Arguments) {
    let mut random = arguments.random(name);
    let steps: u32 = arguments.integer("steps");
    for _ in 0..steps {
        let seen = count.get();
        if arguments.boolean("pause") {
            // All pauses of a thread together take some ten seconds.
            sleep(arguments.seconds((0.5 + random.f64()) * 10.0 / f64::from(steps)));
        }
        count.set(changed(seen, change));
    }
    println!("{name}: done");
}

fn changed(seen: i64, change: i64) -> i64 {
    seen + change
}
