//! Three pages are asked for by tasks that take turns on one thread, or one after another by a single task.

use laneway::{println, task};

use crate::Arguments;

/// How many seconds each page takes.
const PAGES: [(&str, f64); 3] = [("page-1", 6.0), ("page-2", 2.0), ("page-3", 4.0)];

pub fn program(arguments: &Arguments) {
    let arguments = arguments.clone();
    let answers = task::run("main task", async move {
        match arguments.word("style") {
            "one-by-one" => one_by_one(&arguments).await,
            _ => gathered(&arguments).await,
        }
    });
    println!("main: has {}", answers.join(", "));
}

async fn gathered(arguments: &Arguments) -> Vec<String> {
    let mut tasks = Vec::new();
    for (page, seconds) in PAGES {
        tasks.push(task::spawn(page, fetch(page, seconds, arguments.clone())));
    }
    println!("main: the tasks are started");

    task::sleep(arguments.seconds(1.0)).await;
    println!("main: waits for the answers");
    let results = task::gather(tasks).await;
    results.into_iter().map(|result| result.expect("an answer")).collect()
}

async fn one_by_one(arguments: &Arguments) -> Vec<String> {
    let mut answers = Vec::new();
    for (page, seconds) in PAGES {
        answers.push(fetch(page, seconds, arguments.clone()).await);
    }
    answers
}

/// Sleeps in place of the network.
async fn fetch(page: &str, seconds: f64, arguments: Arguments) -> String {
    println!("{page}: asked");
    task::sleep(arguments.seconds(seconds)).await;
    println!("{page}: answered");
    page.to_owned()
}
