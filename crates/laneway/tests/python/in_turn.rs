//! One thread acts at a time, so that a program has one outcome: what each operation returns.

use std::any::Any;
use std::fmt::{Debug, Display};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use laneway::pool::{Future, ThreadPool};
use laneway::process;
use laneway::queue::{GetError, PutError, Queue};
use laneway::sync::{Barrier, Event, Mutex, ReentrantLock, Semaphore};
use laneway::thread;

use crate::PYTHONS;

/// Programs of each kind, and what is done in each.
const PROGRAMS: usize = 20;
const OPERATIONS: usize = 40;
const THREADS: usize = 3;

const KINDS: [&str; 13] = [
    "lock",
    "rlock",
    "semaphore",
    "bounded",
    "event",
    "barrier",
    "mp_lock",
    "mp_rlock",
    "mp_semaphore",
    "mp_bounded",
    "mp_event",
    "list",
    "pool",
];

/// An operation, with a number for those that take one.
type Operation = (&'static str, u32);

/// What operations act on. It is leaked: guards of it wait in their threads for their turn.
trait Object: Send + Sync {
    /// An operation that is possible now, for a thread with so many guards.
    fn choose(&self, guards: usize, random: &mut fastrand::Rng) -> Operation;
    /// Does it; what Python prints of what comes of it.
    fn act(&'static self, operation: Operation, guards: &mut Vec<Box<dyn Any>>) -> String;
}

pub fn operations_return_what_they_do_in_python() {
    let random = &mut fastrand::Rng::with_seed(1);
    // What Python is to do, and what it is to print for that; from which version on.
    let mut programs: Vec<(String, Vec<String>, (u32, u32))> = Vec::new();
    for _ in 0..PROGRAMS {
        for kind in KINDS {
            programs.push(program(kind, false, random));
        }
        for kind in ["fifo", "lifo", "priority"] {
            for closes in [false, true] {
                programs.push(program(kind, closes, random));
            }
        }
    }
    for python in &*PYTHONS {
        let known = programs.iter().filter(|(_, _, since)| python.version >= *since);
        let (mut input, mut expected) = (String::new(), Vec::new());
        for (lines, results, _) in known {
            input += lines;
            let of_line = lines.lines().filter(|line| !line.starts_with("make"));
            expected.extend(
                of_line
                    .zip(results)
                    .map(|(line, result)| format!("{line}: {result}")),
            );
        }
        let got = python.run(include_str!("in_turn.py"), &input);
        let operations = input.lines().filter(|line| !line.starts_with("make"));
        let got: Vec<String> = operations
            .zip(&got)
            .map(|(line, result)| format!("{line}: {result}"))
            .collect();
        let differs = expected.iter().zip(&got).position(|(here, there)| here != there);
        if let Some(at) = differs {
            let before = &got[at.saturating_sub(OPERATIONS)..at];
            panic!(
                "{python} says {}, here it is {}, after {before:#?}",
                got[at], expected[at]
            );
        }
        assert_eq!(got.len(), expected.len(), "{python}");
        println!("{python}: {} operations", got.len());
    }
}

/// Makes up a program by doing it.
fn program(kind: &str, closes: bool, random: &mut fastrand::Rng) -> (String, Vec<String>, (u32, u32)) {
    let number = random.u32(1..3);
    let object: Box<dyn Object> = match kind {
        "lock" => Box::new(Mutex::named(kind.to_owned(), ())),
        "rlock" => Box::new(ReentrantLock::named(kind.to_owned(), ())),
        "semaphore" => Box::new(Permits(Semaphore::named("semaphore", number as usize))),
        "bounded" => Box::new(Permits(Semaphore::bounded("bounded", number as usize))),
        "event" => Box::new(Event::named("event")),
        "mp_lock" => Box::new(process::Lock::new(kind)),
        "mp_rlock" => Box::new(process::ReentrantLock::new(kind)),
        "mp_semaphore" => Box::new(process::Semaphore::new(kind, number)),
        "mp_bounded" => Box::new(process::Semaphore::bounded(kind, number)),
        "mp_event" => Box::new(process::Event::new(kind)),
        "list" => Box::new(
            crate::MANAGER
                .get()
                .expect("it was made first")
                .list::<u32>("list")
                .unwrap(),
        ),
        "pool" => Box::new(Pool::new()),
        "barrier" => Box::new(Barrier::named("barrier", number as usize)),
        _ => Box::new(Items {
            queue: match kind {
                "fifo" => Queue::new(kind.to_owned(), Some(number as usize)),
                "lifo" => Queue::lifo(kind.to_owned(), Some(number as usize)),
                _ => Queue::priority(kind.to_owned(), Some(number as usize)),
            },
            closes,
            unfinished: Mutex::new(0),
        }),
    };
    let object: &'static dyn Object = Box::leak(object);
    let threads: Vec<Worker> = (0..THREADS).map(|_| Worker::start(object)).collect();
    let (mut lines, mut results) = (format!("make {kind} {number}\n"), Vec::new());
    for _ in 0..OPERATIONS {
        let who = random.usize(..THREADS);
        let (operation, result) = threads[who].take_turn(random.u64(..));
        lines += &format!("{who} {} {}\n", operation.0, operation.1);
        results.push(result);
    }
    (lines, results, if closes { (3, 13) } else { (3, 8) })
}

/// A thread that acts when it is its turn.
struct Worker {
    turns: Sender<u64>,
    results: Receiver<(Operation, String)>,
}

impl Worker {
    fn start(object: &'static dyn Object) -> Self {
        let ((turns, seeds), (send, results)) = (channel(), channel());
        thread::spawn(move || {
            let mut guards = Vec::new();
            for seed in seeds {
                let operation = object.choose(guards.len(), &mut fastrand::Rng::with_seed(seed));
                let result = object.act(operation, &mut guards);
                send.send((operation, result)).expect("it is waited for");
            }
        });
        Self { turns, results }
    }

    fn take_turn(&self, seed: u64) -> (Operation, String) {
        self.turns.send(seed).expect("the thread lives");
        // An operation that waits is a fault, as a panic in one is.
        self.results
            .recv_timeout(Duration::from_secs(60))
            .expect("a result")
    }
}

fn said(yes: bool) -> String {
    if yes { "True" } else { "False" }.to_owned()
}

fn none(result: Result<(), impl Debug>, error: &str) -> String {
    result.map_or_else(|_| error.to_owned(), |()| "None".to_owned())
}

/// Keeps a guard, if there is one.
fn keep<G: 'static>(guard: Option<G>, guards: &mut Vec<Box<dyn Any>>) -> String {
    let has_it = guard.is_some();
    guards.extend(guard.map(|guard| Box::new(guard) as Box<dyn Any>));
    said(has_it)
}

fn give_back(guards: &mut Vec<Box<dyn Any>>) -> String {
    drop(guards.pop());
    "None".to_owned()
}

fn one_of(operations: &[&'static str], random: &mut fastrand::Rng) -> Operation {
    (random.choice(operations).copied().expect("one"), 0)
}

/// Only who has a guard can give one back.
fn lock_operation(guards: usize, random: &mut fastrand::Rng) -> Operation {
    one_of(
        if guards > 0 {
            &["acquire", "release"]
        } else {
            &["acquire"]
        },
        random,
    )
}

impl Object for Mutex<()> {
    fn choose(&self, guards: usize, random: &mut fastrand::Rng) -> Operation {
        lock_operation(guards, random)
    }

    fn act(&'static self, operation: Operation, guards: &mut Vec<Box<dyn Any>>) -> String {
        match operation.0 {
            "acquire" => keep(self.try_lock().ok(), guards),
            _ => give_back(guards),
        }
    }
}

impl Object for ReentrantLock<()> {
    fn choose(&self, guards: usize, random: &mut fastrand::Rng) -> Operation {
        lock_operation(guards, random)
    }

    fn act(&'static self, operation: Operation, guards: &mut Vec<Box<dyn Any>>) -> String {
        match operation.0 {
            "acquire" => keep(self.try_lock(), guards),
            _ => give_back(guards),
        }
    }
}

impl Object for process::Lock {
    fn choose(&self, guards: usize, random: &mut fastrand::Rng) -> Operation {
        lock_operation(guards, random)
    }

    fn act(&'static self, operation: Operation, guards: &mut Vec<Box<dyn Any>>) -> String {
        match operation.0 {
            "acquire" => keep(self.try_lock(), guards),
            _ => give_back(guards),
        }
    }
}

impl Object for process::ReentrantLock {
    fn choose(&self, guards: usize, random: &mut fastrand::Rng) -> Operation {
        lock_operation(guards, random)
    }

    fn act(&'static self, operation: Operation, guards: &mut Vec<Box<dyn Any>>) -> String {
        match operation.0 {
            "acquire" => keep(self.try_lock(), guards),
            _ => give_back(guards),
        }
    }
}

impl Object for process::Semaphore {
    fn choose(&self, _guards: usize, random: &mut fastrand::Rng) -> Operation {
        one_of(&["acquire", "acquire", "release"], random)
    }

    fn act(&'static self, operation: Operation, _guards: &mut Vec<Box<dyn Any>>) -> String {
        match operation.0 {
            "acquire" => said(self.try_acquire().map(process::Permit::forget).is_some()),
            _ => none(self.release(), "ValueError"),
        }
    }
}

impl Object for process::Event {
    fn choose(&self, _guards: usize, random: &mut fastrand::Rng) -> Operation {
        one_of(&["set", "clear", "is_set", "wait"], random)
    }

    fn act(&'static self, operation: Operation, _guards: &mut Vec<Box<dyn Any>>) -> String {
        match operation.0 {
            "set" => self.set(),
            "clear" => self.clear(),
            "is_set" => return said(self.is_set()),
            _ => return said(self.wait_timeout(Duration::ZERO)),
        }
        "None".to_owned()
    }
}

/// Places in a list are from -3 to 2.
impl Object for process::List<u32> {
    fn choose(&self, _guards: usize, random: &mut fastrand::Rng) -> Operation {
        let operations = [
            "append", "append", "append", "item", "replace", "pop", "len", "copy",
        ];
        (one_of(&operations, random).0, random.u32(..6))
    }

    fn act(&'static self, (operation, number): Operation, _guards: &mut Vec<Box<dyn Any>>) -> String {
        let place = i64::from(number) - 3;
        match operation {
            "append" => none(self.push(number), "IndexError"),
            "item" => self
                .get(place)
                .map_or_else(|_| "IndexError".to_owned(), |item| shown(&item)),
            "replace" => none(self.set(place, 10 + number), "IndexError"),
            "pop" => self
                .remove(place)
                .map_or_else(|_| "IndexError".to_owned(), |item| shown(&item)),
            "len" => shown(&self.len().expect("a manager")),
            _ => format!("{:?}", self.to_vec().expect("a manager")),
        }
    }
}

/// A pool of one worker, whose tasks end when they are told to.
struct Pool {
    pool: ThreadPool,
    futures: Mutex<Vec<Future<u32>>>,
    tokens: Queue<u32>,
    begun: Queue<()>,
}

impl Pool {
    fn new() -> Self {
        Self {
            pool: ThreadPool::new("pool", 1),
            futures: Mutex::new(Vec::new()),
            tokens: Queue::new("tokens", None),
            begun: Queue::new("begun", None),
        }
    }

    fn submit(&self, futures: &mut Vec<Future<u32>>) {
        let (tokens, begun) = (self.tokens.clone(), self.begun.clone());
        futures.push(self.pool.submit("task", move || {
            begun.put(());
            tokens.get()
        }));
        if futures.iter().filter(|future| !future.is_done()).count() == 1 {
            self.begun.get();
        }
    }

    fn finish(&self, futures: &[Future<u32>], number: u32) {
        let runs = futures.iter().find(|future| !future.is_done());
        self.tokens.put(number);
        assert!(runs.expect("one runs").exception().is_none());
        if futures.iter().any(|future| !future.is_done()) {
            self.begun.get();
        }
    }
}

impl Object for Pool {
    fn choose(&self, _guards: usize, random: &mut fastrand::Rng) -> Operation {
        let futures = self.futures.lock().unwrap();
        let mut operations = vec!["submit"];
        if futures.iter().any(|future| !future.is_done()) {
            operations.extend(["finish", "finish"]);
        }
        if !futures.is_empty() {
            operations.extend(["cancel", "cancelled", "running", "done"]);
        }
        (
            one_of(&operations, random).0,
            random.u32(..futures.len().max(1) as u32),
        )
    }

    fn act(&'static self, (operation, number): Operation, _guards: &mut Vec<Box<dyn Any>>) -> String {
        let mut futures = self.futures.lock().unwrap();
        let its =
            |futures: &[Future<u32>], is: fn(&Future<u32>) -> bool| said(is(&futures[number as usize]));
        match operation {
            "submit" => {
                self.submit(&mut futures);
                "None".to_owned()
            }
            "finish" => {
                self.finish(&futures, number);
                shown(&number)
            }
            "cancel" => its(&futures, Future::cancel),
            "cancelled" => its(&futures, Future::is_cancelled),
            "running" => its(&futures, Future::is_running),
            _ => its(&futures, Future::is_done),
        }
    }
}

struct Permits(Semaphore);

impl Object for Permits {
    fn choose(&self, _guards: usize, random: &mut fastrand::Rng) -> Operation {
        one_of(&["acquire", "acquire", "release"], random)
    }

    fn act(&'static self, operation: Operation, _guards: &mut Vec<Box<dyn Any>>) -> String {
        match operation.0 {
            "acquire" => {
                let permit = self.0.try_acquire();
                said(permit.map(laneway::sync::Permit::forget).is_some())
            }
            _ => none(self.0.release(), "ValueError"),
        }
    }
}

impl Object for Event {
    fn choose(&self, _guards: usize, random: &mut fastrand::Rng) -> Operation {
        one_of(&["set", "clear", "is_set", "wait"], random)
    }

    fn act(&'static self, operation: Operation, _guards: &mut Vec<Box<dyn Any>>) -> String {
        match operation.0 {
            "set" => self.set(),
            "clear" => self.clear(),
            "is_set" => return said(self.is_set()),
            _ => return said(self.wait_timeout(Duration::ZERO)),
        }
        "None".to_owned()
    }
}

impl Object for Barrier {
    fn choose(&self, _guards: usize, random: &mut fastrand::Rng) -> Operation {
        one_of(&["wait", "wait", "abort", "reset", "broken"], random)
    }

    fn act(&'static self, operation: Operation, _guards: &mut Vec<Box<dyn Any>>) -> String {
        match operation.0 {
            "wait" => {
                let passed = self.wait_timeout(Duration::ZERO);
                // Alone at a barrier for one, which is both the first and the last.
                return passed.map_or_else(|_| "BrokenBarrierError".to_owned(), |_| "0".to_owned());
            }
            "abort" => self.abort(),
            "reset" => self.reset(),
            _ => return said(self.is_broken()),
        }
        "None".to_owned()
    }
}

struct Items {
    queue: Queue<u32>,
    /// Whether it is closed now and then, which Python's can be since 3.13.
    closes: bool,
    /// Items of which nobody said that they are done.
    unfinished: Mutex<usize>,
}

impl Object for Items {
    fn choose(&self, _guards: usize, random: &mut fastrand::Rng) -> Operation {
        let mut operations = vec!["put", "put", "put", "get", "get", "get", "qsize", "task_done"];
        if *self.unfinished.lock().unwrap() == 0 {
            operations.push("join");
        }
        let closes = self.closes && random.u8(..8) == 0;
        let operations: &[&str] = if closes {
            &["shutdown", "shutdown_now"]
        } else {
            &operations
        };
        (one_of(operations, random).0, random.u32(..5))
    }

    fn act(&'static self, (operation, number): Operation, _guards: &mut Vec<Box<dyn Any>>) -> String {
        let queue = &self.queue;
        let mut unfinished = self.unfinished.lock().unwrap();
        match operation {
            "put" => {
                let put = queue.try_put(number);
                *unfinished += usize::from(put.is_ok());
                match put {
                    Ok(()) => "None".to_owned(),
                    Err(PutError::Full(_)) => "Full".to_owned(),
                    Err(PutError::Closed(_)) => "ShutDown".to_owned(),
                }
            }
            "get" => queue.try_get().map_or_else(missing, |item: u32| shown(&item)),
            "qsize" => shown(&queue.len()),
            "task_done" => {
                let done = std::panic::catch_unwind(|| queue.task_done());
                *unfinished -= usize::from(done.is_ok());
                none(done, "ValueError")
            }
            "shutdown_now" => {
                *unfinished = unfinished.saturating_sub(queue.len());
                queue.close_now();
                "None".to_owned()
            }
            _ => {
                if operation == "join" {
                    queue.join();
                } else {
                    queue.close();
                }
                "None".to_owned()
            }
        }
    }
}

fn shown(number: &impl Display) -> String {
    number.to_string()
}

fn missing(error: GetError) -> String {
    match error {
        GetError::Empty => "Empty".to_owned(),
        GetError::Closed => "ShutDown".to_owned(),
    }
}
