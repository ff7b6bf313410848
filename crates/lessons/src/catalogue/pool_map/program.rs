//! A map over inputs that take different times.

use laneway::pool::ThreadPool;
use laneway::{println, sleep};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let pool = ThreadPool::new("pool", 3);
    let pace = arguments.clone();
    let results = pool.map("task", move |input| task(input, &pace), [6, 2, 4]);

    let mut all = Vec::new();
    for result in results {
        let result = result.expect("a result");
        println!("main: has {result}");
        all.push(result.to_string());
    }
    println!("main: results {}", all.join(" "));
}

fn task(input: u32, arguments: &Arguments) -> u32 {
    println!("task of {input}: begins");
    sleep(arguments.seconds(f64::from(input)));
    println!("task of {input}: ends");
    input
}
