//! Everything by keyboard alone.

use crate::visit::Visit;
use crate::world::World;

tests![
    tab_reaches_everything_in_the_gallery,
    tab_reaches_everything_of_a_run,
    tab_reaches_the_way_out_of_an_error,
    enter_on_a_card_opens_its_run,
    the_help_lists_the_keys_and_gives_the_focus_back,
    the_help_keeps_the_focus_until_it_is_closed,
    letters_with_control_are_left_to_the_browser,
    digits_answer_the_question_that_is_asked,
    after_a_click_keys_are_for_the_run,
    what_is_reached_by_tab_keeps_its_keys,
];

/// Goes once round the page by Tab: everything that can be reached is, in the order of the page, and each
/// time one sees where one is.
#[track_caller]
fn tab_through(visit: &mut Visit) {
    let names = visit.strings("ask.focusable().map(ask.name)");
    assert!(names.len() > 3, "{names:?}");
    let mut reached = Vec::new();
    let mut presses = 0;
    while reached.len() < names.len() {
        visit.press("Tab");
        presses += 1;
        // Between the last and the first there may be the browser, and in some what scrolls can be reached.
        assert!(presses < names.len() + 10, "{reached:?} of {names:#?}");
        let focus = visit.value("[ask.focusable().indexOf(document.activeElement), ask.focusSeen()]");
        if let Some(index) = focus[0].as_u64() {
            let name = &names[index as usize];
            assert_eq!(focus[1], true, "the focus cannot be seen on {name}");
            reached.push(index);
        }
    }
    // It began wherever the focus was.
    let first = reached.iter().position(|index| *index == 0);
    reached.rotate_left(first.expect("the first of the page"));
    assert_eq!(reached, (0..names.len() as u64).collect::<Vec<_>>(), "{names:#?}");
}

fn tab_reaches_everything_in_the_gallery(world: &World) {
    let mut visit = world.open("/?lang=en");
    tab_through(&mut visit);
}

fn tab_reaches_everything_of_a_run(world: &World) {
    let mut visit = world.open("/run/deadlock?lang=en&at=end");
    tab_through(&mut visit);
    for tab in ["story", "source", "console", "findings"] {
        let mut visit = world.open("/run/ticket-lock?lang=en&at=middle");
        visit.click(&format!("#tab-{tab}"));
        tab_through(&mut visit);
    }
}

fn tab_reaches_the_way_out_of_an_error(world: &World) {
    let mut visit = world.open("/run/nothing?lang=en");
    tab_through(&mut visit);
}

fn enter_on_a_card_opens_its_run(world: &World) {
    let mut visit = world.open("/?lang=en");
    let most = visit.number("ask.focusable().length") as usize;
    let mut presses = 0;
    while !visit.is("document.activeElement.closest('#lesson-ticket-race') !== null") {
        visit.press("Tab");
        presses += 1;
        assert!(presses < most, "the card is not reached");
    }
    visit.press("Enter");
    visit.until_says(".run h1", "Selling tickets without a lock");
    visit.ready();
    visit.press("ArrowRight");
    visit.until_row(1);
    visit.press("Space");
    visit.until("ask.row() > 1");
}

fn the_help_lists_the_keys_and_gives_the_focus_back(world: &World) {
    let mut visit = world.run("deadlock");
    visit.value("ask.find('.help-button').focus()");
    visit.press("Enter");
    visit.until("ask.find('dialog')?.contains(document.activeElement) ?? false");
    let keys = visit.strings("ask.all('.help kbd').map(it => it.textContent)");
    for key in [
        "Space",
        "←",
        "Shift + →",
        "Home",
        "W",
        "F",
        "M",
        "Page Down",
        "P",
        "B",
        "1 – 9",
        "?",
        "Esc",
    ] {
        assert!(
            keys.iter().any(|shown| shown == key),
            "{key} is not among {keys:?}"
        );
    }
    assert_eq!(visit.number("ask.all('.help-sign').length"), 12.0);
    visit.press("Escape");
    visit.until("ask.find('dialog') === null");
    visit.until("document.activeElement === ask.find('.help-button')");

    visit.press("?");
    visit.until("ask.find('dialog') !== null");
    visit.press("?");
    visit.until("ask.find('dialog') === null");
}

fn the_help_keeps_the_focus_until_it_is_closed(world: &World) {
    // Beside it, there is only the browser itself.
    const WITHIN: &str = "document.activeElement === document.body
        || ask.find('dialog').contains(document.activeElement)";
    let mut visit = world.run("deadlock");
    visit.press("?");
    visit.until("ask.find('dialog')?.contains(document.activeElement) ?? false");
    for key in [
        "Tab",
        "Tab",
        "Tab",
        "Shift+Tab",
        "Shift+Tab",
        "Shift+Tab",
        "Shift+Tab",
    ] {
        visit.press(key);
        assert!(visit.is(WITHIN), "{key}");
    }
    visit.value("ask.find('dialog button').focus()");
    visit.press("Enter");
    visit.until("ask.find('dialog') === null");
}

fn letters_with_control_are_left_to_the_browser(world: &World) {
    let mut visit = world.run("deadlock");
    let before = visit.picture(".overview");
    visit.press("Control+d");
    visit.press("Control+ArrowRight");
    assert_eq!(visit.picture(".overview"), before);
    assert_eq!(visit.row(), 0);
}

fn digits_answer_the_question_that_is_asked(world: &World) {
    let mut visit = world.run("deadlock");
    let chosen = "ask.all('.prompt-option').map(it => it.ariaPressed).indexOf('true')";
    visit.press("2");
    assert_eq!(visit.row(), 0);
    while !visit.is("ask.find('.prompt-option') !== null") {
        let before = visit.row();
        visit.press("PageDown");
        assert!(visit.row() > before, "no question is asked");
    }
    let numbers = visit.strings("ask.all('.prompt-mark').map(it => it.textContent)");
    assert_eq!(numbers, ["1", "2", "3", "4"]);
    assert_eq!(visit.number(chosen), -1.0);
    for nothing in ["9", "Control+2"] {
        visit.press(nothing);
        assert_eq!(visit.number(chosen), -1.0, "{nothing}");
    }
    visit.press("2");
    visit.until(&format!("{chosen} === 1"));
    visit.press("Space");
    visit.until("!ask.playing() && ask.text('.prompt-title') === 'Not quite.'");
}

/// Keys do to a run what they always do.
#[track_caller]
fn check_keys(visit: &mut Visit, after: &str) {
    visit.press("Space");
    visit.until("ask.playing()");
    visit.press("Space");
    visit.until("!ask.playing()");
    visit.press("Home");
    assert_eq!(visit.row(), 0, "after a click on {after}");
    visit.press("ArrowRight");
    assert_eq!(visit.row(), 1, "after a click on {after}");
    visit.press("PageDown");
    let step = visit.row();
    assert!(step > 1, "after a click on {after}");
    visit.press("PageDown");
    assert!(visit.row() > step, "after a click on {after}");
    visit.press("PageUp");
    assert_eq!(visit.row(), step, "after a click on {after}");
    visit.press("End");
    assert!(visit.is("ask.row() === ask.rows()"), "after a click on {after}");
    visit.press("Home");
}

fn after_a_click_keys_are_for_the_run(world: &World) {
    let mut visit = world.run("ticket-lock");
    check_keys(&mut visit, "nothing");
    for what in [
        ".theme",
        "[aria-label=Faster]",
        ".step-text",
        ".dot",
        ".fold-away summary",
    ] {
        visit.click(what);
        check_keys(&mut visit, what);
    }
    visit.press("PageDown");
    while !visit.is("ask.find('.prompt-option') !== null") {
        visit.press("PageDown");
    }
    visit.click(".prompt-option");
    let chosen = "ask.find('.prompt-option').ariaPressed === 'true'";
    visit.until(chosen);
    let asked_at = visit.row();
    visit.press("Space");
    visit.until(&format!("ask.row() > {asked_at}"));
    // On a tab, space has nothing to do, and arrow keys turn the tabs.
    visit.press("Home");
    visit.click("#tab-story");
    visit.press("Space");
    visit.until("ask.row() > 0");
}

fn what_is_reached_by_tab_keeps_its_keys(world: &World) {
    let mut visit = world.run("ticket-lock");
    let speed = "ask.text('.speed output')";
    let most = visit.number("ask.focusable().length") as usize;
    let mut presses = 0;
    while !visit.is("document.activeElement.ariaLabel === 'Faster'") {
        visit.press("Tab");
        presses += 1;
        assert!(presses < most + 10, "the button is not reached");
    }
    visit.press("Space");
    visit.until(&format!("{speed} === '2×'"));
    visit.press("Enter");
    visit.until(&format!("{speed} === '4×'"));
    assert!(!visit.is("ask.playing()"));
    // It has no use for the others.
    visit.press("ArrowRight");
    visit.until_row(1);
}
