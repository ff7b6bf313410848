use lib::sync::Arc;
use lib::sync::atomic::{AtomicBool, Ordering};
use lib::{println, thread};
use std::time::Duration;

pub fn main() {
    let flag = Arc::new(AtomicBool::new(false));
    let parked = thread::spawn({
        let flag = Arc::clone(&flag);
        move || {
            while !flag.load(Ordering::Acquire) {
                thread::park();
            }
            "unparked"
        }
    });
    flag.store(true, Ordering::Release);
    parked.thread().unpark();
    println!("{}", parked.join().unwrap());
    // A permit is remembered, and one is all there is.
    thread::current().unpark();
    thread::current().unpark();
    thread::park();
    thread::park_timeout(Duration::from_millis(1));
    println!("over");
}
