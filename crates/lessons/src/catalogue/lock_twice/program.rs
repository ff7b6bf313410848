//! A process takes a plain lock, and then takes it once more.

use laneway::process::{Builder, Lock};
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let account = Lock::new("account");
    Builder::new("worker")
        .start(deposit, (account, arguments.clone()))
        .expect("a new process")
        .join();
}

fn deposit((account, arguments): (Lock, Arguments)) {
    let _outer = account.lock();
    println!("worker: inside once");
    sleep(arguments.seconds(2.0));
    note(&account);
    println!("worker: done");
}

fn note(account: &Lock) {
    println!("worker: takes it again");
    let _inner = account.lock();
    println!("worker: inside twice");
}
