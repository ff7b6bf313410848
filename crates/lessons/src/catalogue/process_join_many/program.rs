//! Four children: all started and then joined, or each started and joined before the next.

use laneway::process::{Builder, Process};
use laneway::{println, sleep};

use crate::Arguments;

const SLEEP_S: [f64; 4] = [8.0, 4.0, 12.0, 6.0];

pub fn program(arguments: &Arguments) {
    if arguments.word("style") == "one-by-one" {
        for number in 1..=4 {
            start(number, arguments).join();
            println!("parent: child-{number} is done");
        }
    } else {
        let children: Vec<_> = (1..=4).map(|number| start(number, arguments)).collect();
        for child in children {
            child.join();
            println!("parent: {} is done", child.name());
        }
    }
    println!("parent: all four are done");
}

fn start(number: usize, arguments: &Arguments) -> Process {
    Builder::new(format!("child-{number}"))
        .start(work, (number, arguments.clone()))
        .expect("a new process")
}

fn work((number, arguments): (usize, Arguments)) {
    let sleep_s = SLEEP_S[number - 1];
    println!("child-{number}: sleeps {sleep_s} s in place of work");
    sleep(arguments.seconds(sleep_s / 2.0));
    println!("child-{number}: half done");
    sleep(arguments.seconds(sleep_s / 2.0));
    println!("child-{number}: done");
}
