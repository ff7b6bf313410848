//! Threads act at once, so that a program has several outcomes. A plain model says which; what is met here, and what
//! is met in Python, is among them.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use laneway::queue::Queue;
use laneway::sync::{Event, Mutex, Semaphore};
use laneway::thread;

use crate::PYTHONS;

const PROGRAMS: usize = 30;
const RUNS: usize = 20;

/// An operation, with a number for those that take one.
pub type Operation = (&'static str, u32);
/// What each thread does.
pub type Program = Vec<Vec<Operation>>;
/// What each thread got out of the queue.
pub type Outcome = Vec<Vec<u32>>;

pub fn outcomes_are_those_that_python_has() {
    let random = &mut fastrand::Rng::with_seed(2);
    let programs: Vec<(Program, BTreeSet<Outcome>)> = std::iter::repeat_with(|| program(random))
        .flatten()
        .take(PROGRAMS)
        .collect();
    let possible: usize = programs.iter().map(|(_, outcomes)| outcomes.len()).sum();
    let mut met = 0;
    for (program, outcomes) in &programs {
        let here: BTreeSet<Outcome> = (0..RUNS).map(|_| run(program, random)).collect();
        assert!(here.is_subset(outcomes), "{program:?}\n{here:?}\n{outcomes:?}");
        met += here.len();
    }
    println!("here: {met} outcomes of {possible}");
    let texts: Vec<&Program> = programs.iter().map(|(program, _)| program).collect();
    let input = serde_json::to_string(&texts).expect("JSON");
    for python in &*PYTHONS {
        let lines = python.run(include_str!("at_once.py"), &input);
        assert_eq!(lines.len(), programs.len(), "{python}");
        let mut met = 0;
        for ((program, outcomes), line) in programs.iter().zip(&lines) {
            let there: BTreeSet<Outcome> = serde_json::from_str(line).expect("outcomes");
            assert!(
                there.is_subset(outcomes),
                "{python} {program:?}\n{there:?}\n{outcomes:?}"
            );
            met += there.len();
        }
        println!("{python}: {met} outcomes of {possible}");
    }
}

/// Makes up a program that has several outcomes, and none in which somebody waits for ever.
fn program(random: &mut fastrand::Rng) -> Option<(Program, BTreeSet<Outcome>)> {
    let program: Program = (0..3).map(|thread| operations(thread, random)).collect();
    let mut outcomes = BTreeSet::new();
    let may_get_stuck = !explore(
        &program,
        &State::new(&program),
        &mut BTreeSet::new(),
        &mut outcomes,
    );
    (!may_get_stuck && outcomes.len() > 1).then_some((program, outcomes))
}

/// Some puts and gets, some of them between others.
pub fn operations(thread: u32, random: &mut fastrand::Rng) -> Vec<Operation> {
    let mut operations = Vec::new();
    for number in 0..random.u32(1..4) {
        let item = 10 * thread + number;
        let inner = random.choice([("put", item), ("get", 0), ("set", 0), ("wait", 0)]);
        let inner = inner.expect("one");
        match random.u8(..4) {
            0 => operations.extend([("acquire", 0), inner, ("release", 0)]),
            1 => operations.extend([("take", 0), inner, ("give", 0)]),
            _ => operations.push(inner),
        }
    }
    operations
}

/// A state of the model.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct State {
    /// How far each thread is.
    next: Vec<usize>,
    is_locked: bool,
    permits: usize,
    items: VecDeque<u32>,
    flag: bool,
    got: Outcome,
}

impl State {
    pub fn new(program: &Program) -> Self {
        Self {
            next: vec![0; program.len()],
            is_locked: false,
            permits: 1,
            items: VecDeque::new(),
            flag: false,
            got: vec![Vec::new(); program.len()],
        }
    }

    /// After the thread's next operation; `None` if it has to wait.
    fn after(&self, thread: usize, (operation, number): Operation) -> Option<Self> {
        let mut after = self.clone();
        after.next[thread] += 1;
        match operation {
            "acquire" if self.is_locked => return None,
            "acquire" => after.is_locked = true,
            "release" => after.is_locked = false,
            "take" => after.permits = self.permits.checked_sub(1)?,
            "give" => after.permits += 1,
            "put" if !self.items.is_empty() => return None,
            "put" => after.items.push_back(number),
            "get" => after.got[thread].push(after.items.pop_front()?),
            "set" => after.flag = true,
            _ if !self.flag => return None,
            _ => {}
        }
        Some(after)
    }
}

/// Goes through all that can happen from a state on. False if somebody may wait for ever.
pub fn explore(
    program: &Program,
    state: &State,
    seen: &mut BTreeSet<State>,
    outcomes: &mut BTreeSet<Outcome>,
) -> bool {
    if !seen.insert(state.clone()) {
        return true;
    }
    let to_come = (0..program.len()).filter_map(|thread| {
        let operation = program[thread].get(state.next[thread])?;
        Some((thread, *operation))
    });
    let to_come: Vec<_> = to_come.collect();
    if to_come.is_empty() {
        outcomes.insert(state.got.clone());
        return true;
    }
    let next: Vec<State> = to_come
        .into_iter()
        .filter_map(|(thread, operation)| state.after(thread, operation))
        .collect();
    let moves = !next.is_empty();
    moves && next.iter().all(|next| explore(program, next, seen, outcomes))
}

/// What threads act on.
struct Objects {
    lock: Mutex<()>,
    permits: Semaphore,
    items: Queue<u32>,
    flag: Event,
}

fn run(program: &Program, random: &mut fastrand::Rng) -> Outcome {
    let objects = Arc::new(Objects {
        lock: Mutex::new(()),
        permits: Semaphore::named("permits", 1),
        items: Queue::new("items", Some(1)),
        flag: Event::named("flag"),
    });
    let start = |operations: &Vec<Operation>| {
        let (objects, operations) = (Arc::clone(&objects), operations.clone());
        let mut random = random.fork();
        thread::spawn(move || objects.work(&operations, &mut random))
    };
    let threads: Vec<_> = program.iter().map(start).collect();
    threads
        .into_iter()
        .map(|thread| thread.join().expect("no panic"))
        .collect()
}

impl Objects {
    fn work(&self, operations: &[Operation], random: &mut fastrand::Rng) -> Vec<u32> {
        let (mut got, mut guard) = (Vec::new(), None);
        for &(operation, number) in operations {
            if random.bool() {
                std::thread::sleep(Duration::from_micros(random.u64(..100)));
            }
            match operation {
                "acquire" => guard = self.lock.lock().ok(),
                "release" => guard = None,
                "take" => self.permits.acquire().forget(),
                "give" => self.permits.release().expect("it is not bounded"),
                "put" => self.items.put(number),
                "get" => got.push(self.items.get()),
                "set" => self.flag.set(),
                _ => self.flag.wait(),
            }
        }
        drop(guard);
        got
    }
}
