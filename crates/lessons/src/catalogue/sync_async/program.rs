//! A pizza, waited for or not waited for.

use laneway::pool::ThreadPool;
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    println!("main: orders");
    let pizza = if arguments.word("call") == "sync" {
        let pizza = bake(arguments);
        lay_the_table(arguments);
        pizza
    } else {
        let kitchen = ThreadPool::new("kitchen", 1);
        let order = arguments.clone();
        let future = kitchen.submit("pizza", move || bake(&order));
        lay_the_table(arguments);
        future.result().expect("a pizza")
    };
    println!("main: has {pizza}");
}

fn bake(arguments: &Arguments) -> &'static str {
    println!("kitchen: bakes");
    sleep(arguments.seconds(8.0));
    println!("kitchen: done");
    "a pizza"
}

fn lay_the_table(arguments: &Arguments) {
    for piece in 1..=3 {
        sleep(arguments.seconds(1.5));
        println!("main: lays the table, piece {piece}");
    }
}
