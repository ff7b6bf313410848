//! Soup is ordered from a kitchen, and a table is to be laid: the caller waits for the soup first, or asks for it later.

use laneway::pool::ThreadPool;
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let kitchen = ThreadPool::new("kitchen", 1);
    let dish = match arguments.word("style") {
        "async" => ask_later(&kitchen, arguments),
        _ => wait_first(&kitchen, arguments),
    };
    println!("caller: serves {dish}");
}

fn wait_first(kitchen: &ThreadPool, arguments: &Arguments) -> String {
    println!("caller: orders soup");
    let its = arguments.clone();
    let soup = kitchen.submit("soup", move || cook("soup", &its)).result().expect("soup");
    println!("caller: has the soup");
    lay_table(arguments);
    soup
}

fn ask_later(kitchen: &ThreadPool, arguments: &Arguments) -> String {
    println!("caller: orders soup");
    let its = arguments.clone();
    let order = kitchen.submit("soup", move || cook("soup", &its));
    lay_table(arguments);
    println!("caller: asks for the soup");
    let soup = order.result().expect("soup");
    println!("caller: has the soup");
    soup
}

/// Sleeps in place of work.
fn cook(dish: &str, arguments: &Arguments) -> String {
    println!("kitchen: cooks {dish}");
    sleep(arguments.seconds(3.0));
    println!("kitchen: {dish} is ready");
    dish.to_owned()
}

/// Sleeps in place of work.
fn lay_table(arguments: &Arguments) {
    for things in ["plates", "spoons", "glasses"] {
        sleep(arguments.seconds(2.0));
        println!("caller: {things} are on the table");
    }
}
