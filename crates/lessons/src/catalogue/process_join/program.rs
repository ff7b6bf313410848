//! A parent waits for its child: to its end, for a while, or not at all.

use laneway::process::Builder;
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let child = Builder::new("child")
        .start(work, arguments.clone())
        .expect("a new process");
    // So that the child has said something by then.
    sleep(arguments.seconds(2.0));
    match arguments.word("wait") {
        "join" => drop(child.join()),
        "timeout" => drop(child.join_timeout(arguments.seconds(2.0))),
        _ => {}
    }
    let alive = if child.is_alive() { "is alive" } else { "has ended" };
    println!("parent: goes on, the child {alive}");
}

fn work(arguments: Arguments) {
    println!("child: sleeps 6 s in place of work");
    sleep(arguments.seconds(6.0));
    println!("child: done");
}
