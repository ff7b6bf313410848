//! Two processes send messages to a third one: over a file, a pipe, a socket or a server. Each transport is a file
//! beside this one, and the conversation is the same over all.

mod file;
#[cfg(feature = "brokers")]
mod kafka;
#[cfg(feature = "brokers")]
mod memcached;
mod pipe;
#[cfg(feature = "brokers")]
mod rabbitmq;
#[cfg(feature = "brokers")]
mod redis;
#[cfg(feature = "brokers")]
mod served;
mod socket;
mod transport;

use laneway::process::{Builder, Event, Semaphore};
use laneway::{println, sleep};

use crate::Arguments;
use crate::server::Server;
use transport::{Listening, Transport};

const SENDERS: [&str; 2] = ["sender-1", "sender-2"];

/// What every process has: the transport, and what lets them begin together.
type Meeting = (Transport, Semaphore, Event, Arguments);

pub fn program(arguments: &Arguments) {
    let server = Server::for_run(arguments.word("transport"), arguments.word("address"));
    let server = server.unwrap_or_else(|why| panic!("{why}"));
    let address = server.as_ref().map(Server::address);
    let folder = tempfile::tempdir().expect("room for a folder");
    let transport = Transport::new(arguments, address, folder.path(), &SENDERS).expect("a transport");
    let (ready, begin) = (Semaphore::new("ready", 0), Event::new("begin"));
    let meeting = || (transport.clone(), ready.clone(), begin.clone(), arguments.clone());
    let receiver = Builder::new("receiver").start(receive, meeting()).expect("a new process");
    ready.acquire().forget();
    let start = |name: &str| Builder::new(name).start(send, (name.to_owned(), meeting()));
    let senders = SENDERS.map(|name| start(name).expect("a new process"));
    for _ in SENDERS {
        ready.acquire().forget();
    }
    // Each has opened its end. What has no name any more is gone with them, however they end.
    drop(folder);
    begin.set();
    let failed = senders.iter().filter(|sender| sender.join() != 0).count();
    if failed > 0 {
        // The receiver would wait for what never comes.
        receiver.terminate().expect("a process of ours");
    }
    let is_well = receiver.join() == 0 && failed == 0;
    assert!(is_well, "the conversation broke off");
}

fn send((name, (transport, ready, begin, arguments)): (String, Meeting)) {
    let outbox = transport.connect(&name);
    ready.release().expect("a semaphore without a limit");
    let mut outbox = outbox.expect("a connection");
    begin.wait();
    // One of them begins a little later.
    sleep(arguments.seconds(if name == SENDERS[0] { 1.0 } else { 2.0 }));
    for number in 1..=arguments.integer("messages") {
        if number > 1 {
            sleep(arguments.seconds(8.0));
        }
        outbox.send(format!("message {number} of {name}")).expect("a way to the receiver");
        println!("{name}: sent message {number}");
        if number == 1 {
            ready.release().expect("a semaphore without a limit");
        }
    }
}

fn receive((transport, ready, begin, arguments): Meeting) {
    let listening = transport.listen(arguments.seconds(1.0));
    ready.release().expect("a semaphore without a limit");
    let mut inbox = listening.and_then(Listening::meet).expect("somebody who sends");
    begin.wait();
    println!("receiver: has something else to do");
    sleep(arguments.seconds(4.0));
    // Each sender has gone on by now, although nobody has read.
    for _ in SENDERS {
        ready.acquire().forget();
    }
    println!("receiver: reads");
    let expected = SENDERS.len() * arguments.integer::<usize>("messages");
    let mut messages = Vec::new();
    while messages.len() < expected {
        let message = inbox.receive().expect("a way from the senders");
        println!("receiver: got {message}");
        messages.push(message);
    }
    let each_in_order = SENDERS.iter().all(|name| is_in_order(&messages, name));
    let order = if each_in_order { "in order" } else { "out of order" };
    println!("receiver: {expected} messages, each sender's {order}");
}

/// Every message of this sender is there once, and they came as they were sent.
fn is_in_order(messages: &[String], name: &str) -> bool {
    let own = messages.iter().filter(|message| message.ends_with(name));
    own.enumerate().all(|(index, message)| *message == format!("message {} of {name}", index + 1))
}
