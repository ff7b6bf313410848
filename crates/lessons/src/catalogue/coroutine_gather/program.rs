//! Three coroutines, awaited together or one after another.

use laneway::{println, task, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let together = arguments.word("style") == "gather";
    let arguments = arguments.clone();
    let threads = task::run("main", async move {
        if together { await_together(arguments).await } else { await_in_turn(arguments).await }
    });
    println!("main: three results, {threads} thread");
}

async fn await_together(arguments: Arguments) -> usize {
    let tasks = [("a", 3.0), ("b", 1.0), ("c", 2.0)]
        .map(|(name, wait_s)| task::spawn(name, fetch(name, wait_s, arguments.clone())));
    println!("main: three tasks are made");
    task::gather(tasks.into()).await;
    thread::active_count()
}

async fn await_in_turn(arguments: Arguments) -> usize {
    for (name, wait_s) in [("a", 3.0), ("b", 1.0), ("c", 2.0)] {
        println!("main: awaits {name}");
        fetch(name, wait_s, arguments.clone()).await;
    }
    thread::active_count()
}

async fn fetch(name: &'static str, wait_s: f64, arguments: Arguments) {
    println!("{name}: begins");
    task::sleep(arguments.seconds(wait_s * 2.0)).await;
    println!("{name}: ends");
}
