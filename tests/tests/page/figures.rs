//! What a range comes to, the tables to copy, and the critical path.

use crate::visit::Visit;
use crate::world::World;

tests![
    a_drag_makes_tables_and_escape_leads_back,
    behind_the_curtain_a_range_ends_where_the_run_was_played_to,
    tables_are_copied_for_a_spreadsheet,
    where_copying_is_refused_the_text_is_there,
    parts_of_the_critical_path_lead_to_their_phases,
    a_chart_and_its_table_say_the_same,
    events_are_counted_in_the_language_of_the_page,
];

/// A run at its end, its findings and figures in sight, with a range chosen.
fn with_range(world: &World, place: &str) -> Visit {
    let mut visit = world.open(place);
    visit.click("#tab-findings");
    let (from, to) = (visit.in_lanes(0.4, 0.9), visit.in_lanes(0.7, 0.9));
    visit.drag(from, to);
    visit.until_says(".range-figures h3", "Figures from");
    visit
}

fn a_drag_makes_tables_and_escape_leads_back(world: &World) {
    let mut visit = with_range(world, "/run/ticket-lock?lang=en&at=end");
    let heads = "ask.all('.range-figures .figure-wide thead th:first-child').map(it => it.textContent)";
    assert_eq!(visit.strings(heads), ["Time by lane", "Waits", "Events"]);
    let first = visit.text(".range-figures");
    let (from, to) = (visit.in_lanes(0.2, 0.9), visit.in_lanes(0.9, 0.9));
    visit.drag(from, to);
    assert_ne!(visit.text(".range-figures"), first);
    visit.press("Escape");
    visit.until("ask.find('.range-figures') === null");
    visit.drag(from, to);
    visit.click(".range-head .button");
    visit.until("ask.find('.range-figures') === null");
    assert_eq!(visit.complaints(), [""; 0]);
}

fn behind_the_curtain_a_range_ends_where_the_run_was_played_to(world: &World) {
    let mut visit = with_range(world, "/run/ticket-lock?lang=en&at=start");
    assert_eq!(visit.text(".range-figures .quiet"), "Nothing happens in it.");
    visit.press("c");
    visit.until("ask.find('.range-figures table') !== null");
}

/// A clipboard that takes what is copied, or refuses it.
fn clipboard(visit: &mut Visit, write: &str) {
    visit.value(&format!(
        "Object.defineProperty(navigator, 'clipboard', {{ value: {{ writeText: {write} }} }}) && true"
    ));
}

fn tables_are_copied_for_a_spreadsheet(world: &World) {
    let mut visit = with_range(world, "/run/ticket-lock?lang=en&at=end");
    clipboard(&mut visit, "async text => { window.copied = text; }");
    visit.click(".range-figures .copy-button");
    visit.until_says(".range-figures .copy", "Copied");
    let lines = visit.strings("window.copied.split('\\n')");
    assert!(lines[0].starts_with("Time by lane\truns (ms)"), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("main\t")), "{lines:?}");
    assert!(lines.iter().any(|line| line == "Events\ttimes"), "{lines:?}");
    // What is shown is what is copied.
    let shown = visit.number("ask.all('.range-figures tr').length") as usize;
    assert_eq!(lines.iter().filter(|line| !line.is_empty()).count(), shown);
}

fn where_copying_is_refused_the_text_is_there(world: &World) {
    let mut visit = with_range(world, "/run/ticket-lock?lang=en&at=end");
    clipboard(&mut visit, "() => Promise.reject(new Error('no'))");
    visit.click(".range-figures .copy-button");
    visit.until_says(".range-figures .copy", "does not let this page copy");
    assert!(visit.is("ask.find('.copy textarea').value.startsWith('Time by lane\\t')"));
    assert_eq!(visit.complaints(), [""; 0]);
}

fn parts_of_the_critical_path_lead_to_their_phases(world: &World) {
    let mut visit = world.open("/run/ticket-lock?lang=en&at=end");
    visit.click("#tab-findings");
    visit.click(".figures > summary");
    visit.click(".path-summary");
    visit.until("ask.all('.path-part').length > 2");
    let mut rows = Vec::new();
    for number in [1, 2, 3] {
        let who = visit.text(&format!(".path li:nth-child({number}) .path-who"));
        visit.click(&format!(".path li:nth-child({number}) .path-part"));
        visit.until_says(".why", &who);
        rows.push(visit.row());
    }
    assert!(rows.is_sorted() && rows[0] < rows[2], "{rows:?}");
}

fn a_chart_and_its_table_say_the_same(world: &World) {
    let mut visit = world.open("/run/thread-pool?lang=en&at=end");
    visit.click("#tab-findings");
    assert!(
        visit.is("ask.find('.levels') === null"),
        "before the figures are opened"
    );
    visit.click(".figures > summary");
    visit.until("ask.find('.levels .level-line') !== null");
    let told = visit.text(".levels .level-steps title");
    assert!(told.starts_with("Busy workers of pool: at most "), "{told}");
    let most = visit.text(".levels tbody td");
    assert!(told.contains(&format!("at most {most} of ")), "{told}: {most}");
    assert_eq!(visit.text(".levels .level-low"), "0");
    // As wide as the panel lets it be.
    assert!(visit.is(
        "ask.find('.level-steps').getBoundingClientRect().width > ask.find('.levels').getBoundingClientRect().width * 0.8"
    ));
    assert_eq!(visit.complaints(), [""; 0]);
}

fn events_are_counted_in_the_language_of_the_page(world: &World) {
    let mut visit = world.open("/run/ticket-lock?lang=zh&at=end");
    visit.click("#tab-findings");
    visit.click(".figures > summary");
    visit.click(".tables-summary");
    visit.until("ask.all('.figure-fold .figure-wide').length === 3");
    let kinds = "[...ask.all('.figure-fold .figure-wide')[2].querySelectorAll('tbody th')].map(it => it.textContent)";
    for kind in visit.strings(kinds) {
        assert!(!kind.contains('_') && !kind.is_ascii(), "{kind}");
    }
}
