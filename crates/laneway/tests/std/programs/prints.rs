use lib::{eprint, eprintln, print, println};

pub fn main() {
    let (name, number) = ("world", 7);
    println!("hello {name}");
    println!();
    print!("{number:>4}|");
    let end = "\n";
    print!("{}{}", number, end);
    println!("{0} {0:?} {1:#x} {{}}", name, number);
    print!("");
    println!("two\nlines");
    eprintln!("{name}");
    eprintln!();
    eprint!("no end");
}
