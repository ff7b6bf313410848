//! A daemon ticks for ever, a normal child counts to five, and the parent's code ends early.

use laneway::process::Builder;
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    Builder::new("ticker")
        .daemon(true)
        .start(tick, arguments.clone())
        .expect("a new process");
    Builder::new("counter")
        .start(count, arguments.clone())
        .expect("a new process");

    sleep(arguments.seconds(3.0));
    println!("parent: my code ends here");
}

fn tick(arguments: Arguments) {
    for number in 1.. {
        println!("ticker: tick {number}");
        sleep(arguments.seconds(0.5));
    }
}

fn count(arguments: Arguments) {
    for number in 1..=5 {
        sleep(arguments.seconds(2.0));
        println!("counter: {number}");
    }
}
