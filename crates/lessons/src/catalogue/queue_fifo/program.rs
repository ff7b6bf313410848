//! A producer, a queue with room for three, and a consumer that comes late.

use laneway::queue::Queue;
use laneway::{println, sleep, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let parcels = Queue::new("parcels", Some(3));
    let producer = {
        let parcels = parcels.clone();
        thread::Builder::new()
            .name("producer")
            .spawn(move || produce(&parcels))
            .expect("a new thread")
    };
    sleep(arguments.seconds(4.0));
    let out = consume(&parcels, arguments);
    producer.join().expect("a producer that ends in order");

    println!("main: asks without waiting");
    match parcels.try_get() {
        Ok(parcel) => println!("main: gets {parcel}"),
        Err(_) => println!("main: the queue is empty"),
    }
    println!("out: {out}");
}

fn produce(parcels: &Queue<u32>) {
    for parcel in [7, 2, 9, 4, 1] {
        parcels.put(parcel);
        println!("producer: puts {parcel}");
    }
}

fn consume(parcels: &Queue<u32>, arguments: &Arguments) -> String {
    let mut out = Vec::new();
    while out.len() < 5 {
        let parcel = parcels.get();
        println!("main: gets {parcel}");
        out.push(parcel.to_string());
        sleep(arguments.seconds(1.5));
    }
    out.join(" ")
}
