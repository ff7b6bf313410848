use lib::{println, thread};

pub fn main() {
    let named = thread::Builder::new()
        .name("worker".to_string())
        .stack_size(256 * 1024)
        .spawn(|| thread::current().name().map(str::to_owned))
        .expect("a thread");
    println!("{:?}", named.join().unwrap());
    let nameless = thread::spawn(|| thread::current().name().is_none());
    println!("{}", nameless.join().unwrap());
    println!("{:?}", thread::current().name());
    let handles: Vec<thread::JoinHandle<u32>> = (0..4).map(|n| thread::spawn(move || n * n)).collect();
    let ids: Vec<thread::ThreadId> = handles.iter().map(|handle| handle.thread().id()).collect();
    println!("{}", ids.iter().all(|id| *id != thread::current().id()));
    println!("{}", ids.windows(2).all(|pair| pair[0] != pair[1]));
    let squares: Vec<u32> = handles.into_iter().map(|handle| handle.join().unwrap()).collect();
    println!("{squares:?}");
    let failed: thread::Result<()> = thread::spawn(|| std::panic::panic_any("broken")).join();
    println!("{:?}", failed.unwrap_err().downcast_ref::<&str>());
    println!("{}", thread::available_parallelism().is_ok());
    println!("{}", thread::panicking());
    thread::yield_now();
    thread::sleep(std::time::Duration::from_millis(1));
    let ended = thread::spawn(|| ());
    while !ended.is_finished() {
        thread::yield_now();
    }
    ended.join().unwrap();
}
