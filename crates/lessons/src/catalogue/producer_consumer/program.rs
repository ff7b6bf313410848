//! Producers put items into a queue, consumers take them out; neither knows the other.

use laneway::process::{Builder, Queue};
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    // A capacity of 0 is no bound, as in Python.
    let queue = Queue::new("items", Some(arguments.integer("capacity")));
    let pairs: u32 = arguments.integer("pairs");

    let mut workers = Vec::new();
    for number in 1..=pairs {
        let consumer = Builder::new(format!("consumer-{number}"));
        workers.push(consumer.start(consume, (number, queue.clone(), arguments.clone())));
    }
    for number in 1..=pairs {
        let producer = Builder::new(format!("producer-{number}"));
        workers.push(producer.start(produce, (number, queue.clone(), arguments.clone())));
    }
    for worker in workers {
        worker.expect("a new process").join();
    }
    println!("all is consumed");
}

fn produce((number, queue, arguments): (u32, Queue<String>, Arguments)) {
    for item in 1..=arguments.integer("items") {
        sleep(arguments.seconds(1.0));
        queue.put(format!("{number}.{item}"));
    }
    println!("producer-{number}: all mine are in the queue");
}

fn consume((number, queue, arguments): (u32, Queue<String>, Arguments)) {
    let mut random = arguments.random(&format!("consumer-{number}"));
    for _ in 0..arguments.integer("items") {
        let item = queue.get();
        println!("consumer-{number}: got {item}");
        sleep(arguments.seconds(3.0 + 2.0 * random.f64()));
    }
}
