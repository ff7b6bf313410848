use lib::{print, process, thread};

pub fn main() {
    let status = thread::spawn(|| 3).join().unwrap();
    print!("ends with {status} ");
    print!("and no line");
    process::exit(status);
}
