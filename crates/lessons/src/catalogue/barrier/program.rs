//! Three hikers walk from hut to hut, and at each hut wait for each other.

use std::sync::Arc;

use laneway::sync::Barrier;
use laneway::{println, sleep, thread};

use crate::Arguments;

const HIKERS: u32 = 3;

pub fn program(arguments: &Arguments) {
    let hut = Arc::new(Barrier::named("hut", HIKERS as usize));
    let hikers: Vec<_> = (1..=HIKERS)
        .map(|number| {
            let (hut, arguments) = (Arc::clone(&hut), arguments.clone());
            thread::Builder::new()
                .name(format!("hiker-{number}"))
                .spawn(move || hike(number, &hut, &arguments))
                .expect("a new thread")
        })
        .collect();
    for hiker in hikers {
        hiker.join().expect("a hiker who arrives");
    }
    println!("all have come twice");
}

fn hike(number: u32, hut: &Barrier, arguments: &Arguments) {
    for leg in 1..=2 {
        sleep(arguments.seconds(2.0 * f64::from(number)));
        println!("hiker-{number}: at hut {leg}");
        hut.wait();
        println!("hiker-{number}: leaves hut {leg}");
    }
}
