//! Two threads add, two subtract, and each step is made under a lock.

use std::sync::Arc;

use laneway::cell::Cell;
use laneway::sync::Mutex;
use laneway::{println, sleep, thread};

use crate::Arguments;

struct Counter {
    count: Cell,
    lock: Mutex<()>,
}

pub fn program(arguments: &Arguments) {
    let counter = Arc::new(Counter {
        count: Cell::new("count", 0),
        lock: Mutex::named("lock", ()),
    });
    let threads = [("adder-1", 1), ("adder-2", 1), ("subtractor-1", -1), ("subtractor-2", -1)];
    let threads = threads.map(|(name, change)| {
        let (counter, arguments) = (Arc::clone(&counter), arguments.clone());
        thread::Builder::new()
            .name(name)
            .spawn(move || step(change, &counter, &arguments))
            .expect("a new thread")
    });
    for thread in threads {
        thread.join().expect("a thread that ends in order");
    }
    println!("count is {}", counter.count.get());
}

fn step(change: i64, counter: &Counter, arguments: &Arguments) {
    let steps: u32 = arguments.integer("steps");
    for _ in 0..steps {
        let _guard = counter.lock.lock().expect("a lock");
        let seen = counter.count.get();
        // Slow enough to be watched, if there are few of them.
        if steps <= 10 {
            sleep(arguments.seconds(0.5));
        }
        counter.count.set(seen + change);
    }
}
