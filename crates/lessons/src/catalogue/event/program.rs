//! Three runners wait for an event, and a fourth comes when it is over.

use std::sync::Arc;

use laneway::sync::Event;
use laneway::{println, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let start = Arc::new(Event::named("start"));
    let mut runners: Vec<_> = (1..=3)
        .map(|number| runner(format!("runner-{number}"), f64::from(number), &start, arguments))
        .collect();
    runners.push(runner("latecomer".to_owned(), 8.0, &start, arguments));

    sleep(arguments.seconds(6.0));
    println!("main: sets the event");
    start.set();

    let count = runners.len();
    for runner in runners {
        runner.join().expect("a runner who arrives");
    }
    println!("{count} have run");
}

fn runner(
    name: String,
    comes_after_s: f64,
    start: &Arc<Event>,
    arguments: &Arguments,
) -> thread::JoinHandle<()> {
    let (start, comes_after) = (Arc::clone(start), arguments.seconds(comes_after_s));
    thread::Builder::new()
        .name(name.clone())
        .spawn(move || {
            sleep(comes_after);
            println!("{name}: comes");
            start.wait();
            println!("{name}: runs");
        })
        .expect("a new thread")
}
