//! A list goes from one process to another.

use laneway::process::{Builder, Event, Queue};
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let lists = Queue::new("lists", None);
    let taken = Event::new("taken");
    let getter = Builder::new("getter").start(get, (lists.clone(), taken.clone(), arguments.clone()));
    let putter = Builder::new("putter").start(put, (lists, taken, arguments.clone()));
    putter.expect("a new process").join();
    getter.expect("a new process").join();
}

fn put((lists, taken, arguments): (Queue<Vec<u32>>, Event, Arguments)) {
    sleep(arguments.seconds(3.0));
    let mut list = vec![1, 2, 3];
    lists.put(list.clone());
    // Somebody else has it now.
    taken.wait();
    sleep(arguments.seconds(2.0));
    list.push(4);
    println!("putter: has {list:?} now");
}

fn get((lists, taken, arguments): (Queue<Vec<u32>>, Event, Arguments)) {
    let list = lists.get();
    taken.set();
    // It shows what it has when the other one has changed its own.
    sleep(arguments.seconds(5.0));
    println!("getter: got {list:?}");
}
