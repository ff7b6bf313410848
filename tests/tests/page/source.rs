//! The source: program and counterpart, and the way from a line to the moments at which it ran.

use laneway_trace::{EventKind, Trace};
use xtask::browser::Viewport;

use crate::visit::Visit;
use crate::world::World;

tests![
    two_files_stand_side_by_side_where_there_is_room,
    what_is_shown_of_the_source_is_remembered,
    a_click_on_a_line_leads_from_time_to_time,
    behind_the_curtain_no_line_tells_how_often_it_will_run,
    lines_are_reached_by_one_tab_and_arrow_keys,
    a_selected_lane_gives_way_to_the_one_that_ran_the_line,
];

const FILES: &str = "ask.all('.source').map(it => it.querySelector('.source-lines').innerText.includes('def ') ? 'Python' : 'Rust').join()";

fn source(world: &World, viewport: Viewport, fragment: &str) -> Visit {
    let mut visit = world.open_at(viewport, fragment);
    visit.click("#tab-source");
    visit.until("ask.find('.source-line') !== null");
    visit
}

/// The line (from 1) of the main file at which the number of tickets is first read, and the moments at which it ran.
fn reads(trace: &Trace) -> (u32, Vec<u64>) {
    let main = &trace.header.lesson.as_ref().expect("a lesson").source;
    let line_of = |row: usize| {
        let place = &trace.header.locations[trace.events.get(row)?.location?.index()];
        (place.file == *main).then_some(place.line)
    };
    let rows = 0..trace.events.len();
    let is_read = |row: &usize| {
        trace
            .events
            .get(*row)
            .is_some_and(|event| event.kind == EventKind::READ)
    };
    let line = rows.clone().filter(is_read).find_map(line_of);
    let line = line.expect("a cell is read in the program");
    let moments = rows
        .filter(|row| line_of(*row) == Some(line))
        .map(|row| row as u64 + 1);
    (line, moments.collect())
}

fn line(number: u32) -> String {
    format!(".source-line[data-ran=\"{number}\"]")
}

fn two_files_stand_side_by_side_where_there_is_room(world: &World) {
    let mut visit = source(
        world,
        Viewport::DESKTOP,
        "/run/ticket-lock?lang=en&at=middle&curtain=up",
    );
    assert_eq!(visit.value(FILES), "Rust");
    visit.click(".source-tab:nth-child(3)");
    visit.until(&format!("{FILES} === 'Rust,Python'"));
    visit.until_says(".source-tab[aria-pressed=true]", "Side by side");
    // Each lane's line is marked on one side, the part that it is in on the other; only the program ran.
    assert!(visit.is("ask.all('.source')[0].querySelector('.is-now') !== null"));
    assert!(visit.is("ask.all('.source')[1].querySelector('.is-part') !== null"));
    assert!(visit.is("ask.all('.source')[1].querySelector('.has-run') === null"));
    let widths = visit.value("ask.all('.source').map(it => it.clientWidth > 280)");
    assert_eq!(widths, serde_json::json!([true, true]));
    // Without room there is one at a time, and no way to the other.
    visit.page().set_viewport(Viewport::PHONE).expect("a phone");
    visit.until(&format!("{FILES} === 'Rust'"));
    visit.until("!ask.all('.source-tab').some(it => it.textContent === 'Side by side')");
    visit.page().set_viewport(Viewport::DESKTOP).expect("a screen");
    visit.until(&format!("{FILES} === 'Rust,Python'"));
    visit.click(".source-tab:nth-child(1)");
    visit.until(&format!("{FILES} === 'Rust'"));
    assert_eq!(visit.complaints(), [""; 0]);
}

fn what_is_shown_of_the_source_is_remembered(world: &World) {
    let mut visit = source(world, Viewport::DESKTOP, "/run/ticket-lock?lang=en&at=middle");
    visit.click(".source-tab:nth-child(2)");
    visit.until(&format!("{FILES} === 'Python'"));
    visit.turn_to("/run/deadlock?lang=en&at=middle");
    visit.click("#tab-source");
    visit.until(&format!("{FILES} === 'Python'"));
    visit.reload();
    visit.click("#tab-source");
    visit.until(&format!("{FILES} === 'Python'"));
    visit.click(".source-tab:nth-child(1)");
    visit.until(&format!("{FILES} === 'Rust'"));
}

fn a_click_on_a_line_leads_from_time_to_time(world: &World) {
    let (number, moments) = reads(&world.trace("ticket-lock"));
    let times = moments.len();
    assert!(times > 2, "{moments:?}");
    let mut visit = source(
        world,
        Viewport::DESKTOP,
        "/run/ticket-lock?lang=en&at=start&curtain=up",
    );
    for (index, moment) in moments.iter().enumerate() {
        visit.click(&format!("{} .source-code", line(number)));
        visit.until_row(*moment);
        let told = format!("Line {number} has run {} of {times} times", index + 1);
        visit.until_says(".source-when p", &told);
    }
    assert!(visit.is("ask.find('[aria-label=\"Next moment this line ran\"]').disabled"));
    for moment in moments.iter().rev().skip(1) {
        visit.click_button("Previous moment this line ran");
        visit.until_row(*moment);
    }
    assert!(visit.is("ask.find('[aria-label=\"Previous moment this line ran\"]').disabled"));
    visit.click_button("Next moment this line ran");
    visit.until_row(moments[1]);
    // A line that never ran leads nowhere.
    visit.click(".source-line:not(.has-run) .source-code");
    visit.until_row(moments[1]);
    // After the last time comes the first one.
    visit.press("End");
    visit.click(".source-tab:nth-child(1)");
    visit.click(&format!("{} .source-code", line(number)));
    visit.until_row(moments[0]);
}

fn behind_the_curtain_no_line_tells_how_often_it_will_run(world: &World) {
    let (number, moments) = reads(&world.trace("ticket-lock"));
    let mut visit = source(world, Viewport::DESKTOP, "/run/ticket-lock?lang=en&at=start");
    visit.until("ask.find('.has-run') === null");
    // On the tab, arrow keys turn the tabs.
    visit.value("document.activeElement.blur()");
    for _ in 0..moments[1] {
        visit.press("ArrowRight");
    }
    visit.click(&format!("{} .source-code", line(number)));
    visit.until_row(moments[0]);
    visit.until_says(
        ".source-when p",
        &format!("Line {number} has run 1 of the 2 times played so far"),
    );
    for moment in [moments[1], moments[0]] {
        visit.click(&format!("{} .source-code", line(number)));
        visit.until_row(moment);
    }
    visit.press("c");
    let told = format!("Line {number} has run 1 of {} times", moments.len());
    visit.until_says(".source-when p", &told);
}

fn lines_are_reached_by_one_tab_and_arrow_keys(world: &World) {
    let mut visit = source(
        world,
        Viewport::DESKTOP,
        "/run/ticket-lock?lang=en&at=start&curtain=up",
    );
    assert_eq!(
        visit.number("ask.focusable().filter(it => it.matches('.source-number')).length"),
        1.0
    );
    assert!(visit.number("ask.all('button.source-number').length") > 3.0);
    visit.value("ask.find('.source').focus()");
    visit.press("Tab");
    visit.press("Home");
    let focused = "document.activeElement.textContent";
    let numbers = visit.strings("ask.all('button.source-number').map(it => it.textContent)");
    assert_eq!(visit.value(focused), numbers[0].as_str());
    visit.press("ArrowDown");
    assert_eq!(visit.value(focused), numbers[1].as_str());
    assert_eq!(visit.row(), 0);
    visit.press("ArrowUp");
    visit.press("End");
    assert_eq!(visit.value(focused), numbers[numbers.len() - 1].as_str());
    visit.press("Home");
    // Enter leads on, Shift + Enter back; the other keys are the run's.
    let (number, moments) = reads(&world.trace("ticket-lock"));
    for _ in numbers.iter().take_while(|other| **other != number.to_string()) {
        visit.press("ArrowDown");
    }
    visit.press("Enter");
    visit.until_row(moments[0]);
    visit.press("Enter");
    visit.until_row(moments[1]);
    visit.press("Shift+Enter");
    visit.until_row(moments[0]);
    assert_eq!(visit.value(focused), number.to_string());
    visit.press("ArrowRight");
    visit.until_row(moments[0] + 1);
}

fn a_selected_lane_gives_way_to_the_one_that_ran_the_line(world: &World) {
    let trace = world.trace("ticket-lock");
    let (number, moments) = reads(&trace);
    let mut visit = source(
        world,
        Viewport::DESKTOP,
        "/run/ticket-lock?lang=en&at=start&curtain=up",
    );
    visit.press("ArrowDown");
    for moment in moments {
        visit.click(&format!("{} .source-code", line(number)));
        visit.until_row(moment);
        visit.until_says(".source-line.is-now .source-number", &number.to_string());
    }
}
