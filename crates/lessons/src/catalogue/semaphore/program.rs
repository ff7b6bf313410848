//! Five cars and a car park with a few places.

use std::sync::Arc;

use laneway::sync::Semaphore;
use laneway::{println, sleep, thread};

use crate::Arguments;

const CARS: u32 = 5;

pub fn program(arguments: &Arguments) {
    let places = Arc::new(Semaphore::named("places", arguments.integer("places")));
    let cars: Vec<_> = (1..=CARS)
        .map(|number| {
            let (places, arguments) = (Arc::clone(&places), arguments.clone());
            thread::Builder::new()
                .name(format!("car-{number}"))
                .spawn(move || park(number, &places, &arguments))
                .expect("a new thread")
        })
        .collect();
    for car in cars {
        car.join().expect("a car that leaves in order");
    }
    println!("all {CARS} cars have parked");
}

fn park(number: u32, places: &Semaphore, arguments: &Arguments) {
    sleep(arguments.seconds(f64::from(number)));
    println!("car-{number}: comes");
    let _place = places.acquire();
    println!("car-{number}: parks");
    sleep(arguments.seconds(5.0));
    println!("car-{number}: leaves");
}
