use lib::sync::{LazyLock, Mutex, Once, OnceLock};
use lib::{println, thread};
use std::cell::Cell;

static ONCE: Once = Once::new();
static NAME: OnceLock<String> = OnceLock::new();
static LIST: LazyLock<Mutex<Vec<u32>>> = LazyLock::new(|| Mutex::new(vec![1]));

thread_local! {
    static OWN: Cell<u32> = const { Cell::new(1) };
}

fn own(key: &'static thread::LocalKey<Cell<u32>>) -> u32 {
    key.get()
}

pub fn main() {
    ONCE.call_once(|| println!("once"));
    ONCE.call_once(|| println!("twice"));
    println!("{}", ONCE.is_completed());
    println!("{}", NAME.get_or_init(|| "first".into()));
    println!("{}", NAME.get_or_init(|| "second".into()));
    LIST.lock().unwrap().push(2);
    println!("{:?}", LIST.lock().unwrap());
    OWN.set(2);
    println!("{} {}", thread::spawn(|| own(&OWN)).join().unwrap(), own(&OWN));
}
