//! What it costs to make a model of a million events of which almost all matter to some finding: locks in opposite
//! orders, checks and acts, stale writes, a writer behind readers who come and go, and children left lying. Beside
//! it one walk over the columns that a model looks at, in the same run.

mod measure;

use std::hint::black_box;

use laneway_model::{Builder, FindingKind, Model};
use laneway_trace::{
    Actor, ActorId, ActorKind, Event, EventKind, Location, LocationId, Object, ObjectId, ObjectKind,
    Trace, Value,
};

use measure::{median, millis, walk};

const EVENTS: usize = 1_000_000;
/// Threads of the first process.
const THREADS: u32 = 40;
const LOCKS: u32 = 64;
const CELL: u32 = LOCKS + 1;
const BOARD: u32 = LOCKS + 2;

fn main() {
    // `cargo test` runs benches, too, to see whether they run: a few events tell.
    let measured = std::env::args().any(|word| word == "--bench");
    let (events, rounds) = if measured { (EVENTS, 7) } else { (20_000, 1) };
    let trace = patterns(events);
    let (mut floors, mut builds) = (Vec::new(), Vec::new());
    let mut model = Model::default();
    for _ in 0..rounds {
        floors.push(millis(|| black_box(walk(&trace.events))));
        let mut events = trace.events.clone();
        builds.push(millis(|| {
            let mut builder = Builder::new(trace.header.clone());
            builder.push(&mut events);
            model = builder.finish(Vec::new());
        }));
    }
    let found = FindingKind::ALL.iter().map(|&kind| {
        let of_kind = model.findings.iter().filter(|finding| finding.kind == kind);
        (kind.name(), of_kind.count())
    });
    let found: Vec<_> = found.filter(|(_, count)| *count > 0).collect();
    println!(
        r#"{{"figure":"model of {} events full of findings","value":{:.2},"limit":null,"unit":"ms","beside":"one walk over the columns: {:.1} ms; {found:?}"}}"#,
        trace.events.len(),
        median(&mut builds),
        median(&mut floors)
    );
}

/// Rounds of everything, by other threads each time, until there are so many events.
fn patterns(count: usize) -> Trace {
    let mut run = Run::default();
    run.trace.header.actors.push(Actor::default());
    for _ in 0..THREADS {
        run.actor(ActorKind::Thread);
    }
    for object in 0..BOARD {
        run.trace.header.objects.push(Object {
            kind: match object + 1 {
                CELL => ObjectKind::CELL,
                BOARD => ObjectKind::RWLOCK,
                _ => ObjectKind::LOCK,
            },
            ..Object::default()
        });
    }
    run.trace.header.locations = (1..=3)
        .map(|line| Location {
            line,
            ..Location::default()
        })
        .collect();
    let mut round = 0;
    while run.trace.events.len() < count {
        round += 1;
        run.round(round);
    }
    run.trace
}

#[derive(Default)]
struct Run {
    trace: Trace,
    sequences: Vec<u32>,
}

impl Run {
    fn actor(&mut self, kind: ActorKind) -> u32 {
        let actors = &mut self.trace.header.actors;
        actors.push(Actor {
            kind,
            parent: ActorId::new(1),
            ..Actor::default()
        });
        actors.len() as u32
    }

    fn round(&mut self, round: u32) {
        let thread = |nth: u32| 2 + (round * 7 + nth) % (THREADS - 1);
        let (one, other) = (thread(0), thread(1));
        let (left, right) = (1 + round % LOCKS, 1 + (round / 3) % LOCKS);
        if left != right {
            for (who, first, second) in [(one, left, right), (other, right, left)] {
                self.say(who, EventKind::LOCK_ACQUIRE, first, Value::Int(1), 1);
                self.say(who, EventKind::LOCK_ACQUIRE, second, Value::Int(1), 2);
                self.say(who, EventKind::LOCK_RELEASE, second, Value::Int(0), 2);
                self.say(who, EventKind::LOCK_RELEASE, first, Value::Int(0), 1);
            }
        }
        // Both check; the second one acts on what is over, and every third writes what it read at first.
        for who in [one, other] {
            self.say(who, EventKind::READ, CELL, Value::Int(1), 1);
        }
        for who in [one, other] {
            if round % 3 > 0 {
                self.say(who, EventKind::READ, CELL, Value::Int(1), 2);
            }
            self.say(who, EventKind::WRITE, CELL, Value::Int(1), 3);
        }
        // The last thread waits to write; readers come before the one before has left.
        let writer = THREADS + 1;
        match round % 2000 {
            1 => self.say(writer, EventKind::LOCK_WAIT, BOARD, Value::None, 1),
            0 => {
                self.say(writer, EventKind::LOCK_ACQUIRE, BOARD, Value::Int(1), 1);
                self.say(writer, EventKind::LOCK_RELEASE, BOARD, Value::Int(0), 1);
            }
            _ => {
                self.say(one, EventKind::SHARED_ACQUIRE, BOARD, Value::Int(1), 1);
                self.say(one, EventKind::SHARED_RELEASE, BOARD, Value::Int(0), 1);
            }
        }
        if round % 16 == 0 {
            let child = self.actor(ActorKind::Process);
            let whom = Value::Actor(ActorId::new(child).expect("not zero"));
            self.say(one, EventKind::START, 0, whom, 1);
            self.say(child, EventKind::BEGIN, 0, Value::None, 1);
            self.say(child, EventKind::EXIT, 0, Value::Int(0), 1);
            self.say(one, EventKind::SLEEP, 0, Value::Int(1000), 1);
            self.say(one, EventKind::WAKE, 0, Value::None, 1);
            self.say(one, EventKind::REAP, 0, whom, 1);
        }
    }

    fn say(&mut self, actor: u32, kind: EventKind, object: u32, value: Value, line: u32) {
        self.sequences.resize(BOARD as usize + 1, 0);
        let counted = object != 0 && kind != EventKind::LOCK_WAIT;
        let sequence = &mut self.sequences[object as usize];
        *sequence += u32::from(counted);
        let sequence = if counted { *sequence } else { 0 };
        self.trace.events.push(Event {
            time_ns: self.trace.events.len() as u64 * 10_000,
            actor: ActorId::new(actor).expect("not zero"),
            kind,
            object: ObjectId::new(object),
            sequence,
            value,
            location: LocationId::new(line),
        });
    }
}
