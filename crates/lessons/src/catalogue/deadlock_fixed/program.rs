//! Philosophers who do not get stuck.

use std::sync::Arc;

use laneway::sync::{Mutex, ReentrantLock};
use laneway::{println, sleep, thread};

use crate::Arguments;

const SEATS: usize = 5;

struct Table {
    chopsticks: Vec<Mutex<()>>,
    whole: ReentrantLock<()>,
}

pub fn program(arguments: &Arguments) {
    let chopstick = |number| Mutex::named(format!("chopstick-{number}"), ());
    let table = Arc::new(Table {
        chopsticks: (1..=SEATS).map(chopstick).collect(),
        whole: ReentrantLock::named("table", ()),
    });
    let philosophers: Vec<_> = (0..SEATS)
        .map(|seat| {
            let (table, arguments) = (Arc::clone(&table), arguments.clone());
            thread::Builder::new()
                .name(format!("philosopher-{}", seat + 1))
                .spawn(move || dine(seat, &table, &arguments))
                .expect("a new thread")
        })
        .collect();
    for philosopher in philosophers {
        philosopher.join().expect("a philosopher who gets up");
    }
    println!("all {SEATS} have eaten twice");
}

fn dine(seat: usize, table: &Table, arguments: &Arguments) {
    let (left, right) = (seat, (seat + 1) % SEATS);
    for _ in 0..2 {
        match arguments.word("cure") {
            "one-lock" => {
                let _whole = table.whole.lock();
                eat(seat, [left, right], table, arguments);
            }
            "timeout" => eat_or_back_off(seat, [left, right], table, arguments),
            _ => eat(seat, [left.min(right), left.max(right)], table, arguments),
        }
    }
}

fn eat(seat: usize, [first, second]: [usize; 2], table: &Table, arguments: &Arguments) {
    let _first = table.chopsticks[first].lock().expect("a chopstick");
    sleep(arguments.seconds(0.5));
    let _second = table.chopsticks[second].lock().expect("a chopstick");
    println!("philosopher-{}: eats", seat + 1);
    sleep(arguments.seconds(1.0));
}

fn eat_or_back_off(seat: usize, [first, second]: [usize; 2], table: &Table, arguments: &Arguments) {
    let mut random = arguments.random(&format!("philosopher-{seat}"));
    loop {
        let first = table.chopsticks[first].lock().expect("a chopstick");
        sleep(arguments.seconds(0.5));
        if let Ok(_second) = table.chopsticks[second].lock_timeout(arguments.seconds(1.0)) {
            println!("philosopher-{}: eats", seat + 1);
            sleep(arguments.seconds(1.0));
            return;
        }
        drop(first);
        sleep(arguments.seconds(4.0 * random.f64()));
    }
}
