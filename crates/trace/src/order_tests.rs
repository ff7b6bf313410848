use super::*;
use crate::{Actor, ActorId, Event, Object, ObjectId};

/// Actors of the tests: the process 1 with the threads 2 and 3, the process 4 with the thread 5.
fn header() -> Header {
    let actor = |kind, parent| Actor {
        kind,
        parent: ActorId::new(parent),
        ..Actor::default()
    };
    Header {
        actors: vec![
            actor(ActorKind::Process, 0),
            actor(ActorKind::Thread, 1),
            actor(ActorKind::Thread, 1),
            actor(ActorKind::Process, 1),
            actor(ActorKind::Thread, 4),
        ],
        objects: vec![Object::default(), Object::default()],
        ..Header::default()
    }
}

/// Reads `time actor kind [object#sequence] [value]`, an event a line, the values of starts, joins and
/// the like as actors; a line of dashes parts streams.
fn streams(text: &str) -> Vec<Events> {
    let mut streams = vec![Events::default()];
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with('-') {
            streams.push(Events::default());
        } else {
            streams
                .last_mut()
                .expect("there is a first one")
                .push(event(line));
        }
    }
    streams
}

fn event(line: &str) -> Event {
    let mut words = line.split(' ');
    let time_ns = words.next().expect("a time").parse().expect("a time");
    let actor = words.next().expect("an actor").parse().expect("an actor");
    let kind = EventKind::from_name(words.next().expect("a kind")).expect("a kind");
    let mut event = Event {
        time_ns,
        actor: ActorId::new(actor).expect("an actor"),
        kind,
        object: None,
        sequence: 0,
        value: Value::None,
        location: None,
    };
    for word in words {
        if let Some((object, sequence)) = word.split_once('#') {
            event.object = ObjectId::new(object.parse().expect("an object"));
            event.sequence = sequence.parse().expect("a sequence number");
        } else {
            let number: i64 = word.parse().expect("a value");
            let is_actor = kind.known().expect("a known kind").facts.value == crate::Meaning::Actor;
            event.value = Value::from_bits(if is_actor { Value::ACTOR } else { Value::INT }, number);
        }
    }
    event
}

fn text(ordered: &Ordered) -> String {
    let mut text = String::new();
    for event in ordered.events.iter() {
        let kind = event.kind.name().expect("a known kind");
        text += &format!("{} {} {kind}", event.time_ns, event.actor.number());
        if let Some(object) = event.object {
            text += &format!(" {}#{}", object.number(), event.sequence);
        }
        if event.value != Value::None {
            text += &format!(" {}", event.value.to_bits().1);
        }
        text.push('\n');
    }
    text + &format!("corrected {} broken {}", ordered.corrected, ordered.broken)
}

#[track_caller]
fn check(input: &str, expected: &str) {
    let lines = |text: &str| {
        text.lines()
            .map(|line| line.trim().to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(text(&order(&streams(input), &header())), lines(expected.trim()));
}

#[test]
fn streams_that_do_not_touch_are_merged_by_time() {
    check(
        "1 2 begin
         5 2 end
         ---
         2 3 begin
         9 3 end",
        "1 2 begin
         2 3 begin
         5 2 end
         9 3 end
         corrected 0 broken 0",
    );
}

#[test]
fn a_hand_over_of_a_lock_with_inverted_clocks_moves_the_later_owner() {
    check(
        "10 2 lock_acquire 1#1 1
         20 2 lock_release 1#2 0
         21 2 note
         ---
         18 3 lock_acquire 1#3 1
         19 3 lock_release 1#4 0
         30 3 note",
        "10 2 lock_acquire 1#1 1
         20 2 lock_release 1#2 0
         20 3 lock_acquire 1#3 1
         20 3 lock_release 1#4 0
         21 2 note
         30 3 note
         corrected 2 broken 0",
    );
}

#[test]
fn numbers_may_be_missing() {
    check(
        "10 2 lock_acquire 1#7 1
         ---
         1 3 lock_acquire 1#9 1",
        "10 2 lock_acquire 1#7 1
         10 3 lock_acquire 1#9 1
         corrected 1 broken 0",
    );
}

#[test]
fn a_start_comes_before_everything_in_the_started_process() {
    check(
        "10 2 start 4
         ---
         3 5 begin
         4 5 end
         ---
         6 4 exit 0",
        "10 2 start 4
         10 5 begin
         10 5 end
         10 4 exit 0
         corrected 3 broken 0",
    );
}

#[test]
fn an_end_comes_before_its_join() {
    check(
        "5 2 join 3
         ---
         1 3 begin
         7 3 end",
        "1 3 begin
         7 3 end
         7 2 join 3
         corrected 1 broken 0",
    );
}

#[test]
fn an_exit_comes_after_the_last_event_of_the_process_and_before_who_knows_of_it() {
    check(
        "1 2 start 4
         8 2 reap 4
         9 2 saw_dead 4
         10 2 join 4
         ---
         2 5 begin
         12 5 note
         ---
         11 4 exit 0",
        "1 2 start 4
         2 5 begin
         12 5 note
         12 4 exit 0
         12 2 reap 4
         12 2 saw_dead 4
         12 2 join 4
         corrected 4 broken 0",
    );
}

#[test]
fn a_put_comes_before_the_get_of_its_item_though_the_get_has_no_number() {
    check(
        "9 2 put 1#3 70
         ---
         4 3 get 1#0 3
         5 3 get 1#0 8",
        "9 2 put 1#3 70
         9 3 get 1#0 3
         9 3 get 1#0 8
         corrected 2 broken 0",
    );
}

#[test]
fn constraints_in_a_circle_are_broken_at_the_earliest_event() {
    check(
        "5 2 lock_acquire 1#2 1
         6 2 lock_acquire 2#1 1
         ---
         7 3 lock_acquire 2#2 1
         8 3 lock_acquire 1#1 1",
        "5 2 lock_acquire 1#2 1
         6 2 lock_acquire 2#1 1
         7 3 lock_acquire 2#2 1
         8 3 lock_acquire 1#1 1
         corrected 0 broken 1",
    );
}

#[test]
fn nonsense_comes_out_whole() {
    check(
        "5 2 join 2
         6 2 start 2
         7 9 note 9#9
         1 2 lock_acquire 1#5 1
         1 2 lock_acquire 1#4 1
         2 2 lock_acquire 1#4 1
         3 2 get 1#1 9223372036854775807
         3 2 end",
        "5 2 join 2
         6 2 start 2
         7 9 note 9#9
         7 2 lock_acquire 1#5 1
         7 2 lock_acquire 1#4 1
         7 2 lock_acquire 1#4 1
         7 2 get 1#1 9223372036854775807
         7 2 end
         corrected 5 broken 6",
    );
}

/// A run that really happened: events in the order in which they did, each with what its clock said, in
/// the streams that recorded them; and the streams' numbers in that order.
struct Happened {
    events: Vec<Event>,
    streams: Vec<usize>,
}

/// Threads 2 and 3 and the process 4 with its thread 5, which is started and exits; locks, a queue, and
/// clocks that differ by up to `skew_ns`.
fn happened(random: &mut fastrand::Rng, skew_ns: u64) -> Happened {
    let mut run = Happened {
        events: Vec::new(),
        streams: Vec::new(),
    };
    let skews: Vec<u64> = (0..4).map(|_| random.u64(0..=skew_ns)).collect();
    let mut last_ns = [0; 4];
    let (mut now_ns, mut sequences) = (0, [0; 2]);
    let mut record = |stream: usize, now_ns: u64, line: &str| {
        let mut event = event(&format!("0 {line}"));
        // A thread's own clock never falls.
        last_ns[stream] = last_ns[stream].max(now_ns + skews[stream]);
        event.time_ns = last_ns[stream];
        run.events.push(event);
        run.streams.push(stream);
    };
    let steps = random.u32(0..40);
    record(0, 0, "2 start 3");
    record(0, 0, "2 start 4");
    for _ in 0..steps {
        now_ns += random.u64(0..4);
        let stream = random.usize(0..3);
        let actor = [2, 3, 5][stream];
        let object = random.usize(0..2);
        let what = ["note", "lock_acquire", "lock_release", "put", "get"][random.usize(0..5)];
        if what == "note" || random.u32(0..8) == 0 {
            record(stream, now_ns, &format!("{actor} {what}"));
        } else {
            // Some numbers are missing.
            sequences[object] += random.u32(1..3);
            let (sequence, item) = (sequences[object], random.u32(0..sequences[object]));
            let object = object + 1;
            record(
                stream,
                now_ns,
                &format!("{actor} {what} {object}#{sequence} {item}"),
            );
        }
    }
    record(2, now_ns, "5 end");
    record(3, now_ns, "4 exit 0");
    record(0, now_ns, "2 reap 4");
    record(1, now_ns, "3 end");
    record(0, now_ns, "2 join 3");
    run
}

/// Orders a run in pieces: each scan sees at least what has happened when it begins, in some streams more.
fn in_pieces(run: &Happened, random: &mut fastrand::Rng) -> Ordered {
    let mut merger = Merger::default();
    let header = header();
    merger.define(&header.actors, header.objects.len());
    let mut seen = vec![false; run.events.len()];
    let (mut begun, mut events) = (0, Events::default());
    while begun < run.events.len() {
        begun = random.usize(begun..=run.events.len());
        for stream in 0..4 {
            let end = random.usize(begun..=run.events.len());
            let mut piece = Events::default();
            for (row, seen) in seen.iter_mut().enumerate().take(end) {
                if run.streams[row] == stream && !*seen {
                    *seen = true;
                    piece.push(run.events[row]);
                }
            }
            merger.push(stream, piece);
        }
        let later = run.events[begun..].iter().map(|event| event.time_ns);
        let limit_ns = later.min().unwrap_or(u64::MAX);
        let certain = merger.advance(limit_ns);
        assert!(certain.time_ns.iter().all(|&time_ns| time_ns < limit_ns));
        events.append(certain);
        assert_all_early_are_out(run, limit_ns, &events);
    }
    let mut ordered = merger.finish();
    events.append(std::mem::take(&mut ordered.events));
    ordered.events = events;
    ordered
}

/// What was stamped before the limit is out, unless it has to wait for something that was not.
fn assert_all_early_are_out(run: &Happened, limit_ns: u64, out: &Events) {
    let whole = whole(run).events;
    let early = whole
        .time_ns
        .iter()
        .filter(|&&time_ns| time_ns < limit_ns)
        .count();
    assert_eq!(out.len(), early);
}

fn whole(run: &Happened) -> Ordered {
    let mut streams = vec![Events::default(); 4];
    for (&event, &stream) in run.events.iter().zip(&run.streams) {
        streams[stream].push(event);
    }
    order(&streams, &header())
}

#[test]
fn however_streams_are_chopped_the_order_is_the_same() {
    for seed in 0..400 {
        let mut random = fastrand::Rng::with_seed(seed);
        let skew_ns = random.u64(0..20);
        let run = happened(&mut random, skew_ns);
        let expected = whole(&run);
        assert_eq!(expected.events.len(), run.events.len());
        assert!(in_pieces(&run, &mut random) == expected, "seed {seed}");
    }
}

#[test]
fn an_event_waits_for_the_limit() {
    let streams = streams(
        "10 2 lock_acquire 1#1 1
         ---
         4 3 lock_acquire 1#2 1
         30 3 note",
    );
    let mut merger = Merger::default();
    merger.define(&header().actors, 2);
    for (number, stream) in streams.into_iter().enumerate() {
        merger.push(number, stream);
    }
    let mut out = |limit_ns| merger.advance(limit_ns).time_ns;
    // What is stamped 4 waits for what is stamped 10.
    assert_eq!(out(10), [0; 0]);
    assert_eq!(out(11), [10, 10]);
    assert_eq!(out(30), [0; 0]);
    assert_eq!(merger.finish().events.time_ns, [30]);
}
