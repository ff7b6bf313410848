//! Readers look at a board together, and a writer changes it alone.

use std::sync::Arc;

use laneway::sync::RwLock;
use laneway::{println, sleep, thread};

use crate::Arguments;

type Visit = fn(&str, &RwLock<i32>, &Arguments);

pub fn program(arguments: &Arguments) {
    let board = Arc::new(RwLock::named("board", 100));
    let visits: [(&str, f64, Visit); 4] = [
        ("reader-1", 1.0, read),
        ("reader-2", 3.0, read),
        ("writer", 5.0, write),
        ("reader-3", 11.5, read),
    ];
    let visitors = visits.map(|(name, comes_after_s, visit)| {
        let (board, arguments) = (Arc::clone(&board), arguments.clone());
        thread::Builder::new()
            .name(name)
            .spawn(move || {
                sleep(arguments.seconds(comes_after_s));
                println!("{name}: comes");
                visit(name, &board, &arguments);
            })
            .expect("a new thread")
    });
    for visitor in visitors {
        visitor.join().expect("a visitor who leaves in order");
    }
    println!("the board says {}", *board.read().expect("a board"));
}

fn read(name: &str, board: &RwLock<i32>, arguments: &Arguments) {
    let price = board.read().expect("a board");
    println!("{name}: reads {}", *price);
    sleep(arguments.seconds(6.0));
}

fn write(name: &str, board: &RwLock<i32>, arguments: &Arguments) {
    let mut price = board.write().expect("a board");
    sleep(arguments.seconds(5.0));
    *price += 20;
    println!("{name}: writes {}", *price);
}
