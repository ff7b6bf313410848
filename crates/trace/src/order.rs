//! One order for what many actors recorded, at once or as it comes.
//!
//! A topological sort that always takes, of the events whose predecessors are all out, the earliest one
//! (Kahn's algorithm with a priority queue). An event's time is its raw time or that of its latest
//! predecessor, whichever is later: the least correction that agrees with the order.

mod sequences;
mod stream;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::{Actor, ActorId, ActorKind, EventKind, Events, Header, Value};
use sequences::Sequences;
use stream::{Stream, Waiting};

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
    let mut merger = Merger::default();
    merger.define(&header.actors, header.objects.len());
    merger
        .ordered
        .events
        .reserve(streams.iter().map(Events::len).sum());
    for (stream, events) in streams.iter().enumerate() {
        merger.take(stream, Cow::Borrowed(events));
    }
    merger.finish()
}

/// [`order`] for events that are still to come: what is [pushed](Self::push) comes out in the same order,
/// however it is cut into pieces.
///
/// ```
/// use laneway_trace::{Events, Merger};
/// # let (scan, limit_ns) = (vec![Events::default()], 0);
/// let mut merger = Merger::default();
/// // Again and again: what is new in each stream, then what is certain by now.
/// for (stream, events) in scan.into_iter().enumerate() {
///     merger.push(stream, events);
/// }
/// let certain = merger.advance(limit_ns);
/// // In the end: what is left.
/// let rest = merger.finish().events;
/// ```
#[derive(Debug, Default)]
pub struct Merger<'a> {
    streams: Vec<Stream<'a>>,
    /// Streams whose next event may go out, by its time.
    ready: BinaryHeap<Reverse<(u64, usize)>>,
    /// Streams that had no next event and have one now.
    woken: Vec<usize>,
    /// For each actor, by index: the process it belongs to, if it is a thread or a task.
    process: Vec<Option<usize>>,
    /// For each actor: events still to come, by [`Count`].
    left: Vec<[u64; 3]>,
    /// Who waits for a count to be zero.
    waiting: HashMap<(Count, usize), Vec<Waiting>>,
    /// For each object, by index.
    objects: Vec<Sequences>,
    /// Objects with numbers that are not in line yet.
    numbered: Vec<usize>,
    /// From the first contradiction on: who waits, by the raw time of the event.
    blocked: Option<BinaryHeap<Reverse<(u64, Waiting)>>>,
    now_ns: u64,
    ordered: Ordered,
}

/// What is counted for an actor: events that are still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

impl<'a> Merger<'a> {
    /// Takes more rows of the tables, before the events that name them.
    pub fn define(&mut self, actors: &[Actor], objects: usize) {
        for actor in actors {
            let process = process(actor, &self.process);
            self.process.push(process);
            self.left.push([0; 3]);
        }
        let objects = self.objects.len() + objects;
        self.objects.resize_with(objects, Sequences::default);
    }

    /// Takes more events of a stream, which is numbered from 0.
    pub fn push(&mut self, stream: usize, events: Events) {
        self.take(stream, Cow::Owned(events));
    }

    fn take(&mut self, stream: usize, events: Cow<'a, Events>) {
        if events.is_empty() {
            return;
        }
        for row in 0..events.len() {
            if let Some(object) = sequenced(&events, row).filter(|&object| object < self.objects.len()) {
                if self.objects[object].announce(events.sequence[row]) {
                    self.numbered.push(object);
                }
            }
            for (count, actor) in counted(&events, row, &self.process).into_iter().flatten() {
                if let Some(left) = self.left.get_mut(actor) {
                    left[count as usize] += 1;
                }
            }
        }
        if self.streams.len() <= stream {
            self.streams.resize_with(stream + 1, Stream::default);
        }
        if self.streams[stream].next().is_none() {
            self.woken.push(stream);
        }
        self.streams[stream].push(events);
    }

    /// The events that are certain, in order: those whose time is before `limit_ns`.
    ///
    /// By calling it one promises that no event that is pushed later has an earlier raw time, nor has to
    /// come before an event that does. Where events are recorded inside their critical sections, that is so
    /// for the time at which a scan of all streams began, once the scan is over.
    pub fn advance(&mut self, limit_ns: u64) -> Events {
        self.prepare();
        while let Some((time_ns, stream)) = self.next_ready(limit_ns) {
            self.emit(stream, time_ns);
        }
        std::mem::take(&mut self.ordered.events)
    }

    /// The other events, and the counts of all.
    pub fn finish(mut self) -> Ordered {
        self.prepare();
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

    /// Takes in what was pushed: who was ready may have to wait for it. Who waits still does.
    fn prepare(&mut self) {
        for object in self.numbered.drain(..) {
            self.objects[object].line_up();
        }
        let ready = std::mem::take(&mut self.ready).into_iter();
        let ready = ready.map(|Reverse((_, stream))| stream);
        let woken = std::mem::take(&mut self.woken);
        for stream in ready.chain(woken) {
            self.offer(stream);
        }
    }

    /// Takes the earliest stream off the ready ones, if it is early enough.
    fn next_ready(&mut self, limit_ns: u64) -> Option<(u64, usize)> {
        let &Reverse((time_ns, _)) = self.ready.peek()?;
        if time_ns >= limit_ns {
            return None;
        }
        self.ready.pop().map(|Reverse(next)| next)
    }

    /// Puts a stream where its next event belongs: among the ready ones, or where it waits.
    fn offer(&mut self, stream: usize) {
        let Some((events, row)) = self.streams[stream].next() else {
            return;
        };
        let raw_ns = events.time_ns[row];
        let Some(block) = self.block(events, row) else {
            self.ready.push(Reverse((raw_ns.max(self.now_ns), stream)));
            return;
        };
        let waiting = self.streams[stream].waiting(stream);
        if let Some(blocked) = &mut self.blocked {
            blocked.push(Reverse((raw_ns, waiting)));
        }
        match block {
            Block::Actor(count, actor) => self.waiting.entry((count, actor)).or_default().push(waiting),
            Block::Object(object, sequence) => self.objects[object].wait(sequence, waiting),
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
        let Some((events, row)) = self.streams[stream].next() else {
            return;
        };
        self.ordered.events.push_row(events, row, time_ns);
        self.ordered.corrected += u64::from(time_ns != events.time_ns[row]);
        self.now_ns = time_ns;
        let counted = counted(events, row, &self.process);
        let object = sequenced(events, row).filter(|&object| object < self.objects.len());
        let sequence = events.sequence[row];
        self.streams[stream].pass();
        for (count, actor) in counted.into_iter().flatten() {
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
        if let Some(object) = object {
            self.objects[object].pass(sequence);
            while let Some(waiting) = self.objects[object].next_in_line() {
                self.call(waiting);
            }
        }
        self.offer(stream);
    }

    /// Offers a stream that waited, if it still does.
    fn call(&mut self, waiting: Waiting) {
        if self.streams[waiting.stream].waiting(waiting.stream) == waiting {
            self.offer(waiting.stream);
        }
    }

    /// Of the streams that wait, none of them ever to be ready, the one whose next event has the earliest
    /// raw time, and that time.
    fn earliest_blocked(&mut self) -> Option<(u64, usize)> {
        let streams = &self.streams;
        let blocked = self.blocked.get_or_insert_with(|| {
            let next = |(number, stream): (usize, &Stream<'_>)| {
                let (events, row) = stream.next()?;
                Some(Reverse((events.time_ns[row], stream.waiting(number))))
            };
            streams.iter().enumerate().filter_map(next).collect()
        });
        while let Some(Reverse((raw_ns, waiting))) = blocked.pop() {
            if streams[waiting.stream].waiting(waiting.stream) == waiting {
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

/// The process that the next actor belongs to, if it is a thread or a task; `before` are those of the actors
/// before it. A parent stands before its children.
fn process(actor: &Actor, before: &[Option<usize>]) -> Option<usize> {
    let parent = actor.parent.map(ActorId::index)?;
    match actor.kind {
        ActorKind::Process => None,
        _ => before.get(parent)?.or(Some(parent)),
    }
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
