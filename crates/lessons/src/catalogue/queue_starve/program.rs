//! Two processes get from a queue into which one message is put.

use laneway::process::{Builder, Queue};
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let messages = Queue::new("messages", None);
    let mut children = Vec::new();
    for number in 1..=2 {
        let getter = Builder::new(format!("getter-{number}"));
        children.push(getter.start(get, messages.clone()));
    }
    let putter = Builder::new("putter");
    children.push(putter.start(put, (messages, arguments.clone())));
    for child in children {
        child.expect("a new process").join();
    }
    println!("parent: all are done");
}

fn get(messages: Queue<String>) {
    let message = messages.get();
    println!("getter: got {message}");
}

fn put((messages, arguments): (Queue<String>, Arguments)) {
    sleep(arguments.seconds(3.0));
    messages.put("hello".to_owned());
    println!("putter: done");
    sleep(arguments.seconds(2.0));
}
