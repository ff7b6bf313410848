//! Ten buyers, three tickets, one lock: who holds it reads, decides and writes undisturbed.

use laneway::process::{self, Builder, FileCell, Lock};
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let tickets = FileCell::new("tickets.txt", arguments.integer("tickets"));
    let lock = Lock::new("tickets");

    let buyers: Vec<_> = (1..=arguments.integer("buyers"))
        .map(|number: u32| {
            Builder::new(format!("user-{number}"))
                .start(buy, (tickets.clone(), lock.clone(), arguments.clone()))
                .expect("a new process")
        })
        .collect();
    for buyer in buyers {
        buyer.join();
    }
    println!("tickets left: {}", tickets.get());
}

fn buy((tickets, lock, arguments): (FileCell, Lock, Arguments)) {
    let user = process::current().name().to_owned();
    let mut random = arguments.random(&user);
    sleep(arguments.seconds(random.f64()));

    let _guard = lock.lock();
    let left = tickets.get();
    sleep(arguments.seconds(0.5 + random.f64()));
    if left > 0 {
        tickets.set(left - 1);
        println!("{user}: bought, {left} -> {}", left - 1);
    } else {
        println!("{user}: sold out");
    }
}
