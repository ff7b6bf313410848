//! Four tasks for a pool, and when their results are asked for.

use laneway::pool::ThreadPool;
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let pool = ThreadPool::new("pool", 4);
    if arguments.word("ask") == "later" {
        let futures: Vec<_> = (1..=4).map(|number| submit(number, &pool, arguments)).collect();
        for future in futures {
            future.result().expect("a result");
        }
    } else {
        for number in 1..=4 {
            submit(number, &pool, arguments).result().expect("a result");
        }
    }
    println!("main: all four results");
}

fn submit(number: u32, pool: &ThreadPool, arguments: &Arguments) -> laneway::pool::Future<()> {
    let arguments = arguments.clone();
    pool.submit(format!("task-{number}"), move || task(number, &arguments))
}

fn task(number: u32, arguments: &Arguments) {
    println!("task-{number}: begins");
    sleep(arguments.seconds(4.0));
    println!("task-{number}: ends");
}
