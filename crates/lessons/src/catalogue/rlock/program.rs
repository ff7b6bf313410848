//! Five workers and one re-entrant lock, which each of them takes twice.

use std::sync::Arc;

use laneway::sync::ReentrantLock;
use laneway::{println, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let account = Arc::new(ReentrantLock::named("account", ()));
    let workers: Vec<_> = (1..=arguments.integer("threads"))
        .map(|number: u32| {
            let (account, arguments) = (Arc::clone(&account), arguments.clone());
            thread::Builder::new()
                .name(format!("worker-{number}"))
                .spawn(move || deposit(number, &account, &arguments))
                .expect("a new thread")
        })
        .collect();
    let count = workers.len();
    for worker in workers {
        worker.join().expect("a worker that ends in order");
    }
    println!("all {count} are done");
}

fn deposit(number: u32, account: &ReentrantLock<()>, arguments: &Arguments) {
    let _outer = account.lock();
    println!("worker-{number}: inside once");
    sleep(arguments.seconds(2.0));
    note(number, account, arguments);
    sleep(arguments.seconds(1.0));
}

fn note(number: u32, account: &ReentrantLock<()>, arguments: &Arguments) {
    let _inner = account.lock();
    println!("worker-{number}: inside twice");
    sleep(arguments.seconds(1.0));
}
