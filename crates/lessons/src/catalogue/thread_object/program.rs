//! A thread as an object, started or only called.

use laneway::{println, sleep, thread};

use crate::Arguments;

struct Greeter {
    greeting: &'static str,
    arguments: Arguments,
}

impl Greeter {
    fn start(self) -> thread::JoinHandle<()> {
        let thread = thread::Builder::new().name("greeter");
        thread.spawn(move || self.run()).expect("a new thread")
    }

    fn run(&self) {
        println!("greeter: runs in thread {}", thread::current().native_id());
        sleep(self.arguments.seconds(3.0));
        println!("greeter: {}", self.greeting);
        sleep(self.arguments.seconds(3.0));
    }
}

pub fn program(arguments: &Arguments) {
    println!("main: is thread {}", thread::current().native_id());
    let greeter = Greeter {
        greeting: "hello",
        arguments: arguments.clone(),
    };
    if arguments.word("call") == "run" {
        greeter.run();
    } else {
        greeter.start().join().expect("a greeter that ends in order");
    }
    println!("main: is done");
}
