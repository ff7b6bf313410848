//! A process as an object with fields of its own.

use laneway::process::Builder;
use laneway::{println, sleep};
use serde::{Deserialize, Serialize};

use crate::Arguments;

#[derive(Clone, Serialize, Deserialize)]
struct Teller {
    greeting: String,
    tally: u32,
    arguments: Arguments,
}

impl Teller {
    fn run(mut self) {
        println!("teller: begins with {} and {}", self.greeting, self.tally);
        for _ in 0..3 {
            sleep(self.arguments.seconds(1.5));
            self.tally += 1;
        }
        println!("teller: ends with {} and {}", self.greeting, self.tally);
        sleep(self.arguments.seconds(1.5));
    }
}

pub fn program(arguments: &Arguments) {
    let teller = Teller {
        greeting: "hello".to_owned(),
        tally: 0,
        arguments: arguments.clone(),
    };
    println!("parent: made a teller with {} and {}", teller.greeting, teller.tally);
    let process = Builder::new("teller")
        .start(Teller::run, teller.clone())
        .expect("a new process");
    process.join();
    println!("parent: the tally is {}", teller.tally);
}
