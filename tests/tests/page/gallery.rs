//! The gallery, and the choices for the whole page.

use std::collections::BTreeSet;

use serde_json::Value;
use xtask::browser::Viewport;
use xtask::serving::Server;

use crate::program::program;
use crate::visit::Visit;
use crate::world::{World, id, output};

tests![
    all_lessons_stand_there_in_both_languages,
    every_card_of_a_recorded_lesson_has_a_picture,
    no_card_tells_how_its_run_ends,
    a_card_leads_to_its_run_and_back,
    the_language_is_switched_and_remembered,
    the_colours_are_switched_and_remembered,
    a_choice_goes_into_an_address_that_names_one,
    nothing_is_left_untranslated,
    a_server_that_does_not_answer_is_told_and_asked_again,
    a_list_without_lessons_says_what_to_do,
    a_lesson_without_a_run_says_how_to_record_it,
    lessons_are_searched_for,
    searches_and_filters_combine,
    a_course_has_its_lessons_in_order,
    a_course_is_chosen_and_remembered,
    a_lesson_leads_to_the_next_one_of_the_course,
    without_courses_all_lessons_stand_in_one_section,
    the_gallery_stands_there_before_the_program_and_nobody_sees_it_taken_over,
    a_click_before_the_program_runs_leads_to_the_lesson,
    a_run_does_not_begin_with_the_gallery,
    the_gallery_fetches_no_run,
];

fn titles(world: &World, language: &str) -> Vec<String> {
    let titles = world.lessons.iter().map(|lesson| &lesson["title"][language]);
    titles
        .map(|title| title.as_str().expect("a title").to_owned())
        .collect()
}

const SHOWN_TITLES: &str = "ask.all('.card h3 > :last-child').map(it => it.textContent)";

/// The chapters that are shown, each as `title: number id, number id`.
const CHAPTERS: &str = "ask.all('.chapter').filter(it => it.getClientRects().length > 0).map(chapter =>
    `${chapter.querySelector('h2').textContent}: ` + [...chapter.querySelectorAll('.card')]
        .filter(it => it.getClientRects().length > 0)
        .map(it => `${it.querySelector('.card-number').textContent} ${it.id.replace('lesson-', '')}`).join(', '))";

/// What the buttons say that are pressed.
const PRESSED: &str = "ask.all('.gallery [aria-pressed=true]').map(it => it.textContent.trim())";

fn all_lessons_stand_there_in_both_languages(world: &World) {
    for language in ["en", "zh"] {
        let mut visit = world.open(&format!("/?lang={language}"));
        let titles = titles(world, language);
        assert_eq!(visit.strings(SHOWN_TITLES), titles);
        let ideas = visit.strings("ask.all('.card-idea').map(it => it.textContent)");
        assert_eq!(ideas.len(), titles.len());
        for (shown, lesson) in ideas.iter().zip(&world.lessons) {
            // As many sentences of the idea as there is room for, and at least one.
            let idea = lesson["idea"][language].as_str().unwrap_or_default();
            // Code is set as code, and has no backticks any more.
            let idea = idea.replace('`', "");
            assert!(idea.starts_with(shown.as_str()), "{shown} of {idea}");
            assert!(shown.ends_with(['.', '。']), "{shown}");
        }
        assert_eq!(visit.complaints(), [""; 0]);
    }
}

fn every_card_of_a_recorded_lesson_has_a_picture(world: &World) {
    let mut visit = world.open("/?lang=en");
    for lesson in &world.recorded {
        let colours = format!(
            "new Set(ask.all('#lesson-{} .thumbnail path').map(it => getComputedStyle(it).fill)).size",
            id(lesson)
        );
        let colours = visit.number(&colours);
        assert!(colours >= 2.0, "{}: {colours} colours", id(lesson));
    }
    visit.until_quiet();
}

fn no_card_tells_how_its_run_ends(world: &World) {
    let mut visit = world.open("/?lang=en");
    for lesson in &world.recorded {
        let facts = visit.text(&format!("#lesson-{} .card-facts", id(lesson)));
        let parts: Vec<&str> = facts.split(" · ").collect();
        let [lanes, events, _time] = parts[..] else {
            panic!("{facts}")
        };
        assert!(
            lanes.ends_with(" lanes") && events.ends_with(" events"),
            "{facts}"
        );
    }
}

fn a_card_leads_to_its_run_and_back(world: &World) {
    let mut visit = world.open("/?lang=en");
    visit.click("#lesson-ticket-lock .card-link");
    visit.until_says(".run h1", "Selling tickets with a lock");
    visit.ready();
    visit.until_says(".readout-event", "event 0 of");
    visit.click(".back");
    visit.until(&format!("ask.all('.card').length === {}", world.lessons.len()));
    visit.ready();
    assert_eq!(visit.complaints(), [""; 0]);
}

fn the_language_is_switched_and_remembered(world: &World) {
    let mut visit = world.open("/?lang=en");
    visit.click(".language");
    visit.until("document.documentElement.lang === 'zh-Hans'");
    assert_eq!(visit.strings(SHOWN_TITLES), titles(world, "zh"));

    // What was chosen last holds for addresses that name no language.
    visit.go(&world.url("/run/deadlock"));
    visit.until_says(".run h1", "哲学家就餐");
    visit.reload();
    assert_eq!(visit.text(".run h1"), "哲学家就餐");
    visit.click(".language");
    visit.until_says(".run h1", "The dining philosophers");
    visit.reload();
    assert_eq!(visit.text(".run h1"), "The dining philosophers");
}

fn the_colours_are_switched_and_remembered(world: &World) {
    const LOOK: &str = "[document.documentElement.dataset.theme,
        getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]";
    let mut visit = world.open("/run/deadlock?theme=light&at=middle");
    let mut looks = BTreeSet::new();
    let mut pictures = BTreeSet::new();
    for next in ["dark", "contrast", "light"] {
        visit.until_quiet();
        looks.insert(visit.strings(LOOK));
        pictures.insert(visit.picture(".lanes"));
        visit.click(".theme");
        visit.until(&format!("document.documentElement.dataset.theme === '{next}'"));
    }
    assert_eq!((looks.len(), pictures.len()), (3, 3));

    visit.click(".theme");
    visit.go(&world.url("/run/deadlock"));
    visit.reload();
    assert_eq!(visit.strings(LOOK)[0], "dark");
}

fn a_choice_goes_into_an_address_that_names_one(world: &World) {
    let mut visit = world.open("/run/deadlock?lang=en&theme=light");
    visit.click(".language");
    visit.click(".theme");
    visit.until("location.hash.includes('lang=zh') && location.hash.includes('theme=dark')");
    visit.reload();
    assert_eq!(visit.text(".run h1"), "哲学家就餐");
}

/// What `messages/*.ftl` say that takes no arguments and fills one line, by id.
fn messages(file: &str) -> Vec<(&str, &str)> {
    let lines = file.lines().filter_map(|line| line.split_once(" = "));
    lines
        .filter(|(id, text)| !id.starts_with([' ', '#']) && !text.contains('{'))
        .collect()
}

/// No id of a message is to be read anywhere, nor a message of the other language.
fn nothing_is_left_untranslated(world: &World) {
    let english = messages(include_str!("../../../crates/l10n/messages/en.ftl"));
    let chinese = messages(include_str!("../../../crates/l10n/messages/zh.ftl"));
    let lessons: BTreeSet<&str> = world.lessons.iter().map(id).collect();
    let ids = english.iter().map(|(id, _)| *id);
    let ids: BTreeSet<&str> = ids
        .filter(|id| id.contains('-') && !lessons.contains(id))
        .collect();
    assert!(ids.len() > 200, "{} messages", ids.len());
    // The button that switches the language is in the other one, and single words may be a program's own.
    let only =
        |these: &[(&'static str, &'static str)], others: &[(&str, &str)]| -> BTreeSet<&'static str> {
            let others: BTreeSet<&str> = others.iter().map(|(_, text)| *text).collect();
            let these = these.iter().filter(|(id, _)| !id.starts_with("language-switch"));
            let these = these.map(|(_, text)| *text).filter(|text| !others.contains(text));
            these
                .filter(|text| text.chars().next().is_some_and(char::is_uppercase) || !text.is_ascii())
                .collect()
        };
    let wrong = |visit: &mut Visit, place: &str, foreign: &BTreeSet<&str>| {
        for words in visit.strings("ask.words()") {
            let words = words.as_str();
            assert!(!ids.contains(words), "{place}: the id {words:?}");
            assert!(
                !foreign.contains(words),
                "{place}: {words:?} is in the other language"
            );
        }
    };
    for (language, foreign) in [("en", only(&chinese, &english)), ("zh", only(&english, &chinese))] {
        let mut visit = world.open(&format!("/?lang={language}"));
        wrong(&mut visit, "gallery", &foreign);
        for lesson in &world.recorded {
            let lesson = id(lesson);
            visit.turn_to(&format!("/run/{lesson}?at=end"));
            for tab in ["lesson", "story", "source", "console", "findings"] {
                visit.click(&format!("#tab-{tab}"));
                wrong(&mut visit, &format!("{lesson}, {tab}"), &foreign);
            }
        }
        visit.press("?");
        visit.until("ask.find('.help') !== null");
        wrong(&mut visit, "help", &foreign);
        visit.turn_to("/run/nothing");
        wrong(&mut visit, "no run", &foreign);
    }
}

fn a_server_that_does_not_answer_is_told_and_asked_again(world: &World) {
    let mut visit = world.blank(Viewport::DESKTOP);
    // The list comes with the page, so it is not enough to take the network away after that.
    visit.run_first(
        "{ const real = fetch;
           window.offline = true;
           window.fetch = (what, ...rest) => window.offline && String(what).includes('api/lessons.json')
             ? Promise.reject(new TypeError('no network')) : real(what, ...rest); }",
    );
    visit.go(&world.url("/run/nothing?lang=en"));
    visit.ready();
    visit.click(".back");
    visit.until_says(".note h2", "The list of lessons could not be fetched");
    visit.ready();
    visit.value("void (window.offline = false)");
    visit.click(".note button");
    visit.until(&format!("ask.all('.card').length === {}", world.lessons.len()));
    visit.ready();

    visit.page().set_offline(true).expect("no network");
    visit.click("#lesson-process-start .card-link");
    visit.until_says("[role=alert]", "The server does not answer.");
    visit.page().set_offline(false).expect("a network");
    visit.click("[role=alert] button");
    visit.until_says(".run h1", "Starting a process");
}

fn a_list_without_lessons_says_what_to_do(world: &World) {
    let mut visit = world.blank(Viewport::DESKTOP);
    visit.run_first(
        "{ const real = fetch;
           window.fetch = (what, ...rest) => String(what).includes('api/lessons.json')
             ? Promise.resolve(new Response('[]')) : real(what, ...rest); }",
    );
    visit.go(&world.url("/?lang=en"));
    visit.ready();
    assert!(visit.text(".note").contains("cargo xtask start"));
    assert_eq!(visit.number("ask.all('.card').length"), 0.0);
    assert!(visit.is("ask.find('.drop-area input[type=file]') !== null"));
}

fn a_lesson_without_a_run_says_how_to_record_it(world: &World) {
    let empty = tempfile::tempdir().expect("a folder");
    let server = Server::start(&program(), empty.path()).expect("a server");
    let mut visit = world.blank(Viewport::DESKTOP);
    visit.go(&format!("{}#/?lang=en", server.url()));
    visit.ready();
    let said = visit.strings("ask.all('.thumbnail').map(it => it.textContent)");
    assert_eq!(said, vec!["Not recorded yet"; world.lessons.len()]);
    visit.click("#lesson-deadlock .card-link");
    visit.until_says("[role=alert]", "laneway run deadlock");
    visit.click("[role=alert] a");
    visit.until(&format!("ask.all('.card').length === {}", world.lessons.len()));
}

/// Types words into the search field in place of what stands there, and waits until it says how many lessons are
/// found.
#[track_caller]
fn search(visit: &mut Visit, words: &str, said: &str) {
    visit.value(&format!(
        "{{ const field = ask.find('.filters input');
           field.value = '{words}';
           field.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); }}"
    ));
    visit.until_says(".gallery [role=status]", said);
}

/// Clicks on the button of the gallery that says this.
#[track_caller]
fn press_button(visit: &mut Visit, words: &str) {
    let button = format!("ask.all('.gallery button').find(it => it.textContent.trim() === '{words}')");
    visit.value(&format!("{button}.click()"));
}

fn lessons_are_searched_for(world: &World) {
    let mut visit = world.open("/?lang=en");
    let all = world.lessons.len();
    assert_eq!(visit.text(".gallery [role=status]"), format!("{all} lessons"));
    search(&mut visit, "zombie", &format!("1 of {all} lessons"));
    let [chapter] = &visit.strings(CHAPTERS)[..] else {
        panic!("a single chapter has it")
    };
    assert!(
        chapter.starts_with("Processes: ") && chapter.ends_with(" zombie"),
        "{chapter}"
    );
    search(&mut visit, "no such word", &format!("0 of {all} lessons"));
    assert_eq!(visit.strings(CHAPTERS), [""; 0]);

    press_button(&mut visit, "Clear search and filters");
    visit.until_says(".gallery [role=status]", &format!("{all} lessons"));
    visit.until("document.activeElement === ask.find('.filters input')");
    assert_eq!(visit.value("document.activeElement.value"), "");
    visit.until("ask.find('.note') === null");
    assert_eq!(visit.strings(SHOWN_TITLES), titles(world, "en"));
}

fn searches_and_filters_combine(world: &World) {
    let mut visit = world.open("/?lang=en");
    let all = world.lessons.len();
    let count = |fits: &dyn Fn(&Value) -> bool| {
        let count = world.lessons.iter().filter(|lesson| fits(lesson)).count();
        format!("{count} of {all} lessons")
    };
    let is_pool = |lesson: &Value| lesson["part"] == "pools";
    press_button(&mut visit, "Pools");
    visit.until_says(".gallery [role=status]", &count(&is_pool));
    press_button(&mut visit, "Recorded only");
    let is_recorded = |lesson: &Value| world.recorded.contains(lesson);
    let both = count(&|lesson| is_pool(lesson) && is_recorded(lesson));
    visit.until_says(".gallery [role=status]", &both);
    assert_eq!(
        visit.strings(PRESSED),
        ["Concurrency from the ground up", "Pools", "Recorded only"]
    );
    search(&mut visit, "zombie", &format!("0 of {all} lessons"));
    press_button(&mut visit, "Pools");
    press_button(&mut visit, "Recorded only");
    visit.until_says(".gallery [role=status]", &format!("1 of {all} lessons"));
    assert_eq!(visit.complaints(), [""; 0]);
}

/// The courses, as `laneway course --json` tells them.
fn courses() -> Vec<Value> {
    serde_json::from_slice(&output(&["course", "--json"])).expect("JSON")
}

/// What [`CHAPTERS`] says of a course.
fn chapters(course: &Value, language: &str) -> Vec<String> {
    let mut numbers = 1..;
    let chapters = course["chapters"].as_array().expect("chapters").iter();
    let chapters = chapters.map(|chapter| {
        let ids = chapter["lessons"].as_array().expect("lessons").iter();
        let ids = ids.map(|id| id.as_str().expect("an id"));
        let lessons: Vec<String> = ids
            .zip(numbers.by_ref())
            .map(|(id, number)| format!("{number} {id}"))
            .collect();
        let title = chapter["title"][language].as_str().expect("a title");
        format!("{title}: {}", lessons.join(", "))
    });
    chapters.collect()
}

fn a_course_has_its_lessons_in_order(world: &World) {
    for course in courses() {
        for language in ["en", "zh"] {
            let id = course["id"].as_str().expect("an id");
            let mut visit = world.open(&format!("/?lang={language}&course={id}"));
            assert_eq!(visit.strings(CHAPTERS), chapters(&course, language));
            let title = course["title"][language].as_str().expect("a title");
            assert_eq!(visit.strings(PRESSED), [title]);
            let about = course["about"][language].as_str().expect("a sentence");
            assert!(visit.text(".gallery").contains(about));
        }
    }
}

fn a_course_is_chosen_and_remembered(world: &World) {
    let short = &courses()[1];
    let expected = chapters(short, "en");
    let mut visit = world.open("/?lang=en");
    visit.value("ask.find('.gallery button[aria-pressed=false]').focus()");
    visit.press("Enter");
    visit.until("location.hash.includes('course=ninety-minutes')");
    visit.until(&format!("ask.all('.chapter').length === {}", expected.len()));
    assert_eq!(visit.strings(CHAPTERS), expected);
    assert_eq!(
        visit.value("document.activeElement.ariaPressed"),
        "true",
        "the focus stays"
    );
    visit.ready();

    visit.click("#lesson-deadlock .card-link");
    visit.until_says(".run h1", "The dining philosophers");
    visit.click(".back");
    visit.until(&format!("ask.all('.chapter').length === {}", expected.len()));
    // An address that names no course has the one that was chosen last.
    visit.go(&world.url("/"));
    visit.reload();
    assert_eq!(visit.strings(CHAPTERS), expected);
}

fn a_lesson_leads_to_the_next_one_of_the_course(world: &World) {
    let mut visit = world.open("/run/deadlock?lang=en&course=ninety-minutes");
    let next = "ask.all('.about > section').at(-1).querySelector('a')";
    visit.until(&format!("{next}?.hash === '#/run/thread-pool'"));
    visit.value(&format!("{next}.click()"));
    visit.until_says(".run h1", "A thread pool");
    visit.ready();
    visit.until_says("#panel-tab-lesson", "Python");
    assert!(
        !visit.text("#panel-tab-lesson").contains("Next lesson"),
        "it is the last one"
    );
}

fn without_courses_all_lessons_stand_in_one_section(world: &World) {
    let mut visit = world.blank(Viewport::DESKTOP);
    visit.run_first(
        "{ const real = fetch;
           window.fetch = (what, ...rest) => String(what).includes('api/courses.json')
             ? Promise.resolve(new Response('', { status: 404 })) : real(what, ...rest); }",
    );
    visit.go(&world.url("/?lang=en"));
    visit.ready();
    assert_eq!(
        visit.strings("ask.all('.chapter h2').map(it => it.textContent)"),
        ["All lessons"]
    );
    assert_eq!(visit.strings(SHOWN_TITLES), titles(world, "en"));
    assert_eq!(visit.strings(PRESSED), [""; 0]);
}

/// The page's program waits until `start()` is called.
const HELD_BACK: &str = "{
    const real = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...what) => {
        await new Promise(done => { window.start = done; });
        return real.call(WebAssembly, ...what);
    };
}";

/// Whether it does.
const HELD: &str = "typeof window.start === 'function'";

/// What is shown of the gallery, element by element with its attributes; without ids and what is of no use before the
/// program runs.
const SHOWN: &str = "(() => {
    const show = node => {
        if (node.nodeType === Node.TEXT_NODE) return node.data;
        if (node.nodeType !== Node.ELEMENT_NODE || getComputedStyle(node).display === 'none') return '';
        const left = ['id', 'inert', 'data-in', ...(node.matches('.gallery-page') ? ['lang'] : [])];
        const attributes = [...node.attributes].filter(it => !left.includes(it.name))
            .map(it => ` ${it.name}=${JSON.stringify(it.value)}`).sort().join('');
        return `<${node.localName}${attributes}>${[...node.childNodes].map(show).join('')}</${node.localName}>`;
    };
    const galleries = ask.all('.gallery-page').filter(it => it.getClientRects().length > 0);
    return galleries.map(show);
})()";

/// Where the first card that is seen is, and how long the page is.
const PLACES: &str = "[...['.card', '.drop-area', '.filters', '.theme'].flatMap(what => {
    const { x, y, width, height } = ask.all(what).find(it => it.getClientRects().length > 0).getBoundingClientRect();
    return [x, y, width, height];
}), document.documentElement.scrollHeight, scrollY]";

fn the_gallery_stands_there_before_the_program_and_nobody_sees_it_taken_over(world: &World) {
    for (viewport, look) in [
        (Viewport::DESKTOP, "lang=en&theme=light"),
        (Viewport::DESKTOP, "lang=zh&theme=dark"),
        (Viewport::PHONE, "lang=zh&theme=contrast"),
    ] {
        let mut visit = world.blank(viewport);
        visit.run_first(HELD_BACK);
        visit.go(&world.url(&format!("/?{look}")));
        visit.until(HELD);
        visit.value("void scrollTo(0, 200)");
        let (shown, places) = (visit.strings(SHOWN), visit.value(PLACES));
        assert_eq!(shown.len(), 1, "a gallery in one language");
        let links = "ask.all('#front .card-link').filter(it => it.getClientRects().length > 0)";
        assert_eq!(
            visit.number(&format!("{links}.length")),
            world.lessons.len() as f64
        );
        visit.value(&format!("{links}[1].focus({{ preventScroll: true }})"));

        visit.value("void start()");
        visit.ready();
        assert!(visit.is("ask.find('#front') === null"));
        assert_eq!(visit.value(PLACES), places, "{look}: something has moved");
        assert_eq!(visit.strings(SHOWN), shown, "{look}");
        assert!(
            visit.is("document.activeElement === ask.all('.card-link')[1]"),
            "the focus stays"
        );
        assert_eq!(visit.complaints(), [""; 0]);
    }
}

fn a_click_before_the_program_runs_leads_to_the_lesson(world: &World) {
    let mut visit = world.blank(Viewport::DESKTOP);
    visit.run_first(HELD_BACK);
    visit.go(&world.url("/?lang=en"));
    visit.until(HELD);
    visit.click("#front [lang=en] .card-link[href='#/run/deadlock']");
    visit.until("ask.find('#front').getClientRects().length === 0");
    assert!(
        visit.is("ask.find('#boot').getClientRects().length > 0"),
        "it says that it loads"
    );
    visit.value("void start()");
    visit.until_says(".run h1", "The dining philosophers");
    visit.ready();
    assert_eq!(visit.complaints(), [""; 0]);
}

fn a_run_does_not_begin_with_the_gallery(world: &World) {
    for place in ["/run/deadlock", "/file", "/?course=ninety-minutes"] {
        let mut visit = world.blank(Viewport::DESKTOP);
        visit.run_first(HELD_BACK);
        visit.go(&world.url(place));
        visit.until(HELD);
        assert!(
            visit.is("ask.find('#front').getClientRects().length === 0"),
            "{place}: the gallery of another place"
        );
    }
}

fn the_gallery_fetches_no_run(world: &World) {
    let mut visit = world.open("/?lang=en");
    let fetched = visit.strings(
        "performance.getEntriesByType('resource').map(it => new URL(it.name).pathname).toSorted()",
    );
    let runs: Vec<_> = fetched.iter().filter(|name| name.ends_with(".lane")).collect();
    assert!(runs.is_empty(), "{runs:?}");
    // What is preloaded is used, and not fetched a second time.
    assert_eq!(
        fetched.iter().filter(|name| *name == "/api/lessons.json").count(),
        1
    );
}
