//! A daemon thread ticks for ever, a normal thread counts to three, the main thread's code ends at once.

use laneway::{println, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let pace = arguments.clone();
    thread::Builder::new()
        .name("ticker")
        .daemon(true)
        .spawn(move || tick(&pace))
        .expect("a new thread");

    let pace = arguments.clone();
    thread::Builder::new()
        .name("counter")
        .spawn(move || count(&pace))
        .expect("a new thread");

    println!("main: my code ends here");
}

fn tick(pace: &Arguments) {
    for number in 1.. {
        println!("ticker: tick {number}");
        sleep(pace.seconds(1.0));
    }
}

fn count(pace: &Arguments) {
    for number in 1..=3 {
        sleep(pace.seconds(3.0));
        println!("counter: {number}");
    }
}
