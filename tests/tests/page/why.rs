//! Why a lane is where it is: the chain and its links, a phase that is over, the graph of the waits, and that nothing
//! moves when something is found.

use laneway_trace::{Event, EventKind, Trace, write};
use serde_json::Value;
use xtask::browser::Viewport;

use crate::visit::Visit;
use crate::world::World;

tests![
    the_links_of_a_chain_lead_to_what_they_name,
    a_past_phase_is_told_with_who_ended_it,
    behind_the_curtain_the_end_of_a_phase_is_not_told,
    from_a_wait_keys_lead_along_causes,
    waits_that_hang_together_are_a_graph,
    nothing_jumps_when_something_is_found,
    an_own_run_says_first_what_was_found,
    the_clock_says_what_a_second_is,
];

/// The first wait for a lock that another one ended: the rows of its start and of its end.
fn first_wait(trace: &Trace) -> (u64, u64) {
    let rows: Vec<Event> = trace.events.iter().collect();
    for (start, event) in rows.iter().enumerate() {
        if event.kind != EventKind::LOCK_WAIT {
            continue;
        }
        let end = rows[start..]
            .iter()
            .position(|later| later.actor == event.actor && later.kind == EventKind::LOCK_ACQUIRE);
        if let Some(end) = end {
            return (start as u64, (start + end) as u64);
        }
    }
    panic!("nobody waited");
}

/// The name of the actor of a row, as lanes are called.
fn who(trace: &Trace, row: u64) -> String {
    let event = trace.events.get(row as usize).expect("an event");
    let actor = &trace.header.actors[event.actor.index()];
    let process = actor.parent.filter(|_| actor.name == "main");
    process
        .map_or(actor, |process| &trace.header.actors[process.index()])
        .name
        .clone()
}

/// A page in the middle of a wait, with the lane that waits selected.
fn in_a_wait(world: &World, more: &str) -> (Visit, Trace, u64, u64) {
    let trace = world.trace("ticket-lock");
    let (start, end) = first_wait(&trace);
    let mut visit = world.open(&format!("/run/ticket-lock?lang=en&at={start}{more}"));
    visit.until_row(start + 1);
    (visit, trace, start, end)
}

fn the_links_of_a_chain_lead_to_what_they_name(world: &World) {
    let (mut visit, trace, start, _) = in_a_wait(world, "&curtain=up");
    visit.until_says(".why-chain", &who(&trace, start));
    visit.until_says(".why-chain", "has waited since");
    assert!(
        visit.number("ask.all('.why-chain li').length") >= 2.0,
        "down to its root"
    );
    // The lock.
    visit.click(".why-chain .way.word-object");
    visit.until("ask.all('.stage-card.holding.selected').length === 1");
    // The holder.
    visit.press("Escape");
    let holder = visit.text(".why-chain li:nth-child(2) .way.word-actor");
    visit.click(".why-chain li:nth-child(2) .way.word-actor");
    visit.until(&format!(
        "ask.all('.stage .actor[aria-pressed=true]').some(it => it.textContent.includes('{holder}'))"
    ));
    visit.until(&format!("ask.text('.why-chain .word-actor') === '{holder}'"));
    // The moment since when.
    let row = visit.row();
    visit.click(".why-chain .way.word-time");
    visit.until(&format!("ask.row() <= {row}"));
    assert_eq!(visit.complaints(), [""; 0]);
}

/// Selects the wait of [`first_wait`] and goes on beyond it.
fn select_past_wait(world: &World, more: &str) -> (Visit, Trace, u64, u64) {
    let (mut visit, trace, start, end) = in_a_wait(world, more);
    visit.click(".why-chain .way.word-actor");
    visit.until("ask.all('.actor[aria-pressed=true]').length > 0");
    // Its phase: to its own start, selected.
    visit.press("ArrowRight");
    visit.press(",");
    visit.until_row(start + 1);
    visit.until("ask.find('.told-title') !== null");
    (visit, trace, start, end)
}

fn a_past_phase_is_told_with_who_ended_it(world: &World) {
    let (mut visit, trace, start, end) = select_past_wait(world, "&curtain=up");
    visit.press("End");
    visit.until_says(".told-title", "waits for a lock");
    let said = visit.text(".why-chain");
    assert!(said.contains(&who(&trace, start)), "{said}");
    assert!(said.contains("held the lock"), "{said}");
    assert!(said.contains("ended it at"), "{said}");
    assert!(said.contains("released") || said.contains("releases"), "{said}");
    // The moment at which it ended.
    visit.click(".why-chain li:nth-child(1) .way:nth-of-type(3)");
    visit.until_row(end + 1);
}

fn behind_the_curtain_the_end_of_a_phase_is_not_told(world: &World) {
    let trace = world.trace("ticket-lock");
    let (start, end) = first_wait(&trace);
    let mut visit = world.run("ticket-lock");
    for _ in 0..=start {
        visit.press("ArrowRight");
    }
    visit.until_row(start + 1);
    visit.press("ArrowRight");
    visit.click(".stage .holding .waiters .actor");
    visit.press(",");
    visit.until("ask.find('.told-title') !== null");
    let said = visit.text(".why-chain");
    assert!(said.contains("has not been played yet"), "{said}");
    assert!(!said.contains("ended it at"), "{said}");
    assert!(end > start + 2, "or the test shows nothing");
}

fn from_a_wait_keys_lead_along_causes(world: &World) {
    let (mut visit, trace, start, end) = select_past_wait(world, "&curtain=up");
    visit.press("]");
    visit.until(&format!("ask.row() > {} && ask.row() <= {end}", start + 1));
    let release = visit.row() - 1;
    let event = trace.events.get(release as usize).expect("an event");
    assert_eq!(event.kind, EventKind::LOCK_RELEASE);
    visit.press("]");
    visit.until_row(end + 1);
    // And back.
    visit.press("[");
    visit.until_row(release + 1);
    visit.press("?");
    visit.until_says(".help", "from a wait, to what ends it");
}

fn waits_that_hang_together_are_a_graph(world: &World) {
    let trace = world.trace("ticket-lock");
    let mut visit = world.run("ticket-lock");
    assert_eq!(visit.text(".graph .card-status"), "no two waits hang together");
    let look = "[ask.all('.graph .ring-arrow').length, ask.box('.graph-scroll').slice(1),
        ask.all('.graph .actor-name').map(it => it.textContent)]";
    let seen = visit.walk(trace.events.len(), look);
    let arrows = seen.iter().map(|it| it[0].as_u64().unwrap_or(0));
    assert!(arrows.clone().max() >= Some(2), "at least two wait for one");
    assert!(
        arrows.clone().all(|count| count != 1),
        "one wait alone is no graph"
    );
    // A door that opens may be a pixel lower than one that is shut.
    let place = |it: &Value| -> [f64; 3] { serde_json::from_value(it[1].clone()).expect("a box") };
    let first = place(&seen[0]);
    for (row, it) in seen.iter().enumerate() {
        let moved = place(it)
            .iter()
            .zip(first)
            .any(|(now, then)| (now - then).abs() > 1.0);
        assert!(!moved, "{} after {row} events, {first:?} before", it[1]);
    }
    assert_eq!(visit.complaints(), [""; 0]);
}

/// Where tabs, step, transport and stage are, in the page. On a phone the stage stands below the question.
const PLACES: &str = "['.tabs', innerWidth > 900 ? '.words-panel' : '.step-head', '.transport', ...(innerWidth > 900 ? ['.stage-card'] : [])]
    .map(it => { const [x, y, w, h] = ask.box(it); return [x, y + (it === '.transport' ? 0 : scrollY), w, h]; })";

fn nothing_jumps_when_something_is_found(world: &World) {
    for viewport in [Viewport::DESKTOP, Viewport::PHONE] {
        for lesson in ["deadlock", "ticket-race", "counter-race"] {
            let trace = world.trace(lesson);
            let events = trace.events.len().min(90);
            let mut visit = world.open_at(viewport, &format!("/run/{lesson}?lang=en&at=start"));
            let seen = visit.walk(events, PLACES);
            for (row, places) in seen.iter().enumerate() {
                assert_eq!(places, &seen[0], "{lesson} at {viewport:?} after {row} events");
            }
            visit.press("End");
            visit.until("ask.find('button.strip') !== null");
            visit.until(&format!("JSON.stringify({PLACES}) === '{}'", seen[0]));
        }
    }
}

fn an_own_run_says_first_what_was_found(world: &World) {
    let mut trace = world.trace("deadlock");
    trace.header.lesson = None;
    trace.header.title = String::new();
    trace.header.unseen = vec!["What the kernel did.".into()];
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("my-service.lane");
    let mut bytes = Vec::new();
    write(&trace, &mut bytes).expect("a file");
    std::fs::write(&file, bytes).expect("written");
    for viewport in [Viewport::DESKTOP, Viewport::PHONE] {
        let mut visit = world.open_at(viewport, "/?lang=en");
        visit.choose_file(&file);
        visit.until("location.hash.startsWith('#/file/')");
        visit.ready();
        visit.until_says(".run h1", "my-service.lane");
        visit.until_says(".notices-findings", "1 finding");
        visit.until_says(
            ".notices summary",
            "The run got stuck: nobody could ever move again.",
        );
        visit.until_says(".notices summary", "Not everything could be seen.");
        assert_eq!(visit.row(), 0);
        visit.until_says(
            ".words-panel .finding-stuck",
            "chopstick-1, which philosopher-1 holds",
        );
        visit.value("ask.find('#tab-story').click()");
        visit.until("ask.find('#panel-tab-story') !== null");
        visit.click(".notices-findings");
        visit.until("ask.find('#panel-tab-findings') !== null");
        assert_eq!(visit.complaints(), [""; 0]);
    }
}

fn the_clock_says_what_a_second_is(world: &World) {
    let mut visit = world.run("ticket-lock");
    visit.until_says(".pace", "events a second");
    let place = visit.value("ask.box('.transport-ends')");
    visit.click(".clocks .segment:nth-child(2)");
    visit.until("/^= [\\d.]+ [µm]?s a second/.test(ask.text('.pace'))");
    visit.until_says(".pace-lesson", "1 s in the text took 100 ms");
    let slow = visit.text(".pace span");
    visit.press(">");
    visit.until(&format!("ask.text('.pace span') !== '{slow}'"));
    assert_eq!(visit.value("ask.box('.transport-ends')"), place, "nothing moves");
}
