//! Random runs of an honest little machine of threads, locks, queues and cells, which knows at every row
//! what is true; the model must say the same.

use std::collections::VecDeque;

use laneway_model::mechanism::{ObjectState, Waiter};
use laneway_model::{FindingKind, Model, Moment, check};
use laneway_trace::{
    Actor, ActorId, ActorKind, Awaits, Event, EventKind, Object, ObjectId, ObjectKind, Trace, Value,
};

use crate::random::Random;

const RUNS: u64 = 60;
const STEPS: usize = 120;
const ACTORS: usize = 5;

/// What is true after an event.
#[derive(Clone, Default)]
struct Truth {
    holder: Option<usize>,
    depth: u32,
    waiters: Vec<usize>,
    queue: VecDeque<i64>,
    getters: Vec<usize>,
    value: i64,
    /// What each actor has read and not yet used, and at which version.
    read: [Option<(i64, usize)>; ACTORS],
    version: usize,
}

struct Machine {
    trace: Trace,
    truth: Truth,
    history: Vec<Truth>,
    sequences: [u32; 3],
    puts: VecDeque<u32>,
    /// For each version of the cell, how many writes it is built on, and the sum of their steps.
    chains: Vec<(usize, i64)>,
}

const LOCK: u32 = 1;
const QUEUE: u32 = 2;
const CELL: u32 = 3;

impl Machine {
    fn new() -> Self {
        let mut trace = Trace::default();
        trace.header.actors.push(Actor::default());
        trace.header.actors.extend((0..ACTORS).map(|_| Actor {
            kind: ActorKind::Thread,
            parent: ActorId::new(1),
            ..Actor::default()
        }));
        let kinds = [ObjectKind::RLOCK, ObjectKind::QUEUE, ObjectKind::CELL];
        let objects = kinds.into_iter().map(|kind| Object {
            kind,
            ..Object::default()
        });
        trace.header.objects.extend(objects);
        Self {
            trace,
            truth: Truth::default(),
            history: Vec::new(),
            sequences: [0; 3],
            puts: VecDeque::new(),
            chains: vec![(0, 0)],
        }
    }

    fn say(&mut self, actor: usize, kind: EventKind, object: u32, value: Value) -> u32 {
        let sequence = &mut self.sequences[object as usize - 1];
        let waits = kind.known().is_some_and(|known| known.facts.begins().is_some());
        *sequence += u32::from(!waits);
        let sequence = if waits { 0 } else { *sequence };
        self.trace.events.push(Event {
            time_ns: self.trace.events.len() as u64 * 10,
            actor: ActorId::new(actor as u32 + 2).unwrap(),
            kind,
            object: ObjectId::new(object),
            sequence,
            value,
            location: None,
        });
        self.history.push(self.truth.clone());
        sequence
    }

    fn step(&mut self, random: &mut Random) {
        let actor = random.below(ACTORS);
        if let Some(place) = self.truth.waiters.iter().position(|&waiter| waiter == actor) {
            if self.truth.holder.is_none() {
                self.truth.waiters.remove(place);
                self.acquire(actor);
            }
        } else if let Some(place) = self.truth.getters.iter().position(|&getter| getter == actor) {
            if !self.truth.queue.is_empty() {
                self.truth.getters.remove(place);
                self.get(actor);
            }
        } else {
            match random.below(7) {
                0 if self.truth.holder.is_none_or(|holder| holder == actor) => self.acquire(actor),
                0 => {
                    self.truth.waiters.push(actor);
                    self.say(actor, EventKind::LOCK_WAIT, LOCK, Value::None);
                }
                1 | 2 if self.truth.holder == Some(actor) => self.release(actor),
                3 => self.put(actor, random.below(100) as i64),
                4 if self.truth.queue.is_empty() => {
                    self.truth.getters.push(actor);
                    self.say(actor, EventKind::GET_WAIT, QUEUE, Value::None);
                }
                4 => self.get(actor),
                5 => {
                    self.truth.read[actor] = Some((self.truth.value, self.truth.version));
                    self.say(actor, EventKind::READ, CELL, Value::Int(self.truth.value));
                }
                6 => self.add(actor, random.below(9) as i64 - 4),
                _ => {}
            }
        }
    }

    fn acquire(&mut self, actor: usize) {
        self.truth.holder = Some(actor);
        self.truth.depth += 1;
        let depth = Value::Int(i64::from(self.truth.depth));
        self.say(actor, EventKind::LOCK_ACQUIRE, LOCK, depth);
    }

    fn release(&mut self, actor: usize) {
        self.truth.depth -= 1;
        if self.truth.depth == 0 {
            self.truth.holder = None;
        }
        let depth = Value::Int(i64::from(self.truth.depth));
        self.say(actor, EventKind::LOCK_RELEASE, LOCK, depth);
    }

    fn put(&mut self, actor: usize, item: i64) {
        self.truth.queue.push_back(item);
        let sequence = self.say(actor, EventKind::PUT, QUEUE, Value::Int(item));
        self.puts.push_back(sequence);
    }

    fn get(&mut self, actor: usize) {
        self.truth.queue.pop_front();
        let put = self.puts.pop_front().unwrap();
        self.say(actor, EventKind::GET, QUEUE, Value::Int(i64::from(put)));
    }

    /// Writes what was read and a step.
    fn add(&mut self, actor: usize, step: i64) {
        let Some((value, version)) = self.truth.read[actor].take() else {
            return;
        };
        self.truth.value = value + step;
        self.truth.version += 1;
        let (writes, sum) = self.chains[version];
        self.chains.push((writes + 1, sum + step));
        self.say(actor, EventKind::WRITE, CELL, Value::Int(self.truth.value));
    }
}

#[test]
fn the_model_says_what_is_true_at_every_moment() {
    for seed in 0..RUNS {
        let random = &mut Random::new(seed);
        let mut machine = Machine::new();
        for _ in 0..STEPS {
            machine.step(random);
        }
        assert_eq!(check(&machine.trace).violations, [], "seed {seed}");
        let model = Model::from(machine.trace);
        for (row, truth) in machine.history.iter().enumerate() {
            compare(&model, Moment::after(row as u32), truth, seed);
        }
        check_lost_updates(&model, &machine.chains, machine.truth.value, seed);
    }
}

fn compare(model: &Model, at: Moment, truth: &Truth, seed: u64) {
    let place = format!("seed {seed}, {at:?}");
    let object = |number| ObjectId::new(number).unwrap();
    let number = |actor: ActorId| actor.index() - 1;
    let numbers = |waiters: &mut dyn Iterator<Item = &Waiter>| -> Vec<usize> {
        waiters.map(|waiter| number(waiter.actor)).collect()
    };

    if let Some(ObjectState::Holding(lock)) = model.object_at(object(LOCK), at) {
        let holder = lock.holders.first();
        assert_eq!(holder.map(|holder| number(holder.actor)), truth.holder, "{place}");
        assert_eq!(holder.map_or(0, |holder| holder.depth), truth.depth, "{place}");
        assert_eq!(numbers(&mut lock.waiters.iter()), truth.waiters, "{place}");
    }

    if let Some(ObjectState::Store(queue)) = model.object_at(object(QUEUE), at) {
        let value = |row: u32| model.events.get(row as usize).expect("a row").value.int();
        let items: Vec<_> = queue.items.iter().filter_map(|item| value(item.row)).collect();
        assert_eq!(items, Vec::from(truth.queue.clone()), "{place}");
        assert_eq!(
            numbers(&mut queue.waiters.of(Awaits::Item)),
            truth.getters,
            "{place}"
        );
    }

    let mut stale = Vec::new();
    if let Some(ObjectState::Register(cell)) = model.object_at(object(CELL), at) {
        if let Some(value) = cell.value.int() {
            assert_eq!(value, truth.value, "{place}");
        }
        stale = cell.stale().iter().map(|seen| number(seen.actor)).collect();
    }
    stale.sort_unstable();
    let truly = |actor: &usize| truth.read[*actor].is_some_and(|(_, version)| version < truth.version);
    assert_eq!(stale, (0..ACTORS).filter(truly).collect::<Vec<_>>(), "{place}");
}

/// The final value is the sum of the steps that were not lost, and just the others are told.
fn check_lost_updates(model: &Model, chains: &[(usize, i64)], value: i64, seed: u64) {
    let (survivors, sum) = chains[chains.len() - 1];
    assert_eq!(sum, value, "seed {seed}");
    let lost = chains.len() - 1 - survivors;
    let told = model
        .findings
        .iter()
        .filter(|found| found.kind == FindingKind::LostUpdate);
    assert_eq!(told.count(), lost, "seed {seed}");
    let counted = model.figures.cells.first().map_or(0, |cell| cell.lost_updates);
    assert_eq!(counted as usize, lost, "seed {seed}");
}
