//! Many processes and one entry of a dict that a manager keeps.

use laneway::process::{Builder, Dict, Lock, Manager, StartMethod};
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let manager = Manager::start("manager", StartMethod::Fork).expect("a manager");
    let stock = manager.dict("stock").expect("a dict");
    let buyers: i64 = arguments.integer("buyers");
    stock.set("left", buyers).expect("a reply");
    let lock = Lock::new("lock");

    let buyers: Vec<_> = (1..=buyers)
        .map(|number| {
            Builder::new(format!("buyer-{number}"))
                .start(buy, (stock.clone(), lock.clone(), arguments.clone()))
                .expect("a new process")
        })
        .collect();
    for buyer in buyers {
        buyer.join();
    }
    println!("left: {}", stock.get("left").expect("a reply").expect("an entry"));
}

fn buy((stock, lock, arguments): (Dict<i64>, Lock, Arguments)) {
    let _guard = arguments.boolean("lock").then(|| lock.lock());
    let left = stock.get("left").expect("a reply").expect("an entry");
    if !arguments.boolean("lock") {
        // Time enough for the others to read the same number.
        sleep(arguments.seconds(3.0));
    }
    stock.set("left", left - 1).expect("a reply");
}
