//! The objects at the playhead, compared with what the trace says of each moment.

use laneway_trace::{Event, EventKind, ObjectKind, Trace};
use serde_json::{Value, json};

use crate::world::World;

tests![
    a_lock_is_held_by_whom_the_trace_says,
    a_queue_holds_what_was_put_and_not_yet_taken,
    a_pool_runs_what_was_begun_and_not_yet_ended,
    a_deadlock_stands_there_as_a_closed_ring,
    a_card_and_a_chip_can_be_selected,
    processes_say_how_they_ended,
];

/// What an actor is called: the only thread of a process by the name of the process.
fn label<'a>(trace: &'a Trace, event: &Event) -> &'a str {
    let actor = &trace.header.actors[event.actor.index()];
    match actor.parent {
        Some(parent) if actor.name == "main" => &trace.header.actors[parent.index()].name,
        _ => &actor.name,
    }
}

/// Something about each moment of a run, from before its first event on.
fn at_each_moment<T: Clone>(trace: &Trace, start: T, mut after: impl FnMut(&mut T, &Event)) -> Vec<T> {
    let mut now = start.clone();
    let moments = trace.events.iter().map(|event| {
        after(&mut now, &event);
        now.clone()
    });
    std::iter::once(start).chain(moments).collect()
}

fn a_lock_is_held_by_whom_the_trace_says(world: &World) {
    let trace = world.trace("ticket-lock");
    let held = at_each_moment(&trace, Vec::new(), |held, event| match event.kind {
        EventKind::LOCK_ACQUIRE => held.push(label(&trace, event)),
        EventKind::LOCK_RELEASE => held.retain(|holder| *holder != label(&trace, event)),
        _ => {}
    });
    let mut visit = world.run("ticket-lock");
    let shown = visit.walk(
        trace.events.len(),
        "ask.all('.holding .holder .actor-name').map(it => it.textContent)",
    );
    for (row, (shown, held)) in shown.iter().zip(&held).enumerate() {
        assert!(held.len() <= 1, "after {row} events");
        assert_eq!(*shown, json!(held), "after {row} events");
    }
    assert!(held.iter().any(|held| !held.is_empty()));
    assert_eq!(visit.complaints(), [""; 0]);
}

fn a_queue_holds_what_was_put_and_not_yet_taken(world: &World) {
    let trace = world.trace("producer-consumer");
    let mut queues = trace
        .header
        .objects
        .iter()
        .filter(|object| object.kind == ObjectKind::QUEUE);
    let capacity = queues
        .next()
        .and_then(|queue| queue.capacity)
        .expect("a queue with a capacity");
    assert!(queues.next().is_none());
    let held = at_each_moment(&trace, 0, |held, event| match event.kind {
        EventKind::PUT => *held += 1,
        EventKind::GET => *held -= 1,
        _ => {}
    });
    let mut visit = world.run("producer-consumer");
    let shown = visit.walk(
        trace.events.len(),
        "[ask.all('.store .item').length, ask.text('.store .card-status')]",
    );
    for (row, (shown, held)) in shown.iter().zip(&held).enumerate() {
        assert_eq!(shown[0], *held, "after {row} events");
        assert!(*held <= capacity, "after {row} events");
        let status = shown[1].as_str().expect("a status");
        assert!(status.starts_with(&format!("{held} of {capacity}")), "{status}");
        assert_eq!(status.ends_with("full"), *held == capacity, "{status}");
    }
    assert_eq!(held.iter().max(), Some(&capacity));
}

fn a_pool_runs_what_was_begun_and_not_yet_ended(world: &World) {
    let trace = world.trace("thread-pool");
    let counts = at_each_moment(&trace, [0, 0, 0], |[pending, running, done], event| {
        match event.kind {
            EventKind::SUBMIT => *pending += 1,
            EventKind::TASK_BEGIN => (*pending, *running) = (*pending - 1, *running + 1),
            EventKind::TASK_END => (*running, *done) = (*running - 1, *done + 1),
            _ => {}
        }
    });
    let mut visit = world.run("thread-pool");
    let shown = visit.walk(
        trace.events.len(),
        "['.pool-pending', '.pool-workers', '.pool-done'].map(it => ask.all(`${it} .task`).length)
         .concat(ask.all('.tasks .worker').length)",
    );
    for (row, (shown, count)) in shown.iter().zip(&counts).enumerate() {
        assert_eq!(
            shown.as_array().expect("counts")[..3],
            count.map(Value::from),
            "after {row} events"
        );
        assert!(shown[3].as_u64() <= Some(4), "after {row} events");
    }
    assert!(counts.iter().all(|[_, running, _]| *running <= 4));
    assert_eq!(counts.last(), Some(&[0, 0, 20]));
}

fn a_deadlock_stands_there_as_a_closed_ring(world: &World) {
    let mut visit = world.open("/run/deadlock?lang=en&theme=light&at=start");
    // That would tell that there will be one.
    assert_eq!(visit.text(".ring .card-status"), "");
    assert_eq!(visit.number("ask.all('.ring-arrow.there').length"), 0.0);
    visit.press("End");
    visit.until_says(".ring .card-status", "a closed circle: nobody can ever go on");
    assert_eq!(visit.number("ask.all('.ring-arrow.there').length"), 4.0);

    let mut stuck = visit.strings("ask.all('.ring .look-stuck .actor-name').map(it => it.textContent)");
    stuck.sort();
    assert_eq!(stuck, ["philosopher-1", "philosopher-2"]);
    let black =
        "ask.all('.look-stuck').every(it => getComputedStyle(it).backgroundColor === 'rgb(0, 0, 0)')";
    assert!(visit.is(black));
    let said = visit.text(".explanation");
    for word in ["philosopher-1", "philosopher-2", "chopstick-1", "chopstick-2"] {
        assert!(said.contains(word), "{said}");
    }
}

fn a_card_and_a_chip_can_be_selected(world: &World) {
    let mut visit = world.open("/run/deadlock?lang=en&at=end");
    visit.click(".stage-card.holding .card-title");
    visit.until("ask.all('.stage-card.holding.selected').length === 1");
    visit.click(".stage-card.holding .holder .actor");
    visit.until("ask.find('.stage-card.holding .holder .actor').ariaPressed === 'true'");
    let holder = visit.text(".stage-card.holding .holder .actor-name");
    visit.until_says(".why .word-actor", &holder);
    visit.press("Escape");
    visit.until("ask.all('.stage [aria-pressed=true]').length === 0");
}

fn processes_say_how_they_ended(world: &World) {
    let info = world.info("process-daemon");
    let actors = info["actors"].as_array().expect("actors").iter();
    let expected = actors.filter(|actor| actor["kind"] == "process").map(|process| {
        let life = match process["exit_code"].as_i64().expect("an exit code") {
            -15 => "killed by SIGTERM".to_owned(),
            code => format!("exited with code {code}"),
        };
        json!([
            process["name"],
            life,
            process["pid"].to_string(),
            process["daemon"]
        ])
    });
    let mut visit = world.open("/run/process-daemon?lang=en&at=end");
    let shown = visit.value(
        "ask.all('.process').map(it => {
           const text = selector => it.querySelector(selector).textContent;
           return [text('.actor-name'), text('.process-life'), text('dd'),
             it.querySelector('.process-daemon') !== null];
         })",
    );
    assert_eq!(shown, Value::from_iter(expected));
    let ticker = json!([["ticker", "killed by SIGTERM", true]]);
    let daemons = shown.as_array().expect("processes").iter();
    let daemons = daemons.filter(|process| process[3] == true);
    let daemons = daemons.map(|process| json!([process[0], process[1], process[3]]));
    assert_eq!(Value::from_iter(daemons), ticker);
}
