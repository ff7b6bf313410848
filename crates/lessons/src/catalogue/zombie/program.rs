//! A child ends, and its parent does not ask for it for a while.

use std::fs;

use laneway::process::Builder;
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let child = Builder::new("child")
        .start(work, arguments.clone())
        .expect("a new process");
    sleep(arguments.seconds(8.0));

    println!("parent: the system says {}", state(child.pid()));
    sleep(arguments.seconds(2.0));
    let code = child.join();
    println!("parent: took exit code {code}, the system says {}", state(child.pid()));
}

fn work(arguments: Arguments) {
    sleep(arguments.seconds(2.0));
    println!("child: done");
}

/// The letter for its state in the system's table of processes.
fn state(pid: u32) -> String {
    let line = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after_name = line.rsplit(") ").next().unwrap_or_default();
    let letter = after_name.chars().next();
    letter.map_or("nothing".to_owned(), String::from)
}
