//! A parent looks at a child, ends it, and leaves the other one alone.

use laneway::process::{Builder, Process};
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let victim = start("victim", 20.0, arguments);
    let other = start("other", 8.0, arguments);
    sleep(arguments.seconds(3.0));

    println!("parent: the victim is alive: {}", victim.is_alive());
    victim.terminate().expect("a child of ours");
    println!("parent: the victim ended with {}", victim.join());
    println!("parent: the victim is alive: {}", victim.is_alive());
    println!("parent: the other ended with {}", other.join());
}

fn start(name: &'static str, sleep_s: f64, arguments: &Arguments) -> Process {
    Builder::new(name)
        .start(work, (name.to_owned(), sleep_s, arguments.clone()))
        .expect("a new process")
}

fn work((name, sleep_s, arguments): (String, f64, Arguments)) {
    struct CleanUp(String);
    impl Drop for CleanUp {
        fn drop(&mut self) {
            println!("{}: cleans up", self.0);
        }
    }

    let _clean_up = CleanUp(name.clone());
    println!("{name}: sleeps {sleep_s} s in place of work");
    sleep(arguments.seconds(sleep_s));
}
