//! For everyone: what axe-core finds, few keys to what counts, names in one piece.

use std::sync::Once;

use xtask::browser::Viewport;

use crate::visit::Visit;
use crate::world::World;

tests![
    axe_finds_nothing_on_any_view,
    few_tabs_lead_to_the_question_and_to_playing,
    names_are_read_in_one_piece,
];

/// Each view: where it is, and what is clicked there.
const VIEWS: &[(&str, &str)] = &[
    ("/", ""),
    ("/run/ticket-lock?at=middle", ""),
    ("/run/ticket-lock?at=middle", "#tab-story"),
    ("/run/ticket-lock?at=middle", "#tab-source"),
    ("/run/ticket-lock?at=end", "#tab-console"),
    ("/run/deadlock?at=end", "#tab-findings"),
    ("/run/deadlock?at=end", FIGURES),
    ("/run/ticket-race?at=end", ""),
    ("/run/deadlock?at=middle", ".transport-ends .button:last-child"),
    ("/run/thread-pool?at=middle", ".help-button"),
    ("/beside/ticket-race/ticket-lock?at=middle", ""),
    ("/run/ticket-lock?at=middle", ".search-button"),
    ("/run/nothing", ""),
];

/// The figures, with all that is folded away.
const FIGURES: &str = "#tab-findings then .figures > summary then .path-summary then .tables-summary";

/// What axe-core finds on a page as it is, a line for each rule; nothing where there is no axe-core.
pub fn wrong(visit: &mut Visit) -> Vec<String> {
    let Some(axe) = xtask::axe::source() else {
        static TOLD: Once = Once::new();
        TOLD.call_once(|| {
            println!(
                "not checked: accessibility, for lack of axe-core, which `cargo xtask setup` fetches by npm"
            );
        });
        return Vec::new();
    };
    visit.value(&axe);
    let mut wrong = found(visit, "");
    // Colours are all that a theme changes.
    let theme = visit.value("document.documentElement.dataset.theme");
    for other in ["light", "dark", "contrast"]
        .into_iter()
        .filter(|name| theme != *name)
    {
        visit.value(&format!("document.documentElement.dataset.theme = '{other}'"));
        wrong.extend(found(visit, "runOnly: ['cat.color'],"));
    }
    visit.value(&format!("document.documentElement.dataset.theme = {theme}"));
    wrong
}

fn found(visit: &mut Visit, rules: &str) -> Vec<String> {
    visit.strings(&format!(
        "axe.run(document, {{ {rules} resultTypes: ['violations'] }}).then(found => found.violations
            .map(it => `${{it.id}}: ${{it.help}}: ${{it.nodes.map(node => node.html.slice(0, 160)).join(' | ')}}`))"
    ))
}

fn axe_finds_nothing_on_any_view(world: &World) {
    for language in ["en", "zh"] {
        for (place, click) in VIEWS {
            let sign = if place.contains('?') { '&' } else { '?' };
            let place = format!("{place}{sign}lang={language}");
            let mut visit = world.open(&place);
            if !click.is_empty() {
                for click in click.split(" then ") {
                    visit.value(&format!("ask.find('{click}').click()"));
                    visit.until_quiet();
                }
            }
            assert_eq!(wrong(&mut visit), [""; 0], "{place} {click}");
        }
    }
}

/// At the question of a lesson, by keys.
fn at_the_question(world: &World) -> Visit {
    let mut visit = world.run("thread-pool");
    while visit.is("ask.find('.asked .prompt-option') === null") {
        let row = visit.row();
        visit.press("ArrowRight");
        visit.until_row(row + 1);
    }
    visit
}

fn few_tabs_lead_to_the_question_and_to_playing(world: &World) {
    let mut visit = at_the_question(world);
    let to = |visit: &mut Visit, skip: &str, most: u32, there: &str| {
        let mut tabs = 0;
        while !visit.is(&format!("document.activeElement.matches('{skip}')")) {
            visit.press("Tab");
            tabs += 1;
            assert!(tabs <= most, "{skip}");
        }
        assert!(visit.is("ask.focusSeen() && ask.box(':focus')[1] >= 0"));
        visit.press("Enter");
        visit.until(&format!("document.activeElement.matches('{there}')"));
        visit.value("document.activeElement.blur()");
        visit.reload();
    };
    to(
        &mut visit,
        ".skip:first-child",
        4,
        ".step-moves .button, .asked li:first-child .prompt-option",
    );
    to(&mut visit, ".skip:last-child", 6, ".play");
}

fn names_are_read_in_one_piece(world: &World) {
    let split = "ask.all('.cut-name')
        .filter(it => it.closest('[aria-hidden=true]') === null && it.closest('button[aria-label]') === null).length";
    for lesson in ["ticket-lock", "producer-consumer", "thread-pool"] {
        let mut visit = world.open_at(Viewport::DESKTOP, &format!("/run/{lesson}?lang=en&at=middle"));
        assert!(visit.number("ask.all('.cut-name').length") > 0.0, "{lesson}");
        assert_eq!(visit.number(split), 0.0, "{lesson}");
    }
}
