//! Last in, first out: a producer puts everything in, then a consumer takes it out.

use laneway::queue::Queue;
use laneway::{println, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let items = Queue::lifo("stack", None);
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

fn produce(items: &Queue<&'static str>, arguments: &Arguments) {
    for item in ["0", "1", "2"] {
        sleep(arguments.seconds(1.5));
        items.put(item);
        println!("producer: puts {}", item.to_owned());
    }
}

fn consume(items: &Queue<&'static str>, arguments: &Arguments) -> String {
    let mut out = Vec::new();
    while out.len() < 3 {
        sleep(arguments.seconds(1.5));
        let item = items.get();
        println!("consumer: gets {}", item.to_owned());
        out.push(item.to_owned());
    }
    out.join(" ")
}
