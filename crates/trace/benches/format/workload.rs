//! Runs of real threads with real time stamps, recorded with nothing but std: what the benches measure.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering::SeqCst};
use std::sync::{Barrier, Condvar, Mutex};
use std::thread;
use std::time::Instant;

use laneway_trace::{
    Actor, ActorId, ActorKind, Event, EventKind, Events, Header, Location, LocationId, Object, ObjectId,
    ObjectKind, Trace, Value, order,
};

const WORKERS: u32 = 4;

/// What one thread records.
struct Recorder {
    start: Instant,
    actor: ActorId,
    events: Events,
}

impl Recorder {
    fn new(start: Instant, actor: u32) -> Self {
        let actor = ActorId::new(actor).expect("actors are numbered from 1");
        Self {
            start,
            actor,
            events: Events::default(),
        }
    }

    /// Records an event at source line `line`.
    fn event(&mut self, kind: EventKind, object: u32, sequence: u32, value: Value, line: u32) {
        self.events.push(Event {
            time_ns: self.start.elapsed().as_nanos() as u64,
            actor: self.actor,
            kind,
            object: ObjectId::new(object),
            sequence,
            value,
            location: LocationId::new(line),
        });
    }
}

/// Starts the workers, records the main thread's part, and puts everything into one order. A worker gets
/// its recorder and its number, from 0.
fn record(objects: Vec<Object>, worker: impl Fn(&mut Recorder, u32) + Sync) -> Trace {
    let start = Instant::now();
    let mut main = Recorder::new(start, 2);
    main.event(EventKind::BEGIN, 0, 0, Value::None, 0);
    let together = Barrier::new(WORKERS as usize);
    let mut streams = thread::scope(|scope| {
        let threads: Vec<_> = (0..WORKERS)
            .map(|number| {
                let actor = ActorId::new(3 + number).expect("not zero");
                main.event(EventKind::START, 0, 0, Value::Actor(actor), 1);
                let (together, worker) = (&together, &worker);
                scope.spawn(move || {
                    let mut recorder = Recorder::new(start, 3 + number);
                    recorder.event(EventKind::BEGIN, 0, 0, Value::None, 0);
                    together.wait();
                    worker(&mut recorder, number);
                    recorder.event(EventKind::END, 0, 0, Value::Int(0), 0);
                    recorder.events
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("workers do not panic"))
            .collect::<Vec<_>>()
    });
    main.event(EventKind::END, 0, 0, Value::Int(0), 0);
    streams.push(main.events);

    let header = header(objects);
    let ordered = order(&streams, &header);
    assert_eq!(
        ordered.broken, 0,
        "what really happened does not contradict itself"
    );
    let header = Header {
        events: ordered.events.len() as u64,
        times_corrected: ordered.corrected,
        duration_ns: ordered.events.time_ns.last().copied().unwrap_or(0),
        ..header
    };
    Trace {
        header,
        events: ordered.events,
        ..Trace::default()
    }
}

fn header(objects: Vec<Object>) -> Header {
    let thread = |name: String| Actor {
        kind: ActorKind::Thread,
        name,
        parent: ActorId::new(1),
        ..Actor::default()
    };
    let mut actors = vec![
        Actor {
            name: "program".into(),
            ..Actor::default()
        },
        thread("main".into()),
    ];
    actors.extend((0..WORKERS).map(|number| thread(format!("worker-{number}"))));
    let location = |line| Location {
        file: "src/main.rs".into(),
        line,
        column: 9,
    };
    Header {
        recorder: concat!("laneway ", env!("CARGO_PKG_VERSION")).into(),
        actors,
        objects,
        locations: (1..=8).map(location).collect(),
        ..Header::default()
    }
}

fn object(kind: ObjectKind, name: &str) -> Object {
    Object {
        kind,
        name: name.into(),
        ..Object::default()
    }
}

/// Two adders and two subtractors count under a lock: four events a step, and one more for a wait.
pub fn counter_lock(steps: u32) -> Trace {
    // The lock holds its own sequence number, the cell's, and the content.
    let lock = Mutex::new((0_u32, 0_u32, 0_i64));
    record(
        vec![
            object(ObjectKind::LOCK, "lock"),
            object(ObjectKind::CELL, "count"),
        ],
        |recorder, number| {
            let step = if number % 2 == 0 { 1 } else { -1 };
            for _ in 0..steps {
                let mut guard = lock.try_lock().unwrap_or_else(|_| {
                    recorder.event(EventKind::LOCK_WAIT, 1, 0, Value::None, 3);
                    lock.lock().expect("nobody panics")
                });
                let (sequence, cell_sequence, content) = &mut *guard;
                recorder.event(EventKind::LOCK_ACQUIRE, 1, *sequence + 1, Value::Int(1), 3);
                recorder.event(EventKind::READ, 2, *cell_sequence + 1, Value::Int(*content), 4);
                *content += step;
                recorder.event(EventKind::WRITE, 2, *cell_sequence + 2, Value::Int(*content), 4);
                *sequence += 2;
                *cell_sequence += 2;
                recorder.event(EventKind::LOCK_RELEASE, 1, *sequence, Value::Int(0), 5);
            }
        },
    )
}

/// The same without the lock, so that updates are lost: two events a step.
pub fn counter_race(steps: u32) -> Trace {
    let (sequence, content) = (AtomicU32::new(0), AtomicI64::new(0));
    record(vec![object(ObjectKind::CELL, "count")], |recorder, number| {
        let step = if number % 2 == 0 { 1 } else { -1 };
        for _ in 0..steps {
            let read = content.load(SeqCst);
            recorder.event(
                EventKind::READ,
                1,
                1 + sequence.fetch_add(1, SeqCst),
                Value::Int(read),
                4,
            );
            content.store(read + step, SeqCst);
            recorder.event(
                EventKind::WRITE,
                1,
                1 + sequence.fetch_add(1, SeqCst),
                Value::Int(read + step),
                4,
            );
        }
    })
}

/// Two producers and two consumers at a queue of 16 places.
pub fn producer_consumer(steps: u32) -> Trace {
    /// What is in the queue, its sequence number.
    type Queue = (VecDeque<u32>, u32);
    let (queue, changed) = (Mutex::new(Queue::default()), Condvar::new());
    record(vec![object(ObjectKind::QUEUE, "items")], |recorder, number| {
        let put = number % 2 == 0;
        for step in 0..steps {
            let blocked = |queue: &Queue| {
                if put {
                    queue.0.len() == 16
                } else {
                    queue.0.is_empty()
                }
            };
            let mut guard = queue.lock().expect("nobody panics");
            if blocked(&guard) {
                let wait = if put {
                    EventKind::PUT_WAIT
                } else {
                    EventKind::GET_WAIT
                };
                recorder.event(wait, 1, 0, Value::None, 6);
                while blocked(&guard) {
                    guard = changed.wait(guard).expect("nobody panics");
                }
            }
            guard.1 += 1;
            let sequence = guard.1;
            if put {
                recorder.event(EventKind::PUT, 1, sequence, Value::Int(i64::from(step)), 6);
                guard.0.push_back(sequence);
            } else {
                let item = guard.0.pop_front().expect("it is not empty");
                recorder.event(EventKind::GET, 1, sequence, Value::Int(i64::from(item)), 7);
            }
            drop(guard);
            changed.notify_all();
        }
    })
}
