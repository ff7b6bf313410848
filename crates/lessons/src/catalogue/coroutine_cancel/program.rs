//! A task is cancelled in the middle of a wait.

use laneway::task::{self, JoinError};
use laneway::println;

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let arguments = arguments.clone();
    let outcome = task::run("main", async move {
        let worker = task::spawn("worker", work(arguments.clone()));
        task::sleep(arguments.seconds(3.0)).await;

        worker.cancel();
        println!("main: has cancelled it");
        worker.await
    });
    match outcome {
        Ok(()) => println!("main: the worker ended by itself"),
        Err(JoinError::Cancelled) => println!("main: the worker was cancelled"),
        Err(_) => println!("main: the worker failed"),
    }
}

async fn work(arguments: Arguments) {
    struct CleanUp;
    impl Drop for CleanUp {
        fn drop(&mut self) {
            println!("worker: cleans up");
        }
    }

    let _clean_up = CleanUp;
    println!("worker: works");
    task::sleep(arguments.seconds(20.0)).await;
    println!("worker: done");
}
