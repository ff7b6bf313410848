use lib::sync::{Arc, Condvar, Mutex};
use lib::{println, thread};
use std::collections::VecDeque;
use std::time::Duration;

pub fn main() {
    let pair = Arc::new((Mutex::new(VecDeque::new()), Condvar::new()));
    let producer = thread::spawn({
        let pair = Arc::clone(&pair);
        move || {
            for number in 0..5 {
                pair.0.lock().unwrap().push_back(number);
                pair.1.notify_one();
            }
        }
    });
    let mut taken = Vec::new();
    while taken.len() < 5 {
        let mut items = pair.0.lock().unwrap();
        while items.is_empty() {
            items = pair.1.wait(items).unwrap();
        }
        taken.extend(items.drain(..));
    }
    producer.join().unwrap();
    println!("{taken:?}");
    let (lock, condvar) = &*pair;
    let (guard, result) = condvar.wait_timeout(lock.lock().unwrap(), Duration::from_millis(1)).unwrap();
    println!("{} {}", result.timed_out(), guard.len());
    drop(guard);
    let (guard, result) = condvar
        .wait_timeout_while(lock.lock().unwrap(), Duration::from_millis(1), |items| items.is_empty())
        .unwrap();
    println!("{} {}", result.timed_out(), guard.len());
    drop(guard);
    thread::scope(|scope| {
        scope.spawn(|| {
            lock.lock().unwrap().push_back(9);
            condvar.notify_all();
        });
        let items = condvar.wait_while(lock.lock().unwrap(), |items| items.is_empty()).unwrap();
        println!("{items:?}");
    });
}
