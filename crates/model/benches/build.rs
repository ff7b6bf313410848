//! What it costs to make a model of a million events, beside one walk over all their columns in the same
//! run; the longest slice, which is how long a page stands still; a check of the same; and the questions of
//! one frame. The run is made up: threads that take turns in no order, which no guess of a processor follows.
//! `cargo bench -p laneway-model -- FILE.lane` measures a recorded one.

mod measure;

use std::collections::VecDeque;
use std::hint::black_box;
use std::time::Instant;

use laneway_model::{Builder, Model, Moment, check};
use laneway_trace::{
    Actor, ActorId, ActorKind, Event, EventKind, Events, Limits, Object, ObjectId, ObjectKind, Trace,
    Value, read,
};

use measure::{median, millis, walk};

const EVENTS: usize = 1_000_000;
const THREADS: usize = 40;
const LOCK: u32 = 1;
const QUEUE: u32 = 2;
const CELL: u32 = 3;
/// Rows of a block, as the reader of a trace hands them out.
const BLOCK: usize = 1 << 16;

fn main() {
    // `cargo test` runs benches, too, to see whether they run: a few events tell.
    let measured = std::env::args().any(|word| word == "--bench");
    let (events, rounds) = if measured { (EVENTS, 7) } else { (2000, 1) };
    let file = std::env::args().find(|word| word.ends_with(".lane"));
    let trace = file.map_or_else(|| synthetic(events), |file| recorded(&file));
    let blocks = blocks(&trace.events);

    let mut floors = Vec::new();
    let mut builds = Vec::new();
    let mut slices = Vec::new();
    let mut model = Model::default();
    for _ in 0..rounds {
        floors.push(millis(|| black_box(walk(&trace.events))));
        let mut longest = 0.0f64;
        let mut builder = Builder::new(trace.header.clone());
        let mut blocks = blocks.clone();
        let start = Instant::now();
        for block in &mut blocks {
            longest = longest.max(millis(|| builder.push(block)));
        }
        let mut finishing = builder.finishing(Vec::new());
        while {
            let mut more = false;
            longest = longest.max(millis(|| more = finishing.step()));
            more
        } {}
        let made = finishing.into_model();
        builds.push(start.elapsed().as_secs_f64() * 1e3);
        model = made;
        slices.push(longest);
    }
    let floor = median(&mut floors);
    let beside = format!("one walk over the columns: {floor:.1} ms");
    print(
        &format!("model of {} events", trace.events.len()),
        median(&mut builds),
        Some(60.0),
        "ms",
        &beside,
    );
    print(
        "longest slice of making it",
        median(&mut slices),
        Some(8.0),
        "ms",
        &beside,
    );

    let mut checks: Vec<f64> = (0..rounds).map(|_| millis(|| black_box(check(&trace)))).collect();
    print(
        &format!("check of {} events", trace.events.len()),
        median(&mut checks),
        Some(250.0),
        "ms",
        &beside,
    );

    let moments = if measured { 2000 } else { 20 };
    let frame = millis(|| questions(&model, moments)) * 1e3 / f64::from(moments);
    let lanes = format!("{} lanes", model.lanes.len());
    print("the questions of one frame", frame, Some(100.0), "us", &lanes);
}

/// What a page asks for each frame, at so many moments spread over the run.
fn questions(model: &Model, moments: u32) {
    for moment in 0..moments {
        let at = Moment((u64::from(model.end().0) * u64::from(moment) / u64::from(moments)) as u32);
        for lane in 0..model.lanes.len() as u32 {
            black_box(model.phase_at(lane, at));
            black_box(model.line_at(lane, at));
        }
        for object in (1..=CELL).filter_map(ObjectId::new) {
            black_box(model.object_at(object, at));
        }
        black_box(model.links_until(at).len());
        black_box(model.console_until(at).len());
    }
}

fn recorded(file: &str) -> Trace {
    let bytes = std::fs::read(file).expect("a file that can be read");
    read(&bytes, &Limits::default()).expect("a trace").0
}

/// A run of threads that take turns at a lock, a queue and a cell, one event after the other; which of them
/// moves is drawn, the same on every machine.
fn synthetic(count: usize) -> Trace {
    let mut trace = Trace::default();
    trace.header.actors.push(Actor::default());
    trace.header.actors.extend((0..THREADS).map(|number| Actor {
        kind: ActorKind::Thread,
        name: format!("thread-{number}"),
        parent: ActorId::new(1),
        ..Actor::default()
    }));
    let kinds = [ObjectKind::LOCK, ObjectKind::QUEUE, ObjectKind::CELL];
    trace.header.objects.extend(kinds.into_iter().map(|kind| Object {
        kind,
        ..Object::default()
    }));
    let mut machine = Machine {
        events: Events::default(),
        places: [0; THREADS],
        sequences: [0; 4],
        holder: None,
        items: VecDeque::new(),
        value: 0,
        read: [0; THREADS],
    };
    let mut random = 0x9e37_79b9_7f4a_7c15u64;
    while machine.events.len() < count {
        random = random.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        machine.step((random >> 40) as usize % THREADS);
    }
    trace.events = machine.events;
    trace
}

struct Machine {
    events: Events,
    /// Where each thread is in its round.
    places: [usize; THREADS],
    sequences: [u32; 4],
    holder: Option<usize>,
    items: VecDeque<u32>,
    value: i64,
    read: [i64; THREADS],
}

impl Machine {
    /// A thread's next event; none while it waits.
    fn step(&mut self, thread: usize) {
        let place = &mut self.places[thread];
        *place += 1;
        match *place {
            1 => drop(self.say(thread, EventKind::LOCK_WAIT, LOCK, Value::None)),
            2 if self.holder.is_some() => *place = 1,
            2 => {
                self.holder = Some(thread);
                self.say(thread, EventKind::LOCK_ACQUIRE, LOCK, Value::Int(1));
            }
            3 => {
                self.read[thread] = self.value;
                self.say(thread, EventKind::READ, CELL, Value::Int(self.value));
            }
            4 => {
                self.holder = None;
                self.say(thread, EventKind::LOCK_RELEASE, LOCK, Value::Int(0));
            }
            5 => {
                // Outside of the lock: some updates are lost.
                self.value = self.read[thread] + 1;
                self.say(thread, EventKind::WRITE, CELL, Value::Int(self.value));
            }
            6 => {
                let put = self.say(thread, EventKind::PUT, QUEUE, Value::Int(self.value));
                self.items.push_back(put);
            }
            7 => match self.items.pop_front() {
                Some(put) => drop(self.say(thread, EventKind::GET, QUEUE, Value::Int(i64::from(put)))),
                None => *place = 6,
            },
            8 => drop(self.say(thread, EventKind::SLEEP, 0, Value::Int(1000))),
            _ => {
                *place = 0;
                self.say(thread, EventKind::WAKE, 0, Value::None);
            }
        }
    }

    fn say(&mut self, thread: usize, kind: EventKind, object: u32, value: Value) -> u32 {
        let counted = !matches!(kind, EventKind::LOCK_WAIT) && object != 0;
        self.sequences[object as usize] += u32::from(counted);
        let sequence = if counted {
            self.sequences[object as usize]
        } else {
            0
        };
        self.events.push(Event {
            time_ns: self.events.len() as u64 * 100,
            actor: ActorId::new(thread as u32 + 2).expect("not zero"),
            kind,
            object: ObjectId::new(object),
            sequence,
            value,
            location: None,
        });
        sequence
    }
}

fn blocks(events: &Events) -> Vec<Events> {
    let mut blocks = Vec::new();
    for row in 0..events.len() {
        if row % BLOCK == 0 {
            blocks.push(Events::default());
        }
        if let (Some(block), Some(event)) = (blocks.last_mut(), events.get(row)) {
            block.push(event);
        }
    }
    blocks
}

fn print(figure: &str, value: f64, limit: Option<f64>, unit: &str, beside: &str) {
    let limit = limit.map_or("null".to_owned(), |limit| limit.to_string());
    println!(
        r#"{{"figure":"{figure}","value":{value:.2},"limit":{limit},"unit":"{unit}","beside":"{beside}"}}"#
    );
}
