//! One job of some requests, each of which waits for its answer: made one after another, or handed to threads, to
//! processes or to tasks.

use laneway::pool::{ProcessPool, ThreadPool};
use laneway::{println, sleep, task};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let answers = match arguments.word("style") {
        "threads" => by_threads(arguments),
        "processes" => by_processes(arguments),
        "tasks" => task::run("main task", by_tasks(arguments.clone())),
        _ => one_by_one(arguments),
    };
    println!("main: {} answers, sum {}", answers.len(), answers.iter().sum::<u64>());
}

fn one_by_one(arguments: &Arguments) -> Vec<u64> {
    let numbers = 1..=arguments.integer("requests");
    numbers.map(|number| request((number, arguments.clone()))).collect()
}

fn by_threads(arguments: &Arguments) -> Vec<u64> {
    let pool = ThreadPool::new("threads", arguments.integer("requests"));
    let submit = |number| {
        let arguments = arguments.clone();
        pool.submit(format!("request-{number}"), move || request((number, arguments)))
    };
    let futures: Vec<_> = (1..=arguments.integer("requests")).map(submit).collect();
    futures.into_iter().map(|future| future.result().expect("an answer")).collect()
}

fn by_processes(arguments: &Arguments) -> Vec<u64> {
    let pool = ProcessPool::new("processes", arguments.integer("requests")).expect("new processes");
    let submit = |number| pool.submit(format!("request-{number}"), request, (number, arguments.clone()));
    let futures: Vec<_> = (1..=arguments.integer("requests")).map(submit).collect();
    futures.into_iter().map(|future| future.result().expect("an answer")).collect()
}

async fn by_tasks(arguments: Arguments) -> Vec<u64> {
    let spawn = |number| task::spawn(format!("request-{number}"), request_of_task(number, arguments.clone()));
    let tasks = (1..=arguments.integer("requests")).map(spawn).collect();
    let answers = task::gather(tasks).await;
    answers.into_iter().map(|answer| answer.expect("an answer")).collect()
}

/// Sleeps in place of the network.
fn request((number, arguments): (u64, Arguments)) -> u64 {
    println!("request-{number}: asked");
    sleep(arguments.seconds(4.0));
    println!("request-{number}: answered");
    number * number
}

/// The same, and gives way to others in its sleep.
async fn request_of_task(number: u64, arguments: Arguments) -> u64 {
    println!("request-{number}: asked");
    task::sleep(arguments.seconds(4.0)).await;
    println!("request-{number}: answered");
    number * number
}
