//! The panels of words: the lesson and its questions, the story, the source, the console, the findings.

use laneway_trace::{Event, EventKind, Trace, Value};
use xtask::browser::Viewport;

use crate::visit::Visit;
use crate::world::World;

tests![
    tabs_open_panels_by_mouse,
    tabs_open_panels_by_arrow_keys,
    a_lesson_is_walked_step_by_step,
    every_dot_leads_to_its_step,
    playing_stops_at_a_question_and_again_at_its_answer,
    a_wrong_answer_is_told_as_such,
    a_question_can_be_given_up,
    a_question_that_no_longer_fits_goes_away,
    an_answered_question_leads_to_the_next,
    a_lesson_goes_on_where_it_was_left,
    a_row_of_the_story_leads_to_its_event,
    the_source_marks_the_line_of_the_lane_that_acts,
    the_program_in_python_marks_the_part_that_runs,
    the_console_shows_what_was_printed,
    a_line_of_the_console_leads_to_its_print,
    a_deadlock_is_told_in_both_languages,
    findings_that_come_later_are_counted_and_not_told,
    lessons_to_compare_are_named_by_title,
    the_catalogue_is_fetched_once,
    without_a_catalogue_lessons_to_compare_are_named_by_id,
    a_recorded_variant_is_a_click_away,
];

const TABS: [&str; 5] = [
    "tab-lesson",
    "tab-story",
    "tab-source",
    "tab-console",
    "tab-findings",
];

/// Waits until one tab is selected, and its panel is the one that is shown.
#[track_caller]
fn until_open(visit: &mut Visit, tab: &str) {
    visit.until(&format!(
        "ask.all('[role=tab][aria-selected=true]').map(it => it.id).join() === '{tab}'
         && ask.all('[role=tabpanel]').map(it => it.id).join() === 'panel-{tab}'
         && ask.find('#panel-{tab}').textContent.trim() !== ''"
    ));
}

fn tabs_open_panels_by_mouse(world: &World) {
    let mut visit = world.open("/run/deadlock?lang=en&at=middle");
    until_open(&mut visit, "tab-lesson");
    for tab in TABS {
        visit.click(&format!("#{tab}"));
        until_open(&mut visit, tab);
    }
    assert_eq!(visit.complaints(), [""; 0]);
}

fn tabs_open_panels_by_arrow_keys(world: &World) {
    let mut visit = world.open("/run/deadlock?lang=en&at=middle");
    let row = visit.row();
    visit.click("#tab-lesson");
    for tab in TABS.into_iter().cycle().skip(1).take(5) {
        visit.press("ArrowRight");
        until_open(&mut visit, tab);
        assert_eq!(visit.value("document.activeElement.id"), tab);
    }
    visit.press("ArrowLeft");
    until_open(&mut visit, "tab-findings");
    visit.press("Home");
    until_open(&mut visit, "tab-lesson");
    assert_eq!(visit.row(), row, "keys that turn the tabs move nothing else");
}

/// What is said at each step of a lesson, as it reads on the page.
fn captions(trace: &Trace) -> Vec<String> {
    let lesson = trace.header.lesson.as_ref().expect("a lesson");
    let text = &lesson.texts["en"];
    let captions = lesson.steps.iter().map(|step| &text.steps[&step.id]);
    captions.map(|caption| caption.replace(['`', '\n'], "")).collect()
}

fn shown_caption(visit: &mut Visit) -> String {
    visit.text(".step-text").replace('\n', "")
}

fn a_lesson_is_walked_step_by_step(world: &World) {
    let mut visit = world.run("deadlock");
    let captions = captions(&world.trace("deadlock"));
    let mut rows = Vec::new();
    for (number, caption) in captions.iter().enumerate() {
        let title = format!("Step {} of {}", number + 1, captions.len());
        go_to(&mut visit, "Next step", &title);
        assert_eq!(shown_caption(&mut visit), *caption);
        rows.push(visit.row());
    }
    assert!(rows[0] > 0 && rows.is_sorted(), "{rows:?}");
    while visit.is("ask.find('[aria-label=\"Next step\"]').disabled === false") {
        visit.click_button("Next step");
    }
    assert_eq!(visit.row(), world.events("deadlock"));
    for (number, row) in rows.iter().enumerate().rev().skip(1) {
        let title = format!("Step {} of {}", number + 1, captions.len());
        go_to(&mut visit, "Previous step", &title);
        while visit.row() > *row {
            visit.click_button("Previous step");
        }
        assert_eq!(visit.row(), *row);
    }
    visit.press("PageUp");
    visit.until_row(0);
    visit.press("PageDown");
    visit.until_row(rows[0]);
}

/// Presses a button until a step is shown; on the way there are stops for questions.
fn go_to(visit: &mut Visit, button: &str, title: &str) {
    for _ in 0..3 {
        visit.click_button(button);
        if visit.text(".step .eyebrow").starts_with(title) {
            return;
        }
    }
    panic!(
        "{title:?} does not come: {:?} at {}",
        visit.text(".step .eyebrow"),
        visit.row()
    );
}

fn every_dot_leads_to_its_step(world: &World) {
    let mut visit = world.run("ticket-lock");
    let captions = captions(&world.trace("ticket-lock"));
    assert_eq!(visit.number("ask.all('.dot').length"), captions.len() as f64);
    for number in [3, 1, captions.len()] {
        visit.click(&format!(".dots li:nth-child({number}) .dot"));
        visit.until_says(".step .eyebrow", &format!("Step {number} of"));
        assert_eq!(shown_caption(&mut visit), captions[number - 1]);
    }
}

/// The run of the deadlock, played from its start until it stops by itself: at the question, and not at steps.
fn at_the_question(world: &World) -> Visit {
    let mut visit = world.run("deadlock");
    visit.click_button("Stop at each step");
    for _ in 0..5 {
        visit.press(">");
    }
    visit.click(".play");
    visit.until("!ask.playing() && ask.find('.prompt') !== null");
    let trace = world.trace("deadlock");
    let philosopher = |event: &Event| trace.header.actors[event.actor.index()].name == "philosopher-1";
    let taken = trace
        .events
        .iter()
        .enumerate()
        .filter(|(_, event)| event.kind == EventKind::LOCK_ACQUIRE && philosopher(event));
    let (third, _) = taken
        .map(|(row, event)| (row as u64, event))
        .nth(2)
        .expect("a third time");
    visit.until_row(third + 1);
    assert_eq!(visit.number("ask.all('.prompt-option').length"), 4.0);
    visit
}

fn choose(visit: &mut Visit, option: u32) {
    visit.click(&format!(".prompt-options li:nth-child({option}) button"));
    visit.click(".prompt-actions .button-primary");
    visit.until("!ask.playing() && ask.find('.prompt-told') !== null");
}

fn playing_stops_at_a_question_and_again_at_its_answer(world: &World) {
    let mut visit = at_the_question(world);
    let asked_at = visit.row();
    assert!(
        visit.is("ask.find('.prompt-why') === null"),
        "nothing is given away"
    );
    choose(&mut visit, 1);
    assert_eq!(visit.text(".prompt-title"), "That is right.");
    assert!(visit.is("ask.text('.prompt-why').length > 40"));
    let answered_at = visit.row();
    assert!(asked_at < answered_at && answered_at <= world.events("deadlock"));
    visit.until_says(".finding-title", "Deadlock");
}

fn a_wrong_answer_is_told_as_such(world: &World) {
    let mut visit = at_the_question(world);
    choose(&mut visit, 2);
    assert_eq!(visit.text(".prompt-title"), "Not quite.");
    // What was chosen and what is right are left, each with its reason.
    assert_eq!(visit.number("ask.all('.prompt > div .prompt-why').length"), 2.0);
    assert_eq!(
        visit.number("ask.all('.prompt > div .prompt-option').length"),
        2.0
    );
    assert_eq!(visit.number("ask.all('.prompt-option.is-right').length"), 1.0);
    // The others are a click away.
    visit.click(".prompt-others summary");
    visit.until("ask.all('.prompt-others .prompt-why').filter(it => it.checkVisibility()).length === 2");
}

fn a_question_can_be_given_up(world: &World) {
    let mut visit = at_the_question(world);
    let row = visit.row();
    visit.click(".prompt-actions .button-quiet");
    visit.until("ask.find('.prompt-told .prompt-why') !== null");
    assert_eq!(visit.row(), row);
    // Nothing is left to stop for.
    visit.click(".play");
    visit.until_row(world.events("deadlock"));
}

/// At the question of a lesson that has steps between it and its answer.
fn asked(world: &World) -> Visit {
    let mut visit = world.open("/run/ticket-lock?lang=en&at=start");
    while visit.is("ask.find('.prompt') === null") {
        visit.press("PageDown");
    }
    visit
}

/// Goes to the next step.
fn to_the_next_step(visit: &mut Visit) {
    let before = visit.text(".step .eyebrow");
    visit.press("PageDown");
    assert_ne!(visit.text(".step .eyebrow"), before);
}

fn a_question_that_no_longer_fits_goes_away(world: &World) {
    let mut visit = asked(world);
    to_the_next_step(&mut visit);
    // It was not answered: it is folded away, and does not hear the keys.
    visit.until("ask.find('.words-panel > .scroll > div .prompt') === null");
    assert_eq!(visit.number("ask.all('details .prompt').length"), 1.0);
    visit.press("1");
    assert!(visit.is("ask.find('.prompt-option.is-chosen') === null"));
    // An answer that was given waits for the run, in a line.
    visit.press("PageUp");
    visit.until("ask.find('.words-panel > .scroll > div .prompt') !== null");
    visit.press("1");
    visit.until("ask.find('.prompt-option.is-chosen') !== null");
    to_the_next_step(&mut visit);
    visit.until("ask.find('.prompt') === null");
    assert!(visit.text(".prompt-waiting").contains("Your answer"));
}

fn an_answered_question_leads_to_the_next(world: &World) {
    let mut visit = asked(world);
    assert!(visit.is("ask.find('.prompt-follow') === null"));
    visit.press("1");
    while visit.is("ask.find('.prompt-told') === null") {
        visit.press("PageDown");
    }
    visit.until("ask.find('.prompt-follow a') !== null");
    assert_eq!(visit.text(".prompt-follow a"), "Selling tickets without a lock");
    visit.click(".prompt-follow a");
    visit.until("document.title.startsWith('Selling tickets without a lock')");
    // In the very run in which it would be asked again, there is nothing to go to.
    let mut visit = at_the_question(world);
    choose(&mut visit, 1);
    assert!(visit.is("ask.find('.prompt-follow') === null"));
}

fn a_lesson_goes_on_where_it_was_left(world: &World) {
    let mut visit = asked(world);
    visit.press("2");
    visit.until("ask.find('.prompt-option.is-chosen') !== null");
    to_the_next_step(&mut visit);
    let (row, step) = (visit.row(), visit.text(".step .eyebrow"));
    // Another visit, by the way that the gallery leads.
    visit.turn_to("/?lang=en");
    visit.turn_to("/run/ticket-lock?lang=en");
    visit.ready();
    visit.until_row(row);
    assert_eq!(visit.text(".step .eyebrow"), step);
    assert!(visit.text(".prompt-waiting").contains("Your answer"));
    // What had been played is there, and no more.
    visit.press("Home");
    visit.press("Shift+ArrowRight");
    assert!(visit.row() < row);
    visit.click(".start-again");
    visit.until_row(0);
    visit.until("ask.find('.prompt-waiting') === null");
    visit.turn_to("/?lang=en");
    visit.turn_to("/run/ticket-lock?lang=en");
    visit.ready();
    visit.until_row(0);
    assert!(visit.text(".step .eyebrow") == "Idea");
    assert!(visit.is("ask.find('.start-again') === null"));
}

fn a_row_of_the_story_leads_to_its_event(world: &World) {
    let mut visit = world.run("ticket-lock");
    visit.click("#tab-story");
    for row in [6, 12, 2] {
        visit.click(&format!(".rows li:nth-child({row}) .story-row"));
        visit.until_row(row);
        let now = visit.text(".story-row[aria-current=true] .row-text");
        assert_eq!(visit.text(".happened"), now);
    }
}

fn the_source_marks_the_line_of_the_lane_that_acts(world: &World) {
    let mut visit = world.run("deadlock");
    visit.click("#tab-source");
    until_open(&mut visit, "tab-source");
    let trace = world.trace("deadlock");
    let looks = visit.walk(
        trace.events.len(),
        "[ask.text('.source-line.is-now .source-number'), ask.text('.source-line.is-now .source-code')]",
    );
    let mut compared = 0;
    for (event, look) in trace.events.iter().zip(&looks[1..]) {
        let Some(location) = event.location else { continue };
        let place = &trace.header.locations[location.index()];
        let Some(source) = trace.header.sources.get(&place.file) else {
            continue;
        };
        let line = source.lines().nth(place.line as usize - 1).expect("a line");
        assert_eq!(look[0], place.line.to_string());
        assert_eq!(look[1].as_str().expect("code").trim_end(), line.trim_end());
        compared += 1;
    }
    assert!(compared > trace.events.len() / 2, "{compared} lines");
}

fn the_program_in_python_marks_the_part_that_runs(world: &World) {
    let mut visit = world.open("/run/ticket-lock?lang=en&at=start");
    // A buyer holds the lock: that is in `buy`, in both languages.
    let trace = world.trace("ticket-lock");
    let taken = trace
        .events
        .iter()
        .position(|event| event.kind == EventKind::LOCK_ACQUIRE);
    let taken = taken.expect("a buyer gets in") as u64 + 1;
    for _ in 0..taken {
        visit.press("ArrowRight");
    }
    visit.until_row(taken);
    visit.click("#tab-source");
    until_open(&mut visit, "tab-source");
    assert_eq!(
        visit.strings("ask.all('.source-tab').map(it => it.textContent)")[..2],
        ["Rust", "Python"]
    );
    visit.click(".source-tab:nth-child(2)");
    visit.until_says(".source-tab[aria-pressed=true]", "Python");
    let part = visit.strings("ask.all('.source-line.is-part .source-code').map(it => it.textContent)");
    assert_eq!(part.first().map(String::as_str), Some("def buy(lock, receipts):"));
    assert!(part.iter().any(|line| line.trim() == "with lock:"), "{part:?}");
    assert!(!part.iter().any(|line| line.starts_with("def say")), "{part:?}");
}

/// What was printed in a run, with how many events had happened then.
fn prints(trace: &Trace) -> Vec<(u64, &str)> {
    let rows = trace.events.iter().zip(1..);
    let printed = rows.filter(|(event, _)| event.kind == EventKind::PRINT);
    let text = |value| match value {
        Value::Text(id) => trace.texts[id.index()].as_str(),
        other => panic!("{other:?} is no text"),
    };
    printed.map(|(event, row)| (row, text(event.value))).collect()
}

const CONSOLE: &str = "ask.all('.console-text').map(it => it.textContent)";

fn the_console_shows_what_was_printed(world: &World) {
    for lesson in ["ticket-lock", "thread-daemon", "deadlock"] {
        let trace = world.trace(lesson);
        let prints = prints(&trace);
        assert!(!prints.is_empty());
        let mut visit = world.run(lesson);
        visit.click("#tab-console");
        assert!(visit.strings(CONSOLE).is_empty());
        for printed in [prints.len() / 2, prints.len()] {
            let at = prints[printed - 1].0 - 1;
            visit.go(&world.url(&format!("/run/{lesson}?lang=en&at={at}")));
            visit.until_row(at + 1);
            let texts: Vec<&str> = prints[..printed].iter().map(|(_, text)| *text).collect();
            assert_eq!(visit.strings(CONSOLE), texts, "{lesson}");
        }
    }
}

fn a_line_of_the_console_leads_to_its_print(world: &World) {
    let trace = world.trace("ticket-lock");
    let prints = prints(&trace);
    let mut visit = world.open("/run/ticket-lock?lang=en&at=end");
    visit.click("#tab-console");
    visit.click(".rows li:nth-child(2) .console-row");
    visit.until_row(prints[1].0);
    assert_eq!(visit.number("ask.all('.console-row').length"), 2.0);
}

fn a_deadlock_is_told_in_both_languages(world: &World) {
    let info = world.info("deadlock");
    let finding = &info["findings"][0];
    assert_eq!(finding["kind"], "deadlock");
    let mut visit = world.open("/run/deadlock?lang=en&at=end");
    visit.click("#tab-findings");
    visit.until_says(".finding-stuck .finding-title", "Deadlock");
    let told = visit.strings("ask.all('.finding-links span').map(it => it.textContent)");
    let mut expected = [
        "philosopher-1 waits for the lock chopstick-2, which philosopher-2 holds.",
        "philosopher-2 waits for the lock chopstick-1, which philosopher-1 holds.",
    ];
    let mut sorted = told.clone();
    sorted.sort();
    expected.sort_unstable();
    assert_eq!(sorted, expected);

    visit.click(".language");
    visit.until_says(".finding-stuck .finding-title", "死锁");
    let told = visit.strings("ask.all('.finding-links span').map(it => it.textContent)");
    for (who, lock, holder) in [("1", "2", "2"), ("2", "1", "1")] {
        let words =
            format!("philosopher-{who} 在等锁 chopstick-{lock}，而它在 philosopher-{holder} 手里。");
        assert!(told.contains(&words), "{told:?}");
    }
}

fn findings_that_come_later_are_counted_and_not_told(world: &World) {
    let mut visit = world.open("/run/deadlock?lang=en&at=start&curtain=up");
    visit.click("#tab-findings");
    visit.until_says(".later-on", "1 more later on");
    assert!(!visit.text(".words-panel").contains("chopstick-1, which"));
    visit.click(".later-on button");
    visit.until_says(".finding-stuck", "chopstick-1, which philosopher-1 holds");
    assert!(visit.is("ask.find('.later-on') === null"));
}

fn lessons_to_compare_are_named_by_title(world: &World) {
    for (language, expected) in [("en", "Selling tickets with a lock"), ("zh", "\u{52a0}\u{9501}")] {
        let mut visit = world.open(&format!("/run/ticket-race?lang={language}"));
        visit.until(&format!(
            "ask.all('.go-lesson').some(it => it.textContent.includes('{expected}'))"
        ));
        assert_eq!(visit.complaints(), [""; 0]);
    }
}

/// How many times the page has asked for the list of lessons.
const LISTS: &str =
    "performance.getEntriesByType('resource').filter(it => it.name.includes('lessons.json')).length";

fn the_catalogue_is_fetched_once(world: &World) {
    let mut visit = world.open("/run/ticket-race?lang=en");
    visit.until("ask.all('.go-lesson').some(it => it.textContent === 'Selling tickets with a lock')");
    visit.click("#tab-story");
    until_open(&mut visit, "tab-story");
    visit.click("#tab-lesson");
    until_open(&mut visit, "tab-lesson");
    visit.turn_to("/?lang=en");
    assert!(visit.is("ask.all('.card').length > 0"));
    visit.turn_to("/run/ticket-lock?lang=en");
    visit.until("ask.all('.go-lesson').length > 0");
    assert_eq!(visit.number(LISTS), 1.0);
}

fn without_a_catalogue_lessons_to_compare_are_named_by_id(world: &World) {
    let mut visit = world.blank(Viewport::DESKTOP);
    visit.run_first(
        "{ const real = fetch;
           window.lists = 0;
           window.fetch = (what, ...rest) => {
             if (!String(what).includes('api/')) return real(what, ...rest);
             if (what === 'api/lessons.json') lists += 1;
             return Promise.resolve(new Response('', { status: 404 }));
           }; }",
    );
    visit.go(&world.url("/run/ticket-race?lang=en"));
    visit.ready();
    visit.until("ask.all('.go-lesson').some(it => it.textContent === 'ticket-lock') && lists === 1");
    visit.click("#tab-story");
    until_open(&mut visit, "tab-story");
    visit.click("#tab-lesson");
    until_open(&mut visit, "tab-lesson");
    visit.until_quiet();
    assert_eq!(
        visit.number("lists"),
        1.0,
        "what is not there is not asked for again"
    );
    assert_eq!(visit.complaints(), [""; 0]);
}

fn a_recorded_variant_is_a_click_away(world: &World) {
    let link = |run: &str| format!(".comparisons a[href='#/run/{run}']");
    let mut visit = world.open("/run/producer-consumer?lang=en");
    let recorded = link("producer-consumer_unbounded");
    visit.until_says(&recorded, "See this run");
    // The other variant was not recorded.
    let commands = visit.text(".comparisons");
    assert!(
        commands.contains("laneway run producer-consumer --set capacity=1"),
        "{commands}"
    );
    assert!(!commands.contains("capacity=0"), "{commands}");
    visit.click(&recorded);
    visit.until_says(".parameters", "0");
    visit.until_says(&link("producer-consumer"), "See this run");
}
