//! Two tasks with callbacks, by a pool of threads or of processes.

use laneway::pool::{Future, ProcessPool, ThreadPool};
use laneway::{println, process, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let tasks = [(1_u32, 2.0, arguments.clone()), (2, 5.0, arguments.clone())];
    if arguments.word("pool") == "processes" {
        let pool = ProcessPool::new("pool", 2).expect("a pool");
        let submit = |given: (u32, f64, Arguments)| pool.submit(format!("task-{}", given.0), task, given);
        wait_for(tasks.map(submit), arguments);
    } else {
        let pool = ThreadPool::new("pool", 2);
        let submit =
            |given: (u32, f64, Arguments)| pool.submit(format!("task-{}", given.0), move || task(given));
        wait_for(tasks.map(submit), arguments);
    }
    println!("main: both are done");
}

fn wait_for(futures: [Future<u32>; 2], arguments: &Arguments) {
    let main = (process::id(), thread::current().id());
    for future in &futures {
        future.add_done_callback("tell", move |result| {
            let number = result.expect("a result");
            let here = (process::id(), thread::current().id());
            let (process, thread) = (here.0 == main.0, here.1 == main.1);
            println!("callback of task-{number}: main process {process}, main thread {thread}");
        });
    }
    println!("main: both tasks are submitted");
    sleep(arguments.seconds(8.0));
    for future in futures {
        future.result().expect("a result");
    }
}

fn task((number, sleep_s, arguments): (u32, f64, Arguments)) -> u32 {
    sleep(arguments.seconds(sleep_s));
    println!("task-{number}: done");
    number
}
