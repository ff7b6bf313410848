//! A line through a socket, read in three ways.

use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;

use laneway::io::{Readiness, Watched};
use laneway::{println, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let (here, there) = UnixStream::pair().expect("a pair of sockets");
    let writer = {
        let arguments = arguments.clone();
        thread::Builder::new()
            .name("writer")
            .spawn(move || write(there, &arguments))
            .expect("a new thread")
    };
    let mut news = Watched::new("news", here);
    let in_vain = match arguments.word("read") {
        "polled" => read_polled(&mut news, arguments),
        "readiness" => read_when_ready(&mut news),
        _ => read(&mut news),
    };
    writer.join().expect("a writer that ends in order");
    println!("reader: asked {in_vain} times in vain");
}

fn write(mut news: UnixStream, arguments: &Arguments) {
    sleep(arguments.seconds(6.0));
    println!("writer: writes");
    news.write_all(b"hello").expect("a reader");
}

fn read(news: &mut Watched<UnixStream>) -> u32 {
    let mut line = [0; 5];
    news.read_exact(&mut line).expect("a line");
    println!("reader: has {}", String::from_utf8_lossy(&line));
    0
}

fn read_polled(news: &mut Watched<UnixStream>, arguments: &Arguments) -> u32 {
    news.set_nonblocking(true).expect("a socket");
    let mut in_vain = 0;
    let mut line = [0; 5];
    loop {
        match news.read(&mut line) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => in_vain += 1,
            read => {
                read.expect("a line");
                println!("reader: has {}", String::from_utf8_lossy(&line));
                return in_vain;
            }
        }
        sleep(arguments.seconds(1.0));
    }
}

fn read_when_ready(news: &mut Watched<UnixStream>) -> u32 {
    let readiness = Readiness::new().expect("a selector").add(news, 0).expect("a socket");
    let mut in_vain = 0;
    while readiness.wait(None).expect("a selector").is_empty() {
        in_vain += 1;
    }
    read(news) + in_vain
}
