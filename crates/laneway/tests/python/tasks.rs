//! Tasks take turns on one thread, in an order that the loop decides: it is that of `asyncio`.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use laneway::task::{self, Event, Lock, LockGuard, Permit, Queue, Semaphore};

use crate::PYTHONS;
use crate::at_once::{Operation, Program, State, explore, operations};

const PROGRAMS: usize = 300;
/// Before, whoever asked a semaphore for a permit could be faster than who had waited for it.
const FAIR_SEMAPHORES: (u32, u32) = (3, 12);

/// In which order operations were over, by their tasks, and what each task got out of the queue.
type Outcome = (Vec<usize>, Vec<Vec<u32>>);

pub fn tasks_take_turns_as_in_python() {
    let random = &mut fastrand::Rng::with_seed(3);
    let programs: Vec<Program> = std::iter::repeat_with(|| program(random))
        .flatten()
        .take(PROGRAMS)
        .collect();
    let here: Vec<Outcome> = programs.iter().map(run).collect();
    for python in &*PYTHONS {
        let is_fair = |program: &Program| {
            !program
                .iter()
                .flatten()
                .any(|(operation, _)| *operation == "take")
        };
        let all = programs.iter().zip(&here);
        let (programs, here): (Vec<_>, Vec<_>) = all
            .filter(|(program, _)| python.version >= FAIR_SEMAPHORES || is_fair(program))
            .unzip();
        let input = serde_json::to_string(&programs).expect("JSON");
        let lines = python.run(include_str!("asyncio_order.py"), &input);
        assert_eq!(lines.len(), programs.len(), "{python}");
        let outcomes = here.iter().zip(&lines).zip(&programs);
        for ((here, line), program) in outcomes {
            let there: Outcome = serde_json::from_str(line).expect("an outcome");
            assert_eq!(**here, there, "{python}: {program:?}");
        }
        println!("{python}: {} programs in the same order", programs.len());
    }
}

/// Makes up a program in which nobody waits for ever, whoever comes first.
fn program(random: &mut fastrand::Rng) -> Option<Program> {
    let program: Program = (0..3)
        .map(|task| with_pauses(operations(task, random), random))
        .collect();
    let plain: Program = program.iter().map(|task| without_pauses(task)).collect();
    let may_get_stuck = !explore(
        &plain,
        &State::new(&plain),
        &mut BTreeSet::new(),
        &mut BTreeSet::new(),
    );
    (!may_get_stuck).then_some(program)
}

fn with_pauses(operations: Vec<Operation>, random: &mut fastrand::Rng) -> Vec<Operation> {
    let pauses = |operation| match random.u8(..3) {
        0 => vec![("yield", 0), operation],
        _ => vec![operation],
    };
    operations.into_iter().flat_map(pauses).collect()
}

fn without_pauses(operations: &[Operation]) -> Vec<Operation> {
    let others = operations.iter().filter(|(operation, _)| *operation != "yield");
    others.copied().collect()
}

/// What tasks act on. It is leaked, so that they may have guards of it.
struct Objects {
    lock: Lock,
    permits: Semaphore,
    items: Queue<u32>,
    flag: Event,
    done: RefCell<Outcome>,
}

fn run(program: &Program) -> Outcome {
    let objects: &'static Objects = Box::leak(Box::new(Objects {
        lock: Lock::named("lock"),
        permits: Semaphore::named("permits", 1),
        items: Queue::new("items", Some(1)),
        flag: Event::named("flag"),
        done: RefCell::new((Vec::new(), vec![Vec::new(); program.len()])),
    }));
    let program = Rc::new(program.clone());
    task::run("main", async move {
        let start = |number: usize| {
            let operations = program[number].clone();
            task::spawn(format!("task-{number}"), objects.work(number, operations))
        };
        let tasks: Vec<_> = (0..program.len()).map(start).collect();
        let ends = task::gather(tasks).await;
        assert!(ends.iter().all(Result::is_ok));
    });
    objects.done.take()
}

impl Objects {
    async fn work(&'static self, number: usize, operations: Vec<Operation>) {
        let (mut guard, mut permit): (Option<LockGuard<'_>>, Option<Permit<'_>>) = (None, None);
        for (operation, item) in operations {
            match operation {
                "acquire" => guard = Some(self.lock.acquire().await),
                "release" => guard = None,
                "take" => permit = Some(self.permits.acquire().await),
                "give" => permit = None,
                "put" => self.items.put(item).await,
                "get" => {
                    let item = self.items.get().await;
                    self.done.borrow_mut().1[number].push(item);
                }
                "set" => self.flag.set(),
                "wait" => self.flag.wait().await,
                _ => task::yield_now().await,
            }
            self.done.borrow_mut().0.push(number);
        }
        drop((guard, permit));
    }
}
