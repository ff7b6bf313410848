//! Ten buyers and one ticket in a file. Each reads how many are left, pays, and writes one less.

use laneway::process::{self, Builder, FileCell, Queue};
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let tickets = FileCell::new("tickets.txt", arguments.integer("tickets"));
    let receipts = Queue::new("receipts", None);

    let buyers: Vec<_> = (1..=arguments.integer("buyers"))
        .map(|number: u32| {
            Builder::new(format!("user-{number}"))
                .start(buy, (tickets.clone(), receipts.clone(), arguments.clone()))
                .expect("a new process")
        })
        .collect();
    for buyer in buyers {
        buyer.join();
    }
    println!("tickets left: {}", tickets.get());
    println!("sold {} of {}", receipts.len(), arguments.integer::<i64>("tickets"));
}

fn buy((tickets, receipts, arguments): (FileCell, Queue<String>, Arguments)) {
    let user = process::current().name().to_owned();
    let mut random = arguments.random(&user);
    sleep(arguments.seconds(3.0 * random.f64()));

    let left = tickets.get();
    if left > 0 {
        // Paying takes a while. Nobody stops the others from reading the file meanwhile.
        sleep(arguments.seconds(2.0 + 2.0 * random.f64()));
        tickets.set(left - 1);
        println!("{user}: bought, {left} -> {}", left - 1);
        receipts.put(user);
    } else {
        println!("{user}: sold out");
    }
}
