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
}

fn the_help_lists_the_keys_and_gives_the_focus_back(world: &World) {
    let mut visit = world.run("deadlock");
    visit.value("ask.find('.help-button').focus()");
    visit.press("Enter");
    visit.until("ask.find('dialog')?.contains(document.activeElement) ?? false");
    let keys = visit.strings("ask.all('.help kbd').map(it => it.textContent)");
    for key in ["Space", "←", "Shift + →", "Home", "W", "F", "M", "N", "?", "Esc"] {
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
