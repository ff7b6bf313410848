//! A ticker and a worker on one thread, and a call that takes five seconds.

use std::cell::Cell;
use std::rc::Rc;

use laneway::{println, sleep, task};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let arguments = arguments.clone();
    let ticks = task::run("main", async move {
        let ticks = Rc::new(Cell::new(0));
        let ticker = task::spawn("ticker", tick(Rc::clone(&ticks), arguments.clone()));
        task::sleep(arguments.seconds(2.5)).await;
        let meanwhile = task::spawn("worker", work(Rc::clone(&ticks), arguments.clone())).await;
        task::sleep(arguments.seconds(2.5)).await;
        ticker.cancel();
        meanwhile.expect("a worker that ends in order")
    });
    println!("main: {ticks} ticks meanwhile");
}

async fn tick(ticks: Rc<Cell<u32>>, arguments: Arguments) {
    loop {
        println!("ticker: tick");
        ticks.set(ticks.get() + 1);
        task::sleep(arguments.seconds(1.0)).await;
    }
}

async fn work(ticks: Rc<Cell<u32>>, arguments: Arguments) -> u32 {
    println!("worker: begins");
    let before = ticks.get();
    let call_s = arguments.seconds(5.0);
    if arguments.word("call") == "thread" {
        task::to_thread("call", move || sleep(call_s)).await.expect("it sleeps");
    } else {
        sleep(call_s);
    }
    println!("worker: ends");
    ticks.get() - before
}
