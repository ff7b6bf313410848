//! A server answers after a while. The client reads the socket in one of three ways: it waits in the read, looks again and
//! again, or lets the system tell it when there is something.

use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;

use laneway::io::{Readiness, Watched};
use laneway::{println, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let (ours, theirs) = UnixStream::pair().expect("a pair of sockets");
    let its = arguments.clone();
    let server = thread::Builder::new().name("server").spawn(move || serve(theirs, &its));
    let mut socket = Watched::new("socket", ours);
    let in_vain = match arguments.word("style") {
        "polled" => look_again_and_again(&mut socket, arguments),
        "readiness" => wait_until_ready(&mut socket),
        _ => wait_in_read(&mut socket),
    };
    server.expect("a new thread").join().expect("an answer");
    println!("client: has the answer, {in_vain} reads found nothing");
}

/// Sleeps in place of work.
fn serve(mut socket: UnixStream, arguments: &Arguments) {
    sleep(arguments.seconds(5.0));
    println!("server: answers");
    socket.write_all(b"hello").expect("somebody who reads");
}

fn wait_in_read(socket: &mut Watched<UnixStream>) -> u32 {
    println!("client: reads");
    let length = socket.read(&mut [0; 16]).expect("an answer");
    println!("client: read {length} bytes");
    0
}

fn look_again_and_again(socket: &mut Watched<UnixStream>, arguments: &Arguments) -> u32 {
    socket.set_nonblocking(true).expect("a socket");
    let mut in_vain = 0;
    loop {
        match socket.read(&mut [0; 16]) {
            Ok(length) => {
                println!("client: read {length} bytes");
                return in_vain;
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => in_vain += 1,
            Err(error) => panic!("{error}"),
        }
        println!("client: nothing there");
        sleep(arguments.seconds(1.0));
    }
}

fn wait_until_ready(socket: &mut Watched<UnixStream>) -> u32 {
    socket.set_nonblocking(true).expect("a socket");
    let readiness = Readiness::new().and_then(|none| none.add(socket, 0)).expect("a selector");
    println!("client: waits until there is something");
    readiness.wait(None).expect("an answer");
    println!("client: is told that there is something");
    let length = socket.read(&mut [0; 16]).expect("an answer");
    println!("client: read {length} bytes");
    0
}
