use lib::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender, TryRecvError, TrySendError};
use lib::{println, thread};
use std::time::Duration;

#[derive(Debug)]
struct Job(u32);

pub fn main() {
    let (sender, receiver): (Sender<u32>, Receiver<u32>) = mpsc::channel();
    println!("{:?}", receiver.try_recv() == Err(TryRecvError::Empty));
    println!("{:?}", receiver.recv_timeout(Duration::from_millis(1)) == Err(RecvTimeoutError::Timeout));
    let workers: Vec<_> = (0..3)
        .map(|number| {
            let sender = sender.clone();
            thread::spawn(move || (0..5).for_each(|item| sender.send(number * 10 + item).unwrap()))
        })
        .collect();
    drop(sender);
    let mut all: Vec<u32> = receiver.iter().collect();
    all.sort_unstable();
    println!("{all:?}");
    workers.into_iter().for_each(|worker| worker.join().unwrap());
    println!("{:?} {:?}", receiver.recv(), receiver.try_recv());
    println!("{:?}", receiver.recv_timeout(Duration::ZERO));

    let (sender, receiver): (SyncSender<Job>, _) = mpsc::sync_channel(1);
    sender.send(Job(1)).unwrap();
    println!("{}", matches!(sender.try_send(Job(2)), Err(TrySendError::Full(Job(2)))));
    let other = thread::spawn({
        let sender = sender.clone();
        move || sender.send(Job(3)).is_ok()
    });
    println!("{:?} {:?}", receiver.recv().unwrap(), receiver.recv().unwrap());
    println!("{}", other.join().unwrap());
    println!("{}", receiver.try_iter().count());
    drop(receiver);
    println!("{:?}", sender.send(Job(4)).unwrap_err().0.0);
    println!("{}", matches!(sender.try_send(Job(5)), Err(TrySendError::Disconnected(_))));

    // Without any room they meet.
    let (sender, receiver) = mpsc::sync_channel(0);
    println!("{}", sender.try_send("early").is_err());
    let meeting = thread::spawn(move || {
        sender.send("met").unwrap();
        sender.send("never").is_err()
    });
    println!("{:?}", receiver.recv());
    drop(receiver);
    println!("{}", meeting.join().unwrap());

    // What a closure borrows can be sent, too.
    let words = [String::from("a"), String::from("b")];
    let (sender, receiver) = mpsc::channel::<&str>();
    thread::scope(|scope| {
        scope.spawn(|| {
            let sender = sender;
            words.iter().for_each(|word| sender.send(word).unwrap());
        });
        for word in &receiver {
            println!("{word}");
        }
    });
    let mut left = receiver.into_iter();
    println!("{:?}", left.next());
}
