use lib::sync::{Arc, LockResult, Mutex, MutexGuard, PoisonError, TryLockError};
use lib::{println, thread};

static COUNT: Mutex<u32> = Mutex::new(0);

fn value(result: LockResult<MutexGuard<'_, u32>>) -> u32 {
    *result.unwrap_or_else(PoisonError::into_inner)
}

pub fn main() {
    let threads: Vec<_> = (0..4)
        .map(|_| {
            thread::spawn(|| {
                for _ in 0..100 {
                    *COUNT.lock().unwrap() += 1;
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    println!("{}", COUNT.lock().unwrap());
    let mut mutex = Mutex::new(5);
    *mutex.get_mut().unwrap() += 1;
    println!("{mutex:?} {:?}", mutex.lock().unwrap());
    let held = mutex.lock().unwrap();
    println!("{}", matches!(mutex.try_lock(), Err(TryLockError::WouldBlock)));
    println!("{mutex:?}");
    drop(held);
    println!("{}", mutex.into_inner().unwrap());
    let shared = Arc::new(Mutex::from(1_u32));
    let poisoner = Arc::clone(&shared);
    let poisoned = thread::spawn(move || {
        let _guard = poisoner.lock().unwrap();
        std::panic::panic_any(());
    });
    println!("{}", poisoned.join().is_err());
    println!("{} {}", shared.is_poisoned(), value(shared.lock()));
    shared.clear_poison();
    println!("{} {}", shared.is_poisoned(), *shared.lock().unwrap());
    println!("{}", Mutex::<String>::default().lock().unwrap().is_empty());
}
