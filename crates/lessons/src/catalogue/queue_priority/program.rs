//! The lowest comes first: a producer puts everything in, then a consumer takes it out.

use laneway::queue::Queue;
use laneway::{println, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let items = Queue::priority("jobs", None);
    let producer = {
        let (items, arguments) = (items.clone(), arguments.clone());
        thread::Builder::new()
            .name("producer")
            .spawn(move || produce(&items, &arguments))
            .expect("a new thread")
    };
    producer.join().expect("a producer that ends in order");
    println!("out: {}", consume(&items, arguments));
}

fn produce(items: &Queue<(u32, char)>, arguments: &Arguments) {
    for item in [(8, 'A'), (2, 'C'), (2, 'B')] {
        sleep(arguments.seconds(1.5));
        items.put(item);
        println!("producer: puts {}{}", item.0, item.1);
    }
}

fn consume(items: &Queue<(u32, char)>, arguments: &Arguments) -> String {
    let mut out = Vec::new();
    while out.len() < 3 {
        sleep(arguments.seconds(1.5));
        let item = items.get();
        println!("consumer: gets {}{}", item.0, item.1);
        out.push(format!("{}{}", item.0, item.1));
    }
    out.join(" ")
}
