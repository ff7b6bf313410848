//! A download that is given up in the middle: cancelled, or awaited with a timeout, with a shield or without.

use laneway::task::JoinHandle;
use laneway::{println, task};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    match task::run("main task", give_up(arguments.clone())) {
        Some(parts) => println!("main: the download has {parts} parts"),
        None => println!("main: the download was cancelled"),
    }
}

async fn give_up(arguments: Arguments) -> Option<u32> {
    let task = task::spawn("download", download(arguments.clone()));
    match arguments.word("style") {
        "timeout" => with_timeout(task, &arguments).await,
        "shield" => with_shield(task, &arguments).await,
        _ => with_cancel(task, &arguments).await,
    }
}

async fn with_cancel(download: JoinHandle<u32>, arguments: &Arguments) -> Option<u32> {
    task::sleep(arguments.seconds(3.0)).await;
    download.cancel();
    println!("main: has called cancel");
    download.await.ok()
}

async fn with_timeout(download: JoinHandle<u32>, arguments: &Arguments) -> Option<u32> {
    println!("main: waits 3 s at most");
    let parts = task::timeout(arguments.seconds(3.0), download).await;
    task::sleep(arguments.seconds(1.0)).await;
    parts.ok()?.ok()
}

async fn with_shield(mut download: JoinHandle<u32>, arguments: &Arguments) -> Option<u32> {
    println!("main: waits 3 s at most");
    let shielded = task::shield(&mut download);
    match task::timeout(arguments.seconds(3.0), shielded).await {
        Ok(parts) => parts.ok(),
        Err(_) => {
            println!("main: the time is over");
            download.await.ok()
        }
    }
}

/// Is closed when it goes out of scope, however that comes about.
struct File;

impl Drop for File {
    fn drop(&mut self) {
        println!("download: closes its file");
    }
}

/// Sleeps in place of the network.
async fn download(arguments: Arguments) -> u32 {
    let _file = File;
    for part in 1..=3 {
        task::sleep(arguments.seconds(2.0)).await;
        println!("download: has part {part}");
    }
    3
}
