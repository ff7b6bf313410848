//! Five requests in four models.

use laneway::pool::{ProcessPool, ThreadPool};
use laneway::{println, sleep, task};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let answers: Vec<u32> = match arguments.word("model") {
        "threads" => by_threads(arguments),
        "processes" => by_processes(arguments),
        "tasks" => by_tasks(arguments),
        _ => (1..=5).map(|number| request((number, arguments.clone()))).collect(),
    };
    println!("main: {} answers, sum {}", answers.len(), answers.iter().sum::<u32>());
}

fn by_threads(arguments: &Arguments) -> Vec<u32> {
    let pool = ThreadPool::new("pool", 5);
    let pace = arguments.clone();
    let answers = pool.map("request", move |number| request((number, pace.clone())), 1..=5);
    answers.map(|answer| answer.expect("an answer")).collect()
}

fn by_processes(arguments: &Arguments) -> Vec<u32> {
    let pool = ProcessPool::new("pool", 5).expect("a pool");
    let answers = pool.map("request", request, (1..=5).map(|number| (number, arguments.clone())));
    answers.map(|answer| answer.expect("an answer")).collect()
}

fn by_tasks(arguments: &Arguments) -> Vec<u32> {
    let arguments = arguments.clone();
    task::run("main", async move {
        let requests = (1..=5)
            .map(|number| task::spawn(format!("request-{number}"), awaited(number, arguments.clone())));
        let answers = task::gather(requests.collect()).await;
        answers.into_iter().map(|answer| answer.expect("an answer")).collect()
    })
}

fn request((number, arguments): (u32, Arguments)) -> u32 {
    println!("request {number}: sent");
    sleep(arguments.seconds(3.0));
    println!("request {number}: answered");
    number * 10
}

async fn awaited(number: u32, arguments: Arguments) -> u32 {
    println!("request {number}: sent");
    task::sleep(arguments.seconds(3.0)).await;
    println!("request {number}: answered");
    number * 10
}
