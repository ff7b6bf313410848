//! One order for what many actors recorded.
//!
//! A topological sort that always takes, of the events whose predecessors are all out, the earliest one
//! (Kahn's algorithm with a priority queue). An event's time is its raw time or that of its latest
//! predecessor, whichever is later: the least correction that agrees with the order.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::{ActorId, ActorKind, EventKind, Events, Header, Value};

/// What [`order`] made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ordered {
    /// All events, in an order that agrees with every constraint; times never fall.
    pub events: Events,
    /// Events whose time contradicted the order and was moved forward.
    pub corrected: u64,
    /// Events that went out before their turn because constraints contradict each other: 0 unless the
    /// input is corrupt.
    pub broken: u64,
}

/// Puts streams of events, each in program order with raw times, into one order that agrees with
///
/// - each stream's own order,
/// - each object's sequence numbers, ascending (numbers may be missing where events were lost),
/// - starts: `start` of an actor comes before its events, and before those of its threads if it is a
///   process,
/// - ends: `end` of a thread comes before a `join` of it; a process's `exit` comes after all events of its
///   threads and before a `join`, `reap` or `saw_dead` of it,
/// - queues: a put comes before the get of its item.
///
/// Times that contradict this are moved forward, as little as possible, and counted. Where constraints
/// contradict each other, the waiting event with the earliest raw time goes first.
///
/// A stream is usually one thread's. One stream may hold events of several actors (the supervisor's, which
/// records the exits of processes).
///
/// Cost: O(n log k) for n events in k streams; 4 bytes an event while it runs, beside the input and the
/// output.
pub fn order(streams: &[Events], header: &Header) -> Ordered {
    Merge::new(streams, header).run()
}

/// What is counted for an actor: events that are still to come.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Count {
    /// Its `start`s.
    Starts,
    /// Its `end`s; a process's `exit`s.
    Ends,
    /// The events of a process's threads and their tasks.
    Threads,
}

/// What a stream's next event waits for.
enum Block {
    /// The count of the actor, by index, is to be zero.
    Actor(Count, usize),
    /// Every event of the object, by index, with a smaller sequence number is to be out.
    Object(usize, u64),
}

/// A stream whose next event, in this row, waits for something. Void once the stream has moved on, which
/// it does without being called only where constraints contradict each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Waiting {
    stream: usize,
    row: usize,
}

/// The sequence numbers of one object.
#[derive(Default)]
struct Sequences {
    /// All of them, ascending.
    all: Vec<u32>,
    /// How many are out.
    out: usize,
    /// Who waits until all numbers smaller than this are out.
    waiting: BinaryHeap<Reverse<(u64, Waiting)>>,
    /// Numbers that went out before their turn, because constraints contradict each other.
    early: BinaryHeap<Reverse<u32>>,
}

impl Sequences {
    /// The smallest number still to come.
    fn next(&self) -> u64 {
        self.all
            .get(self.out)
            .map_or(u64::MAX, |&sequence| u64::from(sequence))
    }

    /// Takes note that the event with this number is out.
    fn pass(&mut self, sequence: u32) {
        if self.next() == u64::from(sequence) {
            self.out += 1;
        } else {
            self.early.push(Reverse(sequence));
        }
        while self
            .early
            .peek()
            .is_some_and(|&Reverse(early)| u64::from(early) == self.next())
        {
            self.early.pop();
            self.out += 1;
        }
    }
}

struct Merge<'a> {
    streams: &'a [Events],
    /// The next row of each stream.
    rows: Vec<usize>,
    /// Streams whose next event may go out, by its time.
    ready: BinaryHeap<Reverse<(u64, usize)>>,
    /// For each actor, by index: the process it belongs to, if it is a thread or a task.
    process: Vec<Option<usize>>,
    /// For each actor: events still to come, by [`Count`].
    left: Vec<[u64; 3]>,
    /// Who waits for a count to be zero.
    waiting: HashMap<(Count, usize), Vec<Waiting>>,
    /// For each object, by index.
    objects: Vec<Sequences>,
    /// From the first contradiction on: who waits, by the raw time of the event.
    blocked: Option<BinaryHeap<Reverse<(u64, Waiting)>>>,
    now_ns: u64,
    ordered: Ordered,
}

impl<'a> Merge<'a> {
    fn new(streams: &'a [Events], header: &Header) -> Self {
        let process = processes(header);
        let mut left = vec![[0; 3]; header.actors.len()];
        let mut objects = Vec::new();
        objects.resize_with(header.objects.len(), Sequences::default);
        for events in streams {
            for row in 0..events.len() {
                if let Some(object) = sequenced(events, row).and_then(|object| objects.get_mut(object)) {
                    object.all.push(events.sequence[row]);
                }
                for (count, actor) in counted(events, row, &process).into_iter().flatten() {
                    if let Some(left) = left.get_mut(actor) {
                        left[count as usize] += 1;
                    }
                }
            }
        }
        for object in &mut objects {
            // One ascending run for each stream: the stable sort finds the runs and merges them.
            object.all.sort();
        }
        let mut ordered = Ordered::default();
        ordered.events.reserve(streams.iter().map(Events::len).sum());
        Self {
            streams,
            rows: vec![0; streams.len()],
            ready: BinaryHeap::new(),
            process,
            left,
            waiting: HashMap::new(),
            objects,
            blocked: None,
            now_ns: 0,
            ordered,
        }
    }

    fn run(mut self) -> Ordered {
        for stream in 0..self.streams.len() {
            self.offer(stream);
        }
        loop {
            if let Some(Reverse((time_ns, stream))) = self.ready.pop() {
                self.emit(stream, time_ns);
            } else if let Some((raw_ns, stream)) = self.earliest_blocked() {
                self.ordered.broken += 1;
                self.emit(stream, raw_ns.max(self.now_ns));
            } else {
                return self.ordered;
            }
        }
    }

    /// Puts a stream where its next event belongs: among the ready ones, or where it waits.
    fn offer(&mut self, stream: usize) {
        let (row, events) = (self.rows[stream], &self.streams[stream]);
        let Some(&raw_ns) = events.time_ns.get(row) else {
            return;
        };
        let Some(block) = self.block(events, row) else {
            self.ready.push(Reverse((raw_ns.max(self.now_ns), stream)));
            return;
        };
        let waiting = Waiting { stream, row };
        if let Some(blocked) = &mut self.blocked {
            blocked.push(Reverse((raw_ns, waiting)));
        }
        match block {
            Block::Actor(count, actor) => self.waiting.entry((count, actor)).or_default().push(waiting),
            Block::Object(object, sequence) => {
                self.objects[object].waiting.push(Reverse((sequence, waiting)));
            }
        }
    }

    /// What the event waits for, if it does.
    fn block(&self, events: &Events, row: usize) -> Option<Block> {
        let to_come = |count: Count, actor: usize| {
            let left = self.left.get(actor).map_or(0, |left| left[count as usize]);
            (left > 0).then_some(Block::Actor(count, actor))
        };
        let actor = (events.actor[row] as usize).checked_sub(1)?;
        let process = self.process.get(actor).copied().flatten();
        to_come(Count::Starts, actor)
            .or_else(|| to_come(Count::Starts, process?))
            .or_else(|| {
                let value = || Value::from_bits(events.value_tag[row], events.value[row]);
                match events.kind[row] {
                    EventKind::EXIT => to_come(Count::Threads, actor),
                    EventKind::JOIN | EventKind::REAP | EventKind::SAW_DEAD => {
                        let dead = value().actor()?.index();
                        to_come(Count::Ends, dead).or_else(|| to_come(Count::Threads, dead))
                    }
                    EventKind::GET => {
                        let put = u64::try_from(value().int()?).ok()?;
                        self.behind(events.object[row], put.checked_add(1)?)
                    }
                    _ => None,
                }
            })
            .or_else(|| {
                let object = sequenced(events, row)?;
                self.behind(object as u32 + 1, u64::from(events.sequence[row]))
            })
    }

    /// A block if an event of the object (as a number) with a smaller sequence number is still to come.
    fn behind(&self, object: u32, sequence: u64) -> Option<Block> {
        let object = (object as usize).checked_sub(1)?;
        (self.objects.get(object)?.next() < sequence).then_some(Block::Object(object, sequence))
    }

    /// Takes a stream's next event into the result and offers every stream that it held up.
    fn emit(&mut self, stream: usize, time_ns: u64) {
        let (row, events) = (self.rows[stream], &self.streams[stream]);
        self.ordered.events.push_row(events, row, time_ns);
        self.ordered.corrected += u64::from(time_ns != events.time_ns[row]);
        self.now_ns = time_ns;
        self.rows[stream] += 1;
        for (count, actor) in counted(events, row, &self.process).into_iter().flatten() {
            let Some(left) = self.left.get_mut(actor) else {
                continue;
            };
            left[count as usize] -= 1;
            if left[count as usize] == 0 {
                for waiting in self.waiting.remove(&(count, actor)).unwrap_or_default() {
                    self.call(waiting);
                }
            }
        }
        if let Some(object) = sequenced(events, row).filter(|&object| object < self.objects.len()) {
            self.objects[object].pass(events.sequence[row]);
            while let Some(waiting) = self.next_in_line(object) {
                self.call(waiting);
            }
        }
        self.offer(stream);
    }

    /// Offers a stream that waited, if it still does.
    fn call(&mut self, waiting: Waiting) {
        if self.rows[waiting.stream] == waiting.row {
            self.offer(waiting.stream);
        }
    }

    /// Takes a stream off the object's line whose turn has come.
    fn next_in_line(&mut self, object: usize) -> Option<Waiting> {
        let object = &mut self.objects[object];
        let &Reverse((sequence, _)) = object.waiting.peek()?;
        if sequence > object.next() {
            return None;
        }
        object.waiting.pop().map(|Reverse((_, waiting))| waiting)
    }

    /// Of the streams that wait, none of them ever to be ready, the one whose next event has the earliest
    /// raw time, and that time.
    fn earliest_blocked(&mut self) -> Option<(u64, usize)> {
        let (streams, rows) = (self.streams, &self.rows);
        let blocked = self.blocked.get_or_insert_with(|| {
            let next = |(stream, &row): (usize, &usize)| {
                let raw_ns = *streams[stream].time_ns.get(row)?;
                Some(Reverse((raw_ns, Waiting { stream, row })))
            };
            rows.iter().enumerate().filter_map(next).collect()
        });
        while let Some(Reverse((raw_ns, waiting))) = blocked.pop() {
            if waiting.row == rows[waiting.stream] {
                return Some((raw_ns, waiting.stream));
            }
        }
        None
    }
}

/// The object, by index, on which the event has a sequence number.
fn sequenced(events: &Events, row: usize) -> Option<usize> {
    let object = (events.object[row] as usize).checked_sub(1)?;
    (events.sequence[row] > 0).then_some(object)
}

/// The counts that the event is part of, by actor index.
fn counted(events: &Events, row: usize, process: &[Option<usize>]) -> [Option<(Count, usize)>; 2] {
    let Some(actor) = (events.actor[row] as usize).checked_sub(1) else {
        return [None, None];
    };
    let own = match events.kind[row] {
        EventKind::START => Value::from_bits(events.value_tag[row], events.value[row])
            .actor()
            .map(|started| (Count::Starts, started.index())),
        EventKind::END | EventKind::EXIT => Some((Count::Ends, actor)),
        _ => None,
    };
    let process = process.get(actor).copied().flatten();
    [own, process.map(|process| (Count::Threads, process))]
}

/// For each actor, the process it belongs to, if it is a thread or a task. A parent stands before its
/// children.
fn processes(header: &Header) -> Vec<Option<usize>> {
    let mut process: Vec<Option<usize>> = Vec::with_capacity(header.actors.len());
    for actor in &header.actors {
        let parent = actor.parent.map(ActorId::index);
        process.push(match (&actor.kind, parent) {
            (ActorKind::Process, _) | (_, None) => None,
            (_, Some(parent)) if parent < process.len() => process[parent].or(Some(parent)),
            _ => None,
        });
    }
    process
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
