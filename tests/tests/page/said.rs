//! What a lesson says is in sight at its moment, whatever the size of the window.

use xtask::browser::Viewport;

use crate::visit::Visit;
use crate::world::{World, id};

tests![
    step_and_question_are_in_sight_on_a_phone,
    step_and_question_are_in_sight_in_a_low_window,
    a_question_of_two_lines_and_four_answers_of_two_fits,
    playing_on_shows_the_lanes_of_a_phone,
    nothing_moves_when_a_question_comes,
];

const SMALL_PHONE: Viewport = Viewport {
    width_px: 360,
    height_px: 640,
    ..Viewport::PHONE
};

/// What of the question that is asked, or else of the step, is not between the bar on top and the transport.
const HIDDEN_ON_A_PHONE: &str = "(() => {
    const edge = (it, side) => ask.find(it).getBoundingClientRect()[side];
    const said = ask.find('.asked .prompt:not(.prompt-told)') ? '.asked .prompt' : '.step';
    const [from, until] = [edge('.top-bar', 'bottom'), edge('.transport', 'top')];
    return [from - edge(said, 'top'), edge(said, 'bottom') - until].some(it => it > 1) ? `${ask.text('.readout-event')}: ${said} ${scrollY} ${from} ${until} ${ask.box(said)}` : '';
})()";

/// What of both is not within the panel.
const HIDDEN_IN_THE_PANEL: &str = "(() => {
    const panel = ask.find('.words-panel').getBoundingClientRect();
    return ['.step-text', '.asked .prompt:not(.prompt-told)'].filter(it => {
        const box = ask.find(it)?.getBoundingClientRect();
        return box && (box.top < panel.top - 1 || box.bottom > panel.bottom + 1);
    }).map(it => `${ask.text('.readout-event')}: ${ask.text(it)}`).join();
})()";

/// Goes through the lessons and collects what is hidden at any stop, or right after it: what is said changes there.
fn check(world: &World, viewport: Viewport, languages: &[&str], hidden: &str) {
    for lesson in &world.recorded {
        for language in languages {
            let place = format!("/run/{}?lang={language}&at=start", id(lesson));
            let mut visit = world.open_at(viewport, &place);
            // What scrolls does so before the next frame.
            let found = visit.strings(&format!(
                "(async () => {{
                    const found = [];
                    for (let key = 'PageDown'; ask.row() < ask.rows(); key = key === 'PageDown' ? 'ArrowRight' : 'PageDown') {{
                        await ask.walk(1, () => null, key);
                        await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
                        const hidden = {hidden};
                        if (hidden !== '') found.push(hidden);
                    }}
                    return found;
                }})()"
            ));
            assert_eq!(found, [""; 0], "{place} at {viewport:?}");
        }
    }
}

fn step_and_question_are_in_sight_on_a_phone(world: &World) {
    check(world, Viewport::PHONE, &["en", "zh"], HIDDEN_ON_A_PHONE);
    check(world, SMALL_PHONE, &["en"], HIDDEN_ON_A_PHONE);
}

fn step_and_question_are_in_sight_in_a_low_window(world: &World) {
    check(world, Viewport::DESKTOP, &["en", "zh"], HIDDEN_IN_THE_PANEL);
}

/// At the question of the thread pool.
fn asked(world: &World, viewport: Viewport) -> Visit {
    let mut visit = world.open_at(viewport, "/run/thread-pool?lang=en&at=start");
    while visit.is("ask.find('.asked .prompt') === null") {
        let row = visit.row();
        visit.press("ArrowRight");
        visit.until_row(row + 1);
    }
    visit
}

fn a_question_of_two_lines_and_four_answers_of_two_fits(world: &World) {
    let mut visit = asked(world, Viewport::DESKTOP);
    let said = visit.value(
        "(() => {
            const long = (it, lines) => { it.textContent = '字'; while (it.getClientRects().length === 0 || height(it) < lines) it.textContent += ' word'; };
            const height = it => { const range = document.createRange(); range.selectNodeContents(it); return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size; };
            const shorten = it => it.textContent = it.textContent.slice(0, -5);
            long(ask.find('.step-text p'), 4); shorten(ask.find('.step-text p'));
            long(ask.find('.prompt-question'), 3); shorten(ask.find('.prompt-question'));
            for (const it of ask.all('.prompt-option > span:last-child')) { long(it, 3); shorten(it); }
            return [height(ask.find('.step-text p')), height(ask.find('.prompt-question')), ...ask.all('.prompt-option > span:last-child').map(height)];
        })()",
    );
    assert_eq!(said, serde_json::json!([3, 2, 2, 2, 2, 2]));
    assert_eq!(visit.value(HIDDEN_IN_THE_PANEL), "");
}

fn playing_on_shows_the_lanes_of_a_phone(world: &World) {
    let mut visit = asked(world, SMALL_PHONE);
    assert!(visit.number("scrollY") > 0.0);
    let play = visit.middle_of(".play");
    visit.tap(play);
    visit.until("ask.box('.lanes')[1] >= ask.box('.top-bar')[3] - 1");
    visit.until("ask.row() > 28 || !ask.playing()");
}

fn nothing_moves_when_a_question_comes(world: &World) {
    let places = "['.tabs', '.words-panel', '.transport', '.run-stage'].map(ask.box)";
    for lesson in ["thread-pool", "deadlock", "ticket-lock"] {
        let mut visit = world.open(&format!("/run/{lesson}?lang=en&at=start"));
        let seen = visit.walk(world.events(lesson).min(60) as usize, places);
        for places in &seen {
            assert_eq!(places, &seen[0], "{lesson}");
        }
    }
}
