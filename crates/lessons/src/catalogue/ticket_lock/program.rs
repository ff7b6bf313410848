//! Ten buyers, three tickets, one lock: who holds it reads, decides and writes undisturbed.

use laneway::process::{self, Builder, FileCell, Lock, Queue};
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let tickets = FileCell::new("tickets.txt", arguments.integer("tickets"));
    let receipts = Queue::new("receipts", None);
    let lock = Lock::new("tickets");

    let buyers: Vec<_> = (1..=arguments.integer("buyers"))
        .map(|number: u32| {
            Builder::new(format!("user-{number}"))
                .start(buy, (tickets.clone(), lock.clone(), receipts.clone(), arguments.clone()))
                .expect("a new process")
        })
        .collect();
    for buyer in buyers {
        buyer.join();
    }
    println!("tickets left: {}", tickets.get());
    println!("sold {} of {}", receipts.len(), arguments.integer::<i64>("tickets"));
}

fn buy((tickets, lock, receipts, arguments): (FileCell, Lock, Queue<String>, Arguments)) {
    let user = process::current().name().to_owned();
    let mut random = arguments.random(&user);
    sleep(arguments.seconds(random.f64()));

    let _guard = lock.lock();
    let left = tickets.get();
    sleep(arguments.seconds(0.5 + random.f64()));
    if left > 0 {
        tickets.set(left - 1);
        println!("{user}: bought, {left} -> {}", left - 1);
        receipts.put(user);
    } else {
        println!("{user}: sold out");
    }
}
