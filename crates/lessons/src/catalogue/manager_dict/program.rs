//! Many processes and one number that they share: an entry of a dict that a manager keeps, or a number in memory.

use std::io;
use std::time::Instant;

use laneway::process::{Builder, Dict, Lock, Manager, StartMethod, Value};
use laneway::{println, sleep};
use serde::{Deserialize, Serialize};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let buyers: i64 = arguments.integer("buyers");
    // It ends with this function.
    let manager = (arguments.word("store") == "manager")
        .then(|| Manager::start("manager", StartMethod::Fork).expect("a manager"));
    let stock = make_stock(manager.as_ref(), buyers).expect("a reply");
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
    let begun = Instant::now();
    let left = stock.get().expect("a reply");
    stock.set(left).expect("a reply");
    println!("a read and a write took {} µs", begun.elapsed().as_micros());
    println!("left: {left}");
}

fn buy((stock, lock, arguments): (Stock, Lock, Arguments)) {
    let _guard = arguments.boolean("lock").then(|| lock.lock());
    let left = stock.get().expect("a reply");
    if !arguments.boolean("lock") {
        // Time enough for the others to read the same number.
        sleep(arguments.seconds(3.0));
    }
    stock.set(left - 1).expect("a reply");
}

/// How many pieces are left.
#[derive(Clone, Serialize, Deserialize)]
enum Stock {
    Entry(Dict<i64>),
    Memory(Value),
}

fn make_stock(manager: Option<&Manager>, pieces: i64) -> io::Result<Stock> {
    let stock = match manager {
        Some(manager) => Stock::Entry(manager.dict("stock")?),
        None => Stock::Memory(Value::new("stock", 0)),
    };
    stock.set(pieces)?;
    Ok(stock)
}

impl Stock {
    fn get(&self) -> io::Result<i64> {
        match self {
            Self::Entry(dict) => Ok(dict.get("left")?.expect("an entry")),
            Self::Memory(number) => Ok(number.get().into()),
        }
    }

    fn set(&self, left: i64) -> io::Result<()> {
        match self {
            Self::Entry(dict) => dict.set("left", left),
            Self::Memory(number) => {
                number.set(left as i32);
                Ok(())
            }
        }
    }
}
