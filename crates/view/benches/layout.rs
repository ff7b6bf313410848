//! What a frame costs, and what it costs to ask why: a picture of 1280 pixels and 20 lanes of a million events, beside the same of a
//! hundred thousand events (which fill the pixels, too) in the same run. A frame's cost must follow pixels,
//! not events.

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use laneway_model::{CriticalPath, LineRows, Model, Moment};
use laneway_trace::{
    Actor, ActorId, ActorKind, Event, EventKind, Events, Location, LocationId, Object, ObjectId,
    ObjectKind, TextId, Trace, Value,
};
use laneway_view::{
    Action, ClockKind, Counted, Frame, Labels, Range, Search, Selection, Size, State, Sums, Theme,
    Timeline, Visits, layout, levels, overview, pace, svg, tell_phase, update, wait_graph, why,
};

const THREADS: usize = 20;
const SIZE: Size = Size {
    width_px: 1280.0,
    height_px: 720.0,
};

fn main() {
    // `cargo test` runs benches, too, to see whether they run: a few events tell.
    let measured = std::env::args().any(|word| word == "--bench");
    let (few, many, rounds) = if measured {
        (100_000, 1_000_000, 41)
    } else {
        (1000, 3000, 1)
    };
    let few = Run::new(few);
    let many = Run::new(many);
    let beside = format!("{:.2} ms for a tenth of the events", few.made_ms);
    print(
        "timeline of 1,000,000 events",
        many.made_ms,
        Some(150.0),
        "ms",
        &beside,
    );

    for kind in ClockKind::ALL {
        for zoom in [1.0, 1000.0] {
            let (small, _) = few.frame(kind, zoom, rounds);
            let (large, operations) = many.frame(kind, zoom, rounds);
            let figure = format!("layout of 1,000,000 events, {} clock, zoom {zoom}", kind.name());
            let beside = format!("{small:.2} ms for 100,000 events; {operations} operations");
            print(&figure, large, Some(3.0), "ms", &beside);
            if zoom <= 1.0 {
                let beside = "the same picture of a tenth of the events";
                print(&format!("{figure}, ratio"), large / small, Some(2.0), "", beside);
            }
        }
    }
    let state = many.state(ClockKind::Steps, 1.0);
    whys(&many, if measured { 400 } else { 4 });
    let size = Size {
        height_px: 48.0,
        ..SIZE
    };
    let strip = median(rounds, || {
        black_box(overview(
            &many.model,
            &many.timeline,
            &state,
            &Frame::default(),
            size,
        ));
    });
    print(
        "overview of 1,000,000 events",
        strip,
        Some(3.0),
        "ms",
        "20 lanes, 1280 px",
    );
    lines(&many, rounds);
    searches(if measured { 1_000_000 } else { 3000 });
    ranges(&many, rounds);
    depths(if measured { 1_000_000 } else { 3000 }, rounds.min(5));
    let scene = layout(
        &many.model,
        &many.timeline,
        &state,
        &Frame::default(),
        &Labels::default(),
    );
    let painted = median(rounds.min(5), || drop(black_box(svg(&scene, Theme::Light))));
    print(
        "SVG of that picture",
        painted,
        None,
        "ms",
        &format!("{} operations", scene.ops.len()),
    );
}

/// The figures of ranges all over the run, what the first one waits for, and the critical path.
fn ranges(run: &Run, rounds: usize) {
    let model = &run.model;
    let made = median(rounds.min(5), || drop(black_box(Sums::new(model))));
    let sums = run.timeline.sums(model);
    let end = u64::from(model.end().0);
    let many = rounds as u64 * 10;
    let mut times: Vec<f64> = (0..many)
        .map(|drag| {
            let moment = |part: u64| Moment((end * (part % many) / many) as u32);
            let (one, other) = (moment(drag), moment(drag * 7 + many / 2));
            let range = Range {
                from: one.min(other),
                to: one.max(other),
            };
            let start = Instant::now();
            drop(black_box(sums.figures(model, range, 40)));
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let slow = times[times.len() * 95 / 100];
    let beside = format!("once a run, before the first: {made:.1} ms");
    print("range p95, 1,000,000 events", slow, Some(16.0), "ms", &beside);
    let path = median(rounds.min(5), || drop(black_box(CriticalPath::new(model))));
    let beside = format!("{} parts, once a run", CriticalPath::new(model).parts.len());
    print(
        "critical path of 1,000,000 events",
        path,
        Some(16.0),
        "ms",
        &beside,
    );
}

/// The chart of a queue to which all events of a run happen.
fn depths(events: usize, rounds: usize) {
    let mut trace = Trace::default();
    trace.header.actors = vec![Actor::default(); 2];
    trace.header.actors[1].kind = ActorKind::Thread;
    trace.header.actors[1].parent = ActorId::new(1);
    trace.header.objects.push(Object {
        kind: ObjectKind::QUEUE,
        ..Object::default()
    });
    for number in 0..events {
        // It fills by a hundred items, and empties.
        let puts = number / 100 % 2 == 0;
        trace.events.push(Event {
            time_ns: number as u64 * 1000,
            actor: ActorId::from_index(1).expect("an actor"),
            kind: if puts { EventKind::PUT } else { EventKind::GET },
            object: ObjectId::from_index(0),
            sequence: number as u32 + 1,
            value: Value::None,
            location: None,
        });
    }
    let model = Model::from(trace);
    let made = median(rounds, || {
        drop(black_box(levels(&model, Counted::Items, 400, 12)));
    });
    let (found, _) = levels(&model, Counted::Items, 400, 12);
    let beside = format!("one queue, at most {} items", found[0].most);
    print("chart of 1,000,000 events", made, Some(20.0), "ms", &beside);
}

/// A click on a line of the source, and what the first one of them waits for.
fn lines(run: &Run, rounds: usize) {
    let model = &run.model;
    let made = median(rounds.min(5), || drop(black_box(LineRows::new(model))));
    let lines = run.timeline.line_rows(model);
    let clock = run.timeline.clock(model, ClockKind::Wall);
    let end = model.end();
    let mut clicks: Vec<f64> = (0..rounds as u32 * 25)
        .map(|click| {
            let now = Moment((u64::from(end.0) * u64::from(click) / (rounds as u64 * 25)) as u32);
            let start = Instant::now();
            let rows = lines.get(model, SOURCE, click % LINES + 1);
            black_box(Visits::new(rows, &clock, now, end));
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    clicks.sort_by(f64::total_cmp);
    let beside = format!("once a run, before the first: {made:.1} ms");
    let slow = clicks[clicks.len() * 95 / 100];
    print(
        "a click on a line, 1,000,000 events, p95",
        slow,
        Some(16.0),
        "ms",
        &beside,
    );
}

const SOURCE: &str = "program.rs";
const LINES: u32 = 8;

/// What a click that asks why costs: the chain of a lane, its phase, the graph of the waits, and the way along causes,
/// at moments all over the run.
fn whys(run: &Run, moments: u32) {
    let model = &run.model;
    let times: [&mut Vec<f64>; 4] = [&mut vec![], &mut vec![], &mut vec![], &mut vec![]];
    let mut timed = |which: usize, work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        times[which].push(start.elapsed().as_secs_f64() * 1e3);
    };
    for step in 1..=moments {
        let at = Moment((u64::from(model.end().0) * u64::from(step) / u64::from(moments)) as u32);
        let lane = step % model.lanes.len() as u32;
        let actor = model.lanes[lane as usize].actor;
        timed(0, &mut || drop(black_box(why(model, actor, at, model.end()))));
        timed(1, &mut || {
            let phase = model.phase_at(lane, at);
            drop(black_box(
                phase.map(|phase| tell_phase(model, phase, model.end())),
            ));
        });
        timed(2, &mut || drop(black_box(wait_graph(model, Some(lane), at))));
        for action in [Action::GoAlongArrow, Action::GoBackAlongArrow] {
            let mut state = run.state(ClockKind::Steps, 1.0);
            state.selection = Selection::Lane(lane);
            timed(3, &mut || {
                let _ = black_box(update(&mut state, f64::from(at.0), action, model, &run.timeline));
            });
        }
    }
    let names = [
        "why a lane is where it is",
        "a phase told",
        "who waits for whom",
        "along causes",
    ];
    for (name, times) in names.into_iter().zip(times) {
        times.sort_by(f64::total_cmp);
        let p95 = times[(times.len() - 1) * 95 / 100];
        let most = times.last().copied().unwrap_or_default();
        let beside = format!("p95 of {} moments; the longest {most:.3} ms", times.len());
        print(
            &format!("{name}, 1,000,000 events"),
            p95,
            Some(16.0),
            "ms",
            &beside,
        );
    }
}

/// What is typed: a letter that is in everything, what few have, what nothing has, another script.
const TYPED: [&str; 12] = [
    "e",
    "t",
    "ti",
    "ticket",
    "customer 4711",
    "sold ticket 99",
    "cell-777",
    "CELL-",
    "thread-7",
    "lock_acquire",
    "nothing is called that",
    "票",
];

/// A letter that is typed into the search, and the way to the next moment of what was found, where each print has a
/// text of its own and each access an object of its own.
fn searches(events: usize) {
    let model = Model::from(named(events));
    let timeline = Timeline::new(&model);
    let start = Instant::now();
    timeline.event_rows(&model);
    let rows_ms = start.elapsed().as_secs_f64() * 1e3;
    let start = Instant::now();
    let search = Search::new(&model, &timeline, |message| message.id.to_string());
    let made_ms = start.elapsed().as_secs_f64() * 1e3;
    let state = State::default();
    let mut clicks = Vec::new();
    for click in 0..20_u64 {
        for typed in TYPED {
            let now = Moment((u64::from(model.end().0) * click / 20) as u32);
            let start = Instant::now();
            let found = search.find(&model, &timeline, typed, model.end());
            let items = found.iter().flat_map(|found| &found.items);
            // How often it happened stands beside each that is listed.
            for trail in items.filter_map(|item| item.trail()) {
                black_box(trail.visits(&state, &model, &timeline, now, model.end()));
            }
            black_box(found);
            clicks.push(start.elapsed().as_secs_f64() * 1e3);
        }
    }
    clicks.sort_by(f64::total_cmp);
    let beside = format!(
        "{} texts, {} objects; once a run, before the first: {rows_ms:.1} ms for rows, {made_ms:.1} ms for names; the longest {:.2} ms",
        model.texts.len(),
        model.header.objects.len(),
        clicks[clicks.len() - 1]
    );
    let slow = clicks[clicks.len() * 95 / 100];
    print("a search, 1,000,000 events, p95", slow, Some(16.0), "ms", &beside);
}

/// The run drawn by [`synthetic`], with a text for each print and a cell for each access.
fn named(count: usize) -> Trace {
    let mut trace = synthetic(count);
    let mut events = Events::default();
    for (row, mut event) in trace.events.iter().enumerate() {
        if event.kind == EventKind::PRINT {
            trace
                .texts
                .push(format!("sold ticket {row} to customer {}", row % 5003));
            event.value = TextId::new(trace.texts.len() as u32).map_or(Value::None, Value::Text);
        } else if event.object == ObjectId::new(2) && trace.header.objects.len() < 100_000 {
            trace.header.objects.push(Object {
                kind: ObjectKind::CELL,
                name: format!("cell-{row}"),
                ..Object::default()
            });
            event.object = ObjectId::new(trace.header.objects.len() as u32);
            event.sequence = 1;
        }
        events.push(event);
    }
    trace.events = events;
    trace
}

struct Run {
    model: Model,
    timeline: Timeline,
    made_ms: f64,
}

impl Run {
    fn new(events: usize) -> Self {
        let model = Model::from(synthetic(events));
        let start = Instant::now();
        let timeline = Timeline::new(&model);
        let made_ms = start.elapsed().as_secs_f64() * 1e3;
        Self {
            model,
            timeline,
            made_ms,
        }
    }

    fn state(&self, kind: ClockKind, zoom: f64) -> State {
        let mut state = State {
            clock: kind,
            size: SIZE,
            playing: true,
            ..State::default()
        };
        if zoom > 1.0 {
            let middle = self.timeline.clock(&self.model, kind).length() / 2.0;
            let _ = update(
                &mut state,
                middle,
                Action::Zoom(zoom),
                &self.model,
                &self.timeline,
            );
        }
        state
    }

    /// The median time of a frame while playing, in milliseconds, and how much is drawn.
    fn frame(&self, kind: ClockKind, zoom: f64, rounds: usize) -> (f64, usize) {
        let state = self.state(kind, zoom);
        let clock = self.timeline.clock(&self.model, kind);
        let mut playhead = clock.length() / 2.0;
        let mut operations = 0;
        let labels = Labels::default();
        let time = median(rounds, || {
            playhead += pace(&clock) / 60.0;
            let frame = Frame {
                playhead,
                ..Frame::default()
            };
            operations = black_box(layout(&self.model, &self.timeline, &state, &frame, &labels))
                .ops
                .len();
        });
        (time, operations)
    }
}

/// Threads that take turns at locks, sleep, print and count; drawn, the same on every machine.
fn synthetic(count: usize) -> Trace {
    let mut trace = Trace::default();
    trace.header.actors.push(Actor {
        name: "synthetic".into(),
        ..Actor::default()
    });
    trace.header.actors.extend((0..THREADS).map(|number| Actor {
        kind: ActorKind::Thread,
        name: format!("thread-{number}"),
        parent: ActorId::new(1),
        ..Actor::default()
    }));
    trace.header.objects.push(Object {
        name: "tickets".into(),
        ..Object::default()
    });
    trace.header.objects.push(Object {
        kind: ObjectKind::CELL,
        name: "count".into(),
        ..Object::default()
    });
    trace.header.locations = (1..=LINES)
        .map(|line| Location {
            file: SOURCE.into(),
            line,
            column: 0,
        })
        .collect();
    trace.texts.push("hello".into());
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let (mut time_ns, mut sequences, mut places) = (0, [0, 0], [0; THREADS]);
    let mut holder = None;
    while trace.events.len() < count {
        random = random.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        let thread = (random >> 40) as usize % THREADS;
        time_ns += 1 + (random >> 50) % 2000;
        let Some((kind, object, value)) = next(&mut places[thread], &mut holder, thread) else {
            continue;
        };
        let counted = object > 0 && kind != EventKind::LOCK_WAIT;
        let sequence = if counted {
            sequences[object as usize - 1] += 1;
            sequences[object as usize - 1]
        } else {
            0
        };
        trace.events.push(Event {
            time_ns,
            actor: ActorId::from_index(thread + 1).expect("an actor"),
            kind,
            object: ObjectId::new(object),
            sequence,
            value,
            location: LocationId::new(places[thread] + 1),
        });
    }
    trace
}

/// A thread's next event, of which on which object with what; `None` while it waits.
fn next(place: &mut u32, holder: &mut Option<usize>, thread: usize) -> Option<(EventKind, u32, Value)> {
    *place += 1;
    Some(match *place {
        1 => (EventKind::LOCK_WAIT, 1, Value::None),
        2 if holder.is_some() => {
            *place = 1;
            return None;
        }
        2 => {
            *holder = Some(thread);
            (EventKind::LOCK_ACQUIRE, 1, Value::Int(1))
        }
        3 => (EventKind::READ, 2, Value::Int(1)),
        4 => (EventKind::SLEEP, 0, Value::Int(1000)),
        5 => (EventKind::WAKE, 0, Value::None),
        6 => (EventKind::WRITE, 2, Value::Int(1)),
        7 => {
            *holder = None;
            (EventKind::LOCK_RELEASE, 1, Value::Int(0))
        }
        _ => {
            *place = 0;
            (
                EventKind::PRINT,
                0,
                TextId::new(1).map_or(Value::None, Value::Text),
            )
        }
    })
}

/// The median of so many rounds, in milliseconds.
fn median(rounds: usize, mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// A figure as a line of JSON.
fn print(figure: &str, value: f64, limit: Option<f64>, unit: &str, beside: &str) {
    let mut line = format!("{{\"figure\":\"{figure}\",\"value\":{value:.3}");
    if let Some(limit) = limit {
        // Writing to a String cannot fail.
        let _ = write!(line, ",\"limit\":{limit}");
    }
    println!("{line},\"unit\":\"{unit}\",\"beside\":\"{beside}\"}}");
}
