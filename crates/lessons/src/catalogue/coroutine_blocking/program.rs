//! A ticker and a report on one event loop. Making the report blocks: in the task, or in a thread of its own.

use std::cell::Cell;
use std::rc::Rc;

use laneway::{println, sleep, task};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let meanwhile = task::run("main task", both(arguments.clone()));
    println!("main: {meanwhile} ticks while the report was made");
}

async fn both(arguments: Arguments) -> u32 {
    let ticks = Rc::new(Cell::new(0));
    let ticker = task::spawn("ticker", tick(Rc::clone(&ticks), arguments.clone()));
    let reporter = task::spawn("reporter", report(ticks, arguments));
    let meanwhile = reporter.await.expect("a report");
    ticker.await.expect("all ticks");
    meanwhile
}

async fn tick(ticks: Rc<Cell<u32>>, arguments: Arguments) {
    for number in 1..=8 {
        println!("ticker: tick {number}");
        ticks.set(number);
        task::sleep(arguments.seconds(1.0)).await;
    }
}

/// Says how many ticks there were meanwhile.
async fn report(ticks: Rc<Cell<u32>>, arguments: Arguments) -> u32 {
    task::sleep(arguments.seconds(1.5)).await;
    println!("reporter: begins");
    let before = ticks.get();
    match arguments.word("style") {
        "thread" => {
            let made = task::to_thread("helper", move || make(&arguments));
            made.await.expect("a report");
        }
        _ => make(&arguments),
    }
    println!("reporter: has the report");
    ticks.get() - before
}

/// Sleeps in place of work, and keeps its thread all the while.
fn make(arguments: &Arguments) {
    sleep(arguments.seconds(5.0));
}
