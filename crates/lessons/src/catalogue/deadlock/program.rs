//! Philosophers share chopsticks. Each takes one, waits a moment, then reaches for the other.

use std::sync::Arc;

use laneway::sync::Mutex;
use laneway::{println, sleep, thread};

use crate::Arguments;

type Chopstick = Arc<Mutex<()>>;

pub fn program(arguments: &Arguments) {
    let seats: usize = arguments.integer("philosophers");
    let chopsticks: Vec<Chopstick> = (1..=seats)
        .map(|number| Arc::new(Mutex::named(format!("chopstick-{number}"), ())))
        .collect();

    let philosophers: Vec<_> = (0..seats)
        .map(|seat| {
            let left = Arc::clone(&chopsticks[seat]);
            let right = Arc::clone(&chopsticks[(seat + 1) % seats]);
            let arguments = arguments.clone();
            thread::Builder::new()
                .name(format!("philosopher-{}", seat + 1))
                .spawn(move || dine(seat, seats, &left, &right, &arguments))
                .expect("a new thread")
        })
        .collect();
    for philosopher in philosophers {
        philosopher.join().expect("a philosopher who gets up");
    }
}

fn dine(seat: usize, seats: usize, left: &Chopstick, right: &Chopstick, arguments: &Arguments) {
    // One after the other: all goes well.
    sleep(arguments.seconds(3.0 * seat as f64));
    eat(seat, left, right, arguments);

    // And then all at once, again and again.
    sleep(arguments.seconds(3.0 * (seats - seat) as f64));
    loop {
        eat(seat, left, right, arguments);
    }
}

fn eat(seat: usize, left: &Chopstick, right: &Chopstick, arguments: &Arguments) {
    let _left = left.lock().expect("a chopstick");
    sleep(arguments.seconds(1.0));
    let _right = right.lock().expect("a chopstick");
    println!("philosopher-{}: eats", seat + 1);
    sleep(arguments.seconds(1.0));
}
