//! A parent ends before its child.

use laneway::process::{self, Builder};
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let parent = Builder::new("parent")
        .start(start_and_leave, arguments.clone())
        .expect("a new process");
    parent.join();
    println!("first: the parent has ended");
    // Long enough for the child, which is not its own.
    sleep(arguments.seconds(10.0));
}

fn start_and_leave(arguments: Arguments) {
    let child = Builder::new("child").start(work, (process::id(), arguments.clone()));
    child.expect("a new process");
    sleep(arguments.seconds(3.0));
    println!("parent: leaves, process {}", process::id());
    // At once: the end of its code would wait for the child.
    std::process::exit(0);
}

fn work((parent, arguments): (u32, Arguments)) {
    println!("child: my parent is {}", process::parent_id());
    sleep(arguments.seconds(6.0));
    // On a slow machine it is still there.
    while process::parent_id() == parent {
        sleep(arguments.seconds(1.0));
    }
    println!("child: now it is {}", process::parent_id());
    sleep(arguments.seconds(3.0));
    println!("child: done");
}
