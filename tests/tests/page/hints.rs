//! The first visit: hints, and a legend that one can keep.

use xtask::browser::Viewport;

use crate::visit::Visit;
use crate::world::World;

tests![
    each_hint_goes_away_when_one_does_what_it_says,
    a_hint_that_was_dismissed_does_not_come_again,
    the_help_gives_the_hints_again,
    on_a_phone_hints_speak_of_fingers,
    the_legend_stays_open_and_hides_no_lane,
];

const HINT: &str = "ask.find('.hint')?.dataset.hint ?? 'none'";

/// Forgets once what the tests remember of everybody.
const FIRST: &str = "try { if (!sessionStorage.been) { sessionStorage.been = '1'; localStorage.removeItem('laneway-hints'); } } catch {}";

/// A page for somebody who has never been here.
fn first_visit(world: &World, viewport: Viewport) -> Visit {
    let mut visit = world.blank(viewport);
    visit.run_first(FIRST);
    visit.go(&world.url("/run/ticket-lock?lang=en&at=start"));
    visit.ready();
    visit
}

#[track_caller]
fn until_hint(visit: &mut Visit, hint: &str) {
    visit.until(&format!("({HINT}) === '{hint}'"));
}

fn each_hint_goes_away_when_one_does_what_it_says(world: &World) {
    let mut visit = first_visit(world, Viewport::DESKTOP);
    until_hint(&mut visit, "play");
    visit.until_says(".hint", "Hint 1 of 3");
    let lanes = visit.value("ask.box('.lanes')");
    visit.press("Space");
    until_hint(&mut visit, "step");
    visit.press("Space");
    visit.until("!ask.playing()");
    until_hint(&mut visit, "step");
    visit.press("ArrowRight");
    until_hint(&mut visit, "lane");
    visit.press("ArrowDown");
    until_hint(&mut visit, "none");
    assert_eq!(visit.value("ask.box('.lanes')"), lanes, "nothing has moved");
    visit.reload();
    until_hint(&mut visit, "none");
    assert_eq!(visit.complaints(), [""; 0]);
}

fn a_hint_that_was_dismissed_does_not_come_again(world: &World) {
    let mut visit = first_visit(world, Viewport::DESKTOP);
    // What is done before its turn needs no hint any more.
    visit.press("ArrowRight");
    until_hint(&mut visit, "play");
    visit.click_button("Dismiss this hint");
    until_hint(&mut visit, "lane");
    visit.reload();
    until_hint(&mut visit, "lane");
    visit.click_button("Dismiss this hint");
    until_hint(&mut visit, "none");
}

fn the_help_gives_the_hints_again(world: &World) {
    let mut visit = world.run("ticket-lock");
    until_hint(&mut visit, "none");
    visit.press("?");
    visit.until("ask.all('.help-hints li').length === 3");
    visit.click(".help-hints button");
    visit.until("ask.find('dialog') === null");
    until_hint(&mut visit, "play");
    for hint in ["step", "lane", "none"] {
        visit.click_button("Dismiss this hint");
        until_hint(&mut visit, hint);
    }
}

fn on_a_phone_hints_speak_of_fingers(world: &World) {
    let mut visit = first_visit(world, Viewport::PHONE);
    until_hint(&mut visit, "play");
    visit.until_says(".hint p", "Tap the play button");
    assert_eq!(visit.strings("ask.outside('.hint')"), [""; 0]);
    visit.click(".play");
    until_hint(&mut visit, "step");
}

fn the_legend_stays_open_and_hides_no_lane(world: &World) {
    let mut visit = world.run("ticket-lock");
    visit.until("ask.find('.state-legend') === null");
    visit.press("?");
    visit.until("ask.find('dialog') !== null");
    visit.click(".states + button");
    visit.press("Escape");
    visit.until("ask.find('dialog') === null && ask.find('.state-legend') !== null");
    assert_eq!(visit.number("ask.all('.state-legend li').length"), 12.0);
    visit.until("ask.all('.state-sample').every(it => ask.colours(it) > 1)");
    assert_eq!(
        visit.strings("ask.overlaps('.lanes, .state-legend, .overview, .run-stage')"),
        [""; 0]
    );
    // It stays where it is, whatever the run does, in every lesson and at the next visit.
    let before = visit.value("[ask.box('.state-legend'), ask.box('.lanes')]");
    visit.press("End");
    let after = visit.value("[ask.box('.state-legend'), ask.box('.lanes')]");
    assert_eq!(before, after);
    visit.turn_to("/run/deadlock?lang=en&at=end");
    visit.until("ask.find('.state-legend') !== null");
    visit.reload();
    visit.until("ask.find('.state-legend') !== null");
    visit.click_button("Close the legend");
    visit.until("ask.find('.state-legend') === null");
    assert_eq!(visit.complaints(), [""; 0]);
}
