//! A daemon thread ticks for ever and keeps count of that, a normal thread counts to three, the main thread's code ends
//! at once.

use std::sync::Arc;

use laneway::cell::Cell;
use laneway::{println, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let ticks = Arc::new(Cell::new("ticks", 0));

    let (its, pace) = (Arc::clone(&ticks), arguments.clone());
    thread::Builder::new()
        .name("ticker")
        .daemon(true)
        .spawn(move || tick(&its, &pace))
        .expect("a new thread");

    let pace = arguments.clone();
    thread::Builder::new()
        .name("counter")
        .spawn(move || count(&ticks, &pace))
        .expect("a new thread");

    println!("main: my code ends here");
}

fn tick(ticks: &Cell, pace: &Arguments) {
    for number in 1.. {
        ticks.set(number);
        println!("ticker: tick {number}");
        sleep(pace.seconds(1.0));
    }
}

fn count(ticks: &Cell, pace: &Arguments) {
    for number in 1..=3 {
        sleep(pace.seconds(3.0));
        println!("counter: {number}");
    }
    println!("counter: the ticker is at {}", ticks.get());
}
