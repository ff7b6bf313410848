// Words are counted by three workers, a usual program.
use lib::sync::mpsc::channel;
use lib::sync::{Arc, Mutex, RwLock};
use lib::{println, thread};
use std::collections::BTreeMap;

const TEXT: &str = "the cat and the dog and the bird";

pub fn main() {
    let (to_workers, words) = channel::<String>();
    let words = Arc::new(Mutex::new(words));
    let counts = Arc::new(RwLock::new(BTreeMap::<String, usize>::new()));
    let workers: Vec<_> = (0..3)
        .map(|number| {
            let (words, counts) = (Arc::clone(&words), Arc::clone(&counts));
            thread::Builder::new()
                .name(format!("worker {number}"))
                .spawn(move || {
                    loop {
                        let word = words.lock().unwrap().recv();
                        let Ok(word) = word else { return };
                        *counts.write().unwrap().entry(word).or_default() += 1;
                    }
                })
                .unwrap()
        })
        .collect();
    for word in TEXT.split(' ') {
        to_workers.send(word.to_owned()).unwrap();
    }
    drop(to_workers);
    for worker in workers {
        worker.join().unwrap();
    }
    println!("{:?}", counts.read().unwrap());
}
