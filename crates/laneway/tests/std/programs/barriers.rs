use lib::sync::{Arc, Barrier};
use lib::{println, thread};

pub fn main() {
    let barrier = Arc::new(Barrier::new(3));
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let barrier = Arc::clone(&barrier);
            thread::spawn(move || (0..5).filter(|_| barrier.wait().is_leader()).count())
        })
        .collect();
    let leaders: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    println!("{leaders}");
    println!("{}", Barrier::new(0).wait().is_leader());
}
