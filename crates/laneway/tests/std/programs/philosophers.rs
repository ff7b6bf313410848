// Five eat with five forks, and the last one picks them up the other way round.
use lib::{println, sync, thread};
use std::time::Duration;

pub fn main() {
    let forks: Vec<sync::Mutex<u32>> = (0..5).map(sync::Mutex::new).collect();
    let meals = sync::atomic::AtomicU32::new(0);
    thread::scope(|scope| {
        for seat in 0..5 {
            let (first, second) = (seat.min((seat + 1) % 5), seat.max((seat + 1) % 5));
            let (forks, meals) = (&forks, &meals);
            scope.spawn(move || {
                for _ in 0..3 {
                    let _first = forks[first].lock().unwrap();
                    let _second = forks[second].lock().unwrap();
                    thread::sleep(Duration::from_micros(100));
                    meals.fetch_add(1, sync::atomic::Ordering::Relaxed);
                }
            });
        }
    });
    println!("{}", meals.into_inner());
}
