//! Three eaters wait for dumplings at a condition, and a cook tells them, not always rightly.

use std::sync::Arc;

use laneway::sync::{Condvar, Mutex};
use laneway::{println, sleep, thread};

use crate::Arguments;

struct Kitchen {
    table: Mutex<u32>,
    filled: Condvar,
}

pub fn program(arguments: &Arguments) {
    let kitchen = Arc::new(Kitchen {
        table: Mutex::named("table", 0),
        filled: Condvar::named("filled"),
    });
    let eaters: Vec<_> = [(1, 1.0), (2, 2.5), (3, 16.0)]
        .map(|(number, comes_after_s)| {
            let (kitchen, comes_after) = (Arc::clone(&kitchen), arguments.seconds(comes_after_s));
            thread::Builder::new()
                .name(format!("eater-{number}"))
                .spawn(move || {
                    sleep(comes_after);
                    eat(number, &kitchen);
                })
                .expect("a new thread")
        })
        .into();
    cook(&kitchen, arguments);
    for eater in eaters {
        eater.join().expect("an eater who is done");
    }
    println!("all three have eaten");
}

fn eat(number: u32, kitchen: &Kitchen) {
    println!("eater-{number}: comes");
    let mut table = kitchen.table.lock().expect("a table");
    while *table == 0 {
        table = kitchen.filled.wait(table).expect("a table");
    }
    *table -= 1;
    println!("eater-{number}: eats");
}

fn cook(kitchen: &Kitchen, arguments: &Arguments) {
    let pause = arguments.seconds(3.0);
    sleep(arguments.seconds(4.5));
    *kitchen.table.lock().expect("a table") += 1;
    println!("cook: one dumpling, notifies one");
    kitchen.filled.notify_one();

    sleep(pause);
    println!("cook: nothing, but notifies all");
    kitchen.filled.notify_all();

    sleep(pause);
    *kitchen.table.lock().expect("a table") += 1;
    println!("cook: one dumpling, notifies all");
    kitchen.filled.notify_all();

    sleep(pause);
    println!("cook: notifies all, and nobody waits");
    kitchen.filled.notify_all();

    sleep(arguments.seconds(5.0));
    *kitchen.table.lock().expect("a table") += 1;
    println!("cook: the last dumpling, notifies one");
    kitchen.filled.notify_one();
}
