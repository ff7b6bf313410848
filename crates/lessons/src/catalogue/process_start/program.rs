//! A parent starts a child process. The operating system's numbers tell who is who.

use laneway::process::{self, StartMethod};
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    println!("parent: pid {}", process::id());

    let method = match arguments.word("start") {
        "spawn" => StartMethod::Spawn,
        "forkserver" => StartMethod::Forkserver,
        _ => StartMethod::Fork,
    };
    let child = process::Builder::new("child")
        .start_method(method)
        .start(greet, arguments.clone())
        .expect("a new process");

    // From here on there are two processes, and both run.
    for step in 1..=3 {
        sleep(arguments.seconds(1.5));
        println!("parent: step {step}");
    }

    let code = child.join();
    println!("parent: the child ended with exit code {code}");
}

fn greet(arguments: Arguments) {
    println!("child: pid {}, parent {}", process::id(), process::parent_id());
    for step in 1..=4 {
        sleep(arguments.seconds(2.0));
        println!("child: step {step}");
    }
}
