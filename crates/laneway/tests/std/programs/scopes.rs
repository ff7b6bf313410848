use lib::thread;
use lib::{println, sync::Mutex};

pub fn main() {
    let numbers = [1, 2, 3, 4];
    let mut sum = 0;
    let total = thread::scope(|scope| {
        let halves: Vec<_> = numbers.chunks(2).map(|half| scope.spawn(move || half.iter().sum::<i32>())).collect();
        let mine = scope.spawn(|| sum += 1);
        mine.join().unwrap();
        halves.into_iter().map(|half| half.join().unwrap()).sum::<i32>()
    });
    println!("{total} {sum}");
    let seen = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for number in 0..3 {
            let seen = &seen;
            thread::Builder::new()
                .name(format!("scoped-{number}"))
                .spawn_scoped(scope, move || {
                    seen.lock().unwrap().push(thread::current().name().unwrap().to_owned());
                })
                .expect("a thread");
        }
        // One that starts another one, which outlives it.
        scope.spawn(|| scope.spawn(|| seen.lock().unwrap().push("inner".into())));
    });
    let mut seen = seen.into_inner().unwrap();
    seen.sort();
    println!("{seen:?}");
    let panicked = std::panic::catch_unwind(|| thread::scope(|scope| drop(scope.spawn(|| std::panic::panic_any(7)))));
    println!("{}", panicked.is_err());
}
