//! The program of README.md: a producer, a queue with room for three, a consumer.
//!
//! `laneway record -o numbers.lane -- target/debug/examples/numbers` records it.

use laneway::{queue::Queue, thread};

fn main() -> std::process::ExitCode {
    laneway::run(|| {
        let numbers = Queue::new("numbers", Some(3));
        let sender = numbers.clone();
        let producer = thread::Builder::new().name("producer").spawn(move || {
            for number in 0..10 {
                sender.put(number);
            }
        })?;
        for _ in 0..10 {
            laneway::println!("got {}", numbers.get());
        }
        producer.join().expect("the producer does not panic");
        Ok::<(), std::io::Error>(())
    })
}
