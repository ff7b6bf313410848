//! A variable in two processes.

use std::sync::atomic::{AtomicI32, Ordering};

use laneway::process::{Builder, StartMethod};
use laneway::{println, sleep};

use crate::Arguments;

static COUNT: AtomicI32 = AtomicI32::new(10);

pub fn program(arguments: &Arguments) {
    COUNT.store(42, Ordering::Relaxed);
    println!("parent: sets it to {}", COUNT.load(Ordering::Relaxed));

    let method = match arguments.word("start") {
        "spawn" => StartMethod::Spawn,
        _ => StartMethod::Fork,
    };
    let child = Builder::new("child")
        .start_method(method)
        .start(change, arguments.clone())
        .expect("a new process");
    child.join();
    println!("parent: has {}", COUNT.load(Ordering::Relaxed));
}

fn change(arguments: Arguments) {
    println!("child: finds {}", COUNT.load(Ordering::Relaxed));
    sleep(arguments.seconds(2.0));
    COUNT.fetch_add(1, Ordering::Relaxed);
    println!("child: makes it {}", COUNT.load(Ordering::Relaxed));
    sleep(arguments.seconds(2.0));
}
