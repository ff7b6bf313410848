//! A run as a whole: it is drawn, and nothing complains.

use xtask::browser::Viewport;

use crate::visit::Visit;
use crate::world::{World, id};

tests![
    every_run_is_drawn_and_nothing_complains,
    the_security_policy_is_in_force,
    the_title_of_the_window_is_that_of_the_lesson,
    an_unknown_run_is_told_with_the_way_back,
    an_address_leads_to_its_moment,
    another_theme_or_language_moves_nothing,
    loading_can_be_stopped,
    a_lesson_hides_what_has_not_been_played,
    a_reload_and_the_way_back_lead_to_the_same_moment,
];

fn every_run_is_drawn_and_nothing_complains(world: &World) {
    let mut visit = world.open("/?lang=en");
    for lesson in &world.recorded {
        let id = id(lesson);
        visit.turn_to(&format!("/run/{id}?at=middle"));
        assert_eq!(visit.text(".run h1"), lesson["title"]["en"]);
        assert_eq!(visit.number("ask.rows()"), world.events(id) as f64, "{id}");
        visit.until_quiet();
        for (canvas, least) in [(".lanes canvas", 6.0), (".overview canvas", 4.0)] {
            let colours = visit.number(&format!("ask.colours(ask.find('{canvas}'))"));
            assert!(colours >= least, "{id}: {colours} colours in {canvas}");
        }
        assert_eq!(visit.complaints(), [""; 0], "{id}");
    }
}

/// Or the test above could not fail.
fn the_security_policy_is_in_force(world: &World) {
    let mut visit = world.run("deadlock");
    visit.value(
        "{ const script = document.createElement('script');
           script.textContent = 'window.inlined = true';
           document.body.append(script); }",
    );
    visit.until("ask.violations.length > 0");
    assert!(visit.is("window.inlined === undefined"));
    let complaints = visit.complaints();
    assert!(complaints[0].starts_with("script-src"), "{complaints:?}");
    assert!(complaints.len() > 1, "the console tells it, too: {complaints:?}");
}

fn the_title_of_the_window_is_that_of_the_lesson(world: &World) {
    let mut visit = world.run("thread-pool");
    assert_eq!(visit.value("document.title"), "A thread pool · Laneway 泳道");
}

fn an_unknown_run_is_told_with_the_way_back(world: &World) {
    let mut visit = world.open("/run/nothing?lang=en");
    let said = visit.text("[role=alert]");
    assert!(
        said.contains("There is no recorded run of “nothing” here."),
        "{said}"
    );
    visit.click("[role=alert] a");
    visit.until(&format!("ask.all('.card').length === {}", world.lessons.len()));
}

fn an_address_leads_to_its_moment(world: &World) {
    let mut visit = world.open("/run/deadlock?at=end");
    visit.until_row(world.events("deadlock"));
    // Following a link within the page loads nothing anew.
    visit.value("window.same = true");
    for (at, row) in [("start", 0), ("0", 1), ("11", 12), ("7", 8)] {
        visit.turn_to(&format!("/run/deadlock?at={at}"));
        visit.until_row(row);
    }
    assert!(visit.is("window.same"));
}

fn another_theme_or_language_moves_nothing(world: &World) {
    let mut visit = world.open("/run/deadlock?lang=en&theme=light&at=5");
    visit.until_row(6);
    visit.press("ArrowRight");
    visit.until_row(7);
    visit.click(".theme");
    visit.until("document.documentElement.dataset.theme === 'dark'");
    visit.click(".language");
    visit.until("document.documentElement.lang === 'zh-Hans'");
    visit.until_quiet();
    assert_eq!(visit.row(), 7);
}

fn loading_can_be_stopped(world: &World) {
    let mut visit = world.blank(Viewport::DESKTOP);
    // A run that never comes.
    visit.run_first(
        "{ const real = fetch;
           window.fetch = (what, ...rest) => String(what).includes('.lane') && !window.open_again
             ? new Promise(() => {}) : real(what, ...rest); }",
    );
    visit.go(&world.url("/run/deadlock?lang=en"));
    visit.until("ask.find('progress') !== null");
    visit.click(".note button");
    visit.until_says("[role=alert]", "Loading was stopped.");
    visit.value("window.open_again = true");
    visit.click("[role=alert] button");
    visit.until_says(".run h1", "The dining philosophers");
}

fn a_lesson_hides_what_has_not_been_played(world: &World) {
    let link = "/run/deadlock?lang=en&at=start";
    let mut visit = world.open(link);
    let looks = |visit: &mut Visit| [visit.picture(".lanes"), visit.picture(".overview")];
    let down = looks(&mut visit);
    let mut other = world.open(&format!("{link}&curtain=up"));
    let up = looks(&mut other);
    assert!(down.iter().zip(&up).all(|(down, up)| down != up));
    let facts = |visit: &mut Visit| {
        visit.click("#tab-findings");
        visit.text(".words-panel")
    };
    let (hidden, told) = (facts(&mut visit), facts(&mut other));
    assert!(
        !hidden.contains("later on") && !hidden.contains("whole run"),
        "{hidden}"
    );
    assert!(
        told.contains("1 more later on") && told.contains("whole run"),
        "{told}"
    );

    visit.press("c");
    assert_eq!(looks(&mut visit), up);
    visit.press("c");
    assert_eq!(looks(&mut visit), down);
    // What has been seen is known. The tab that was clicked on would take the keys.
    visit.value("document.activeElement.blur()");
    visit.press("End");
    visit.press("Home");
    assert_eq!(visit.picture(".overview"), up[1]);
}

fn a_reload_and_the_way_back_lead_to_the_same_moment(world: &World) {
    let mut visit = world.open("/run/ticket-lock?lang=en");
    for _ in 0..3 {
        visit.press("PageDown");
    }
    let row = visit.row();
    visit.until(&format!("location.hash.includes('at={}')", row - 1));
    visit.press("PageUp");
    let before = visit.row();
    visit.until(&format!("location.hash.includes('at={}')", before - 1));
    visit.reload();
    visit.until_row(before);
    // What was played further on is still in sight.
    assert!(visit.is("ask.find('.start-again') !== null"));
    // A language is chosen where one is.
    visit.click(".language");
    visit.until("document.documentElement.lang === 'zh-Hans'");
    assert!(visit.is(&format!("location.hash.includes('at={}')", before - 1)));
    assert_eq!(visit.row(), before);
    // Away, and back.
    visit.click(".back");
    visit.until("ask.find('.gallery') !== null");
    visit.value("history.back()");
    visit.until("ask.find('.play') !== null");
    visit.ready();
    visit.until_row(before);
}
