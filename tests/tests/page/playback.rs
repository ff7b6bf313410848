//! Playing, stepping and the clocks.

use crate::visit::Visit;
use crate::world::World;

tests![
    space_plays_and_pauses,
    nothing_runs_while_nothing_moves,
    playing_stops_at_the_end_and_starts_over,
    arrows_go_one_event_at_a_time,
    home_and_end_go_to_the_ends,
    interesting_moments_are_the_same_both_ways,
    the_buttons_do_what_the_keys_do,
    speed_goes_up_and_down,
    speed_and_stops_hold_on_the_next_run,
    a_loop_goes_on_from_the_start,
    a_chosen_stretch_is_played_and_no_more,
    another_clock_keeps_the_moment,
    playing_stops_at_each_step,
    a_lesson_can_be_played_through,
    a_run_that_is_no_lesson_plays_through,
];

/// A run shortly before its end, where no question is asked any more.
fn shortly_before_the_end(world: &World, lesson: &str) -> (Visit, u64) {
    let mut visit = world.open(&format!("/run/{lesson}?lang=en&at=end"));
    visit.press("ArrowLeft");
    visit.press("ArrowLeft");
    let end = world.events(lesson);
    visit.until_row(end - 2);
    (visit, end)
}

fn space_plays_and_pauses(world: &World) {
    let mut visit = world.open("/run/thread-pool?lang=en&at=middle");
    let before = visit.row();
    visit.press("Space");
    visit.until("ask.playing()");
    visit.until(&format!("ask.row() !== {before}"));
    visit.press("Space");
    visit.until("!ask.playing()");
    let paused_at = visit.row();
    visit.until_quiet();
    assert_eq!(visit.row(), paused_at);
}

const STEP_STOPS: &str = "ask.find('.transport [aria-label=\"Stop at each step\"]')";

/// Plays on until playing stops by itself.
#[track_caller]
fn play_on(visit: &mut Visit) -> u64 {
    let before = visit.row();
    visit.press("Space");
    visit.until(&format!("!ask.playing() && ask.row() > {before}"));
    visit.row()
}

/// Where the playhead is, and which step of the lesson is shown.
fn place(visit: &mut Visit) -> (u64, String) {
    (visit.row(), visit.text(".step .eyebrow"))
}

fn playing_stops_at_each_step(world: &World) {
    let mut visit = world.run("deadlock");
    let steps: Vec<_> = (1..=visit.number("ask.all('.dot:enabled').length") as usize)
        .map(|step| {
            visit.click(&format!(".dots li:nth-child({step}) .dot"));
            visit.until_says(".step .eyebrow", &format!("Step {step} of"));
            place(&mut visit)
        })
        .collect();
    // The stops, as the keys of a clicker lead there: steps, questions and the end.
    visit.press("Home");
    let mut stops = Vec::new();
    while visit.is("ask.find('[aria-label=\"Next step\"]').disabled === false") {
        visit.press("PageDown");
        stops.push(place(&mut visit));
    }
    assert!(stops[0].0 > 0 && stops.is_sorted(), "{stops:?}");
    assert!(
        steps.iter().all(|step| stops.contains(step)),
        "{steps:?} in {stops:?}"
    );
    visit.press("PageUp");
    assert_eq!(place(&mut visit), stops[stops.len() - 2]);
    // So fast that a frame would take it past several events.
    for _ in 0..5 {
        visit.press(">");
    }
    // Twice: playing stops at a question the first time, and at a step each time.
    for expected in [&stops, &steps] {
        visit.press("Home");
        for expected in expected {
            play_on(&mut visit);
            assert_eq!(place(&mut visit), *expected);
        }
    }
    // What is said there is shown, whatever was looked at.
    visit.press("Home");
    visit.click("#tab-story");
    play_on(&mut visit);
    assert_eq!(place(&mut visit), steps[0]);
}

fn a_lesson_can_be_played_through(world: &World) {
    let mut visit = world.run("ticket-lock");
    // Until its question is asked, and from there to the end.
    visit.press("PageDown");
    let first = visit.row();
    visit.press("Home");
    visit.click_button("Stop at each step");
    visit.until(&format!("{STEP_STOPS}.ariaPressed === 'false'"));
    for _ in 0..5 {
        visit.press(">");
    }
    let asked_at = play_on(&mut visit);
    assert!(asked_at > first);
    visit.until("ask.find('.prompt') !== null");
    // Where the run answers it, whether anybody has answered or not.
    let answered_at = play_on(&mut visit);
    visit.until("ask.find('.prompt') !== null");
    let end = world.events("ticket-lock");
    assert!(asked_at < answered_at && answered_at <= end);
    if answered_at < end {
        assert_eq!(play_on(&mut visit), end);
    }
    visit.click_button("Stop at each step");
    visit.until(&format!("{STEP_STOPS}.ariaPressed === 'true'"));
    visit.press("Home");
    assert_eq!(play_on(&mut visit), first);
}

fn a_run_that_is_no_lesson_plays_through(world: &World) {
    let mut trace = world.trace("deadlock");
    trace.header.lesson = None;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("own.lane");
    std::fs::write(&file, laneway_trace::to_bytes(&trace).expect("a trace")).expect("written");
    let mut visit = world.open("/?lang=en");
    visit.choose_file(&file);
    visit.until("ask.find('.play') !== null");
    visit.ready();
    assert!(visit.is(&format!("{STEP_STOPS} === null")));
    for _ in 0..5 {
        visit.press(">");
    }
    play_on(&mut visit);
    assert!(visit.is("ask.row() === ask.rows()"));
}

fn nothing_runs_while_nothing_moves(world: &World) {
    let (mut visit, _) = shortly_before_the_end(world, "ticket-lock");
    visit.until_quiet();
    visit.click_button("Loop");
    visit.click(".play");
    visit.until("ask.quiet().then(quiet => !quiet)");
    visit.click(".play");
    visit.until_quiet();
    let mut gallery = world.open("/");
    gallery.until_quiet();
}

fn playing_stops_at_the_end_and_starts_over(world: &World) {
    let (mut visit, end) = shortly_before_the_end(world, "ticket-lock");
    visit.press("Space");
    visit.until("ask.find('.play').getAttribute('aria-label') === 'Play again'");
    visit.until_row(end);
    visit.until_quiet();
    visit.press("Space");
    visit.until(&format!("ask.playing() && ask.row() < {}", end - 2));
}

fn arrows_go_one_event_at_a_time(world: &World) {
    let mut visit = world.run("producer-consumer");
    for row in 1..=5 {
        visit.press("ArrowRight");
        visit.until_row(row);
    }
    for row in (0..5).rev() {
        visit.press("ArrowLeft");
        visit.until_row(row);
    }
    visit.press("ArrowLeft");
    assert_eq!(visit.row(), 0);
}

fn home_and_end_go_to_the_ends(world: &World) {
    let mut visit = world.run("deadlock");
    let end = world.events("deadlock");
    visit.press("End");
    visit.until_row(end);
    visit.press("ArrowRight");
    assert_eq!(visit.row(), end);
    visit.press("Home");
    visit.until_row(0);
}

/// The rows that a key leads to, until it leads nowhere any more.
fn rows_by(visit: &mut Visit, key: &str) -> Vec<u64> {
    let mut rows = vec![visit.row()];
    loop {
        visit.press(key);
        let row = visit.row();
        if rows.last() == Some(&row) {
            return rows;
        }
        rows.push(row);
    }
}

fn interesting_moments_are_the_same_both_ways(world: &World) {
    let mut visit = world.run("deadlock");
    let events = world.events("deadlock");
    let forward = rows_by(&mut visit, "Shift+ArrowRight");
    assert!(forward.is_sorted(), "{forward:?}");
    assert!(
        forward.len() > 4 && forward.len() < events as usize,
        "{} of {events} moments",
        forward.len()
    );
    let mut back = rows_by(&mut visit, "Shift+ArrowLeft");
    back.reverse();
    assert_eq!(back, forward);
}

fn the_buttons_do_what_the_keys_do(world: &World) {
    let mut visit = world.run("deadlock");
    visit.click_button("One event forward");
    visit.until_row(1);
    visit.click_button("One event forward");
    visit.until_row(2);
    visit.click_button("One event back");
    visit.until_row(1);

    visit.press("Shift+ArrowRight");
    let interesting = visit.row();
    visit.press("Home");
    visit.click_button("One event forward");
    visit.click_button("Next interesting moment");
    visit.until_row(interesting);
    visit.press("Shift+ArrowLeft");
    let previous = visit.row();
    visit.press("Shift+ArrowRight");
    visit.until_row(interesting);
    visit.click_button("Previous interesting moment");
    visit.until_row(previous);

    visit.click(".play");
    visit.until("ask.playing()");
    visit.click(".play");
    visit.until("!ask.playing()");
}

fn speed_goes_up_and_down(world: &World) {
    let mut visit = world.run("deadlock");
    assert_eq!(visit.text(".speed output"), "1×");
    visit.press(">");
    visit.until_says(".speed output", "2×");
    visit.click_button("Faster");
    visit.until_says(".speed output", "4×");
    visit.press("<");
    visit.press("<");
    visit.until_says(".speed output", "1×");
    visit.click_button("Slower");
    visit.until_says(".speed output", "0.5×");
}

fn speed_and_stops_hold_on_the_next_run(world: &World) {
    let mut visit = world.run("deadlock");
    visit.press(">");
    visit.until_says(".speed output", "2×");
    visit.click_button("Stop at each step");
    visit.until(&format!("{STEP_STOPS}.ariaPressed === 'false'"));
    visit.turn_to("/run/ticket-lock");
    visit.until_says(".speed output", "2×");
    visit.until(&format!("{STEP_STOPS}.ariaPressed === 'false'"));
}

fn a_loop_goes_on_from_the_start(world: &World) {
    let (mut visit, end) = shortly_before_the_end(world, "ticket-lock");
    visit.click_button("Loop");
    visit.until("ask.find('.transport [aria-label=Loop]').ariaPressed === 'true'");
    visit.click(".play");
    visit.until(&format!("ask.playing() && ask.row() < {}", end - 2));
}

fn a_chosen_stretch_is_played_and_no_more(world: &World) {
    let mut visit = world.open("/run/ticket-lock?lang=en&at=end");
    let end = visit.row();
    // The middle of the run is no question's moment, so nothing else stops playing.
    let (from, to) = (visit.in_lanes(0.70, 0.5), visit.in_lanes(0.74, 0.5));
    visit.drag(from, to);
    visit.press("Space");
    visit.until(&format!("ask.playing() && ask.row() < {end}"));
    let start = visit.row();
    visit.until("!ask.playing()");
    visit.until_quiet();
    let stopped_at = visit.row();
    assert!(
        start <= stopped_at && stopped_at < end,
        "{start} to {stopped_at} of {end}"
    );
}

fn another_clock_keeps_the_moment(world: &World) {
    let mut visit = world.open("/run/thread-pool?lang=en&at=40");
    visit.until_row(41);
    let mut pictures = vec![visit.picture(".lanes")];
    for (clock, name) in [(2, "Real time"), (3, "No gaps"), (1, "Steps")] {
        visit.click(&format!(".clocks .segment:nth-child({clock})"));
        visit.until(&format!("ask.text('.clocks [aria-pressed=true]') === '{name}'"));
        visit.until_quiet();
        assert_eq!(visit.row(), 41, "{name}");
        pictures.push(visit.picture(".lanes"));
    }
    assert_eq!(pictures[3], pictures[0]);
    assert!(pictures[1] != pictures[0] && pictures[2] != pictures[1]);
}
