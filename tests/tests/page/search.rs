//! Search, the list of commands, and the way along what was found.

use laneway_trace::{Event, Trace, Value};
use xtask::browser::Viewport;

use crate::everyone::wrong;
use crate::visit::Visit;
use crate::world::World;

tests![
    a_slash_opens_the_search_and_escape_gives_the_keys_back,
    letters_are_for_the_field_while_it_is_open,
    nothing_moves_when_it_opens,
    a_lane_that_is_found_is_selected,
    an_object_that_is_found_is_selected,
    a_finding_that_is_found_is_shown,
    a_kind_of_event_is_followed_from_moment_to_moment,
    a_printed_text_is_followed_from_moment_to_moment,
    nothing_is_found_that_has_not_been_played,
    what_is_found_stands_in_groups_in_chinese_too,
    all_that_keys_do_is_among_the_commands,
    what_has_no_key_is_among_the_commands,
    commands_open_by_both_keys_and_from_the_search,
    the_field_says_what_is_marked,
    both_fit_a_phone,
    axe_finds_nothing_in_either,
];

/// Opens the search by its key and types.
#[track_caller]
fn search(visit: &mut Visit, typed: &str) {
    visit.press("/");
    typing(visit, typed);
}

/// Types into the field that is open, in place of what stands there.
#[track_caller]
fn typing(visit: &mut Visit, typed: &str) {
    visit.until("document.activeElement.matches('.find-field')");
    visit.value("document.activeElement.select()");
    visit.page().type_text(typed).expect("letters");
    visit.until_quiet();
}

/// What stands in the list.
#[track_caller]
fn rows(visit: &mut Visit) -> Vec<String> {
    visit.strings("ask.all('.find-words').map(it => it.textContent)")
}

/// Which time it is of how many, as the marked row says.
#[track_caller]
fn until_marked_says(visit: &mut Visit, words: &str) {
    visit.until_says("[role=option][aria-selected=true] .find-beside", words);
}

/// Waits until nothing is open.
#[track_caller]
fn until_closed(visit: &mut Visit) {
    visit.until("ask.find('dialog') === null");
}

/// The rows, from 1, of the events of which this holds.
fn moments(trace: &Trace, holds: impl Fn(&str, &Value) -> bool) -> Vec<u64> {
    let vocabulary = &trace.header.vocabulary;
    (1..)
        .zip(trace.events.iter())
        .filter(|(_, event)| holds(vocabulary.event_name(event.kind).unwrap_or(""), &event.value))
        .map(|(moment, _)| moment)
        .collect()
}

fn a_slash_opens_the_search_and_escape_gives_the_keys_back(world: &World) {
    let mut visit = world.run("ticket-lock");
    for button in [false, true] {
        if button {
            visit.click(".search-button");
        } else {
            visit.press("/");
        }
        visit.until("document.activeElement.matches('.find-field')");
        assert_eq!(visit.value("document.activeElement.value"), "");
        visit.press("Escape");
        until_closed(&mut visit);
        let before = visit.row();
        visit.press("ArrowRight");
        visit.until_row(before + 1);
    }
    visit.press("/");
    visit.click(".find [aria-label=Close]");
    until_closed(&mut visit);
}

fn letters_are_for_the_field_while_it_is_open(world: &World) {
    let mut visit = world.run("ticket-lock");
    visit.press("/");
    visit.until("document.activeElement.matches('.find-field')");
    for key in ["p", "Space", "b", "/", "Home"] {
        visit.press(key);
    }
    assert_eq!(visit.value("document.activeElement.value"), "p b/");
    assert!(visit.is("ask.row() === 0 && ask.find('.is-hall') === null"));
}

fn nothing_moves_when_it_opens(world: &World) {
    const BOXES: &str = "['.lanes', '.run-words', '.run-stage', '.transport', '.top-bar'].map(ask.box).flat().map(Math.round).join(' ')";
    for viewport in [Viewport::DESKTOP, Viewport::PHONE] {
        let mut visit = world.open_at(viewport, "/run/ticket-lock?lang=en&at=end");
        let before = visit.value(BOXES);
        search(&mut visit, "wait");
        assert_eq!(visit.value(BOXES), before);
        visit.press("Enter");
        visit.press("Escape");
        until_closed(&mut visit);
        visit.until("ask.find('.trail') !== null");
        visit.press("Escape");
        visit.until("ask.find('.trail') === null");
    }
}

fn a_lane_that_is_found_is_selected(world: &World) {
    let mut visit = world.open("/run/ticket-lock?lang=en&at=end");
    search(&mut visit, "USER-7");
    visit.until_says(".find-title", "Lanes");
    assert_eq!(rows(&mut visit)[0], "user-7");
    visit.press("Enter");
    until_closed(&mut visit);
    visit.until_says(".explanation", "user-7");
    visit.until("location.hash.includes('select=actor-')");
}

fn an_object_that_is_found_is_selected(world: &World) {
    let mut visit = world.open("/run/deadlock?lang=en&at=end");
    search(&mut visit, "chopstick");
    visit.until_says(".find-title", "Objects");
    assert_eq!(rows(&mut visit)[..2], ["chopstick-1", "chopstick-2"]);
    visit.press("ArrowDown");
    visit.press("Enter");
    until_closed(&mut visit);
    visit.until("location.hash.includes('select=object-2')");
    visit.press("/");
    visit.until("document.activeElement.value === 'chopstick'");
    visit.click("#find-0");
    until_closed(&mut visit);
    visit.until("location.hash.includes('select=object-1')");
}

fn a_finding_that_is_found_is_shown(world: &World) {
    let mut visit = world.open("/run/deadlock?lang=en&at=start&curtain=up");
    search(&mut visit, "deadlock");
    visit.until_says(".find-title", "Findings");
    assert_eq!(rows(&mut visit)[0], "Deadlock");
    visit.press("Enter");
    until_closed(&mut visit);
    visit.until("ask.find('#tab-findings').ariaSelected === 'true' && ask.row() > 0");
    visit.until("location.hash.includes('select=finding-')");
}

fn a_kind_of_event_is_followed_from_moment_to_moment(world: &World) {
    let trace = world.trace("ticket-lock");
    let prints = moments(&trace, |kind, _| kind == "print");
    let all = prints.len();
    let mut visit = world.open("/run/ticket-lock?lang=en&at=start&curtain=up");
    search(&mut visit, "prints");
    visit.until_says(".find-title", "Events");
    until_marked_says(&mut visit, &format!("{all} ×"));
    visit.press("Enter");
    until_marked_says(&mut visit, &format!("1 of {all}"));
    visit.until_row(prints[0]);
    visit.press("Enter");
    until_marked_says(&mut visit, &format!("2 of {all}"));
    visit.until_row(prints[1]);
    visit.press("Shift+Enter");
    visit.until_row(prints[0]);
    visit.press("F3");
    visit.until_row(prints[1]);
    visit.press("Escape");
    until_closed(&mut visit);
    visit.press("F3");
    visit.until_row(prints[2]);
    visit.until_says(".trail-at", &format!("3 of {all}"));
    visit.press("Shift+F3");
    visit.until_row(prints[1]);
    visit.click(".trail .button:nth-of-type(2)");
    visit.until_row(prints[2]);
    visit.click(".trail .button:nth-of-type(1)");
    visit.until_row(prints[1]);
    // After the last comes the first.
    visit.press("End");
    visit.press("F3");
    visit.until_row(prints[0]);
    visit.click_button("Leave it");
    visit.until("ask.find('.trail') === null");
    visit.press("F3");
    assert_eq!(visit.row(), prints[0]);
}

fn a_printed_text_is_followed_from_moment_to_moment(world: &World) {
    let trace = world.trace("producer-consumer");
    let said = |value: &Value| match value {
        Value::Text(id) => Some(trace.texts[id.index()].clone()),
        _ => None,
    };
    let kind = |event: &Event| trace.header.vocabulary.event_name(event.kind) == Some("print");
    let first = trace.events.iter().find(kind).expect("it prints");
    let text = said(&first.value).expect("a text");
    let printed = moments(&trace, |kind, value| {
        kind == "print" && said(value).as_deref() == Some(&text)
    });
    let mut visit = world.open("/run/producer-consumer?lang=en&at=start&curtain=up");
    search(&mut visit, &text.to_uppercase());
    visit.until("ask.all('.find-row').length > 0");
    assert!(rows(&mut visit).contains(&text));
    let index = rows(&mut visit).iter().position(|row| *row == text);
    visit.click(&format!("#find-{}", index.expect("a row")));
    until_closed(&mut visit);
    visit.until_row(printed[0]);
    visit.until_says(".trail-words", &text);
    visit.until_says(".trail-at", &format!("1 of {}", printed.len()));
}

fn nothing_is_found_that_has_not_been_played(world: &World) {
    let mut visit = world.run("deadlock");
    for typed in ["philosopher", "chopstick", "deadlock", "waits"] {
        search(&mut visit, typed);
        visit.until_says(".find-said", "Nothing that has been played so far");
        assert_eq!(rows(&mut visit), [""; 0], "{typed}");
        visit.press("Escape");
        until_closed(&mut visit);
    }
    visit.press("End");
    search(&mut visit, "deadlock");
    visit.until_says(".find-said", "found");
    visit.press("Escape");
    visit.press("Home");
    search(&mut visit, "nobody of that name");
    visit.until_says(".find-said", "Nothing in this run");
}

fn what_is_found_stands_in_groups_in_chinese_too(world: &World) {
    let mut visit = world.open("/run/deadlock?lang=zh&at=end");
    search(&mut visit, "等待");
    let titles = "ask.all('.find-title span:first-child').map(it => it.textContent)";
    visit.until(&format!("{titles}.includes('事件')"));
    assert_eq!(visit.strings(titles), ["发现", "事件"]);
    let counts = visit.strings("ask.all('.find-count').map(it => it.textContent)");
    let listed = rows(&mut visit).len();
    let counted: usize = counts
        .iter()
        .filter_map(|count| count.parse::<usize>().ok())
        .sum();
    assert_eq!(counted, listed);
    visit.until_says(".find-said", &format!("找到 {counted} 项"));
}

fn all_that_keys_do_is_among_the_commands(world: &World) {
    let mut visit = world.run("ticket-lock");
    visit.press("?");
    visit.until("ask.find('.help') !== null");
    let said = visit.strings("ask.all('.help-keys dd').map(it => it.textContent)");
    visit.press("Escape");
    until_closed(&mut visit);
    visit.press("Control+k");
    visit.until("document.activeElement.matches('.find-field')");
    let commands = rows(&mut visit);
    for words in said {
        let there = commands.contains(&words);
        let elsewhere = ["Close, or select nothing", "Answer the question"].contains(&words.as_str());
        assert!(there != elsewhere, "{words}");
    }
    typing(&mut visit, "WHOLE run");
    assert_eq!(rows(&mut visit), ["Show the whole run"]);
    assert_eq!(visit.text(".find-row kbd"), "0");
    typing(&mut visit, "end");
    visit.until("ask.find('#find-0').textContent.includes('End')");
    typing(&mut visit, "to the end");
    visit.press("Enter");
    until_closed(&mut visit);
    visit.until("ask.row() === ask.rows()");
}

/// Opens the commands, types, and does the first that fits.
#[track_caller]
fn command(visit: &mut Visit, typed: &str, words: &str) {
    visit.press("Control+k");
    typing(visit, typed);
    assert_eq!(rows(visit), [words]);
    visit.press("Enter");
    until_closed(visit);
}

fn what_has_no_key_is_among_the_commands(world: &World) {
    let mut visit = world.open("/run/ticket-lock?lang=en&at=middle&theme=light");
    command(&mut visit, "dark", "Dark colours");
    visit.until("document.documentElement.dataset.theme === 'dark'");
    command(&mut visit, "clock real", "Clock: Real time");
    visit.until("ask.find('.clocks [aria-pressed=true]').textContent === 'Real time'");
    command(&mut visit, "panel console", "Panel: Console");
    visit.until("ask.find('#tab-console').ariaSelected === 'true'");
    command(&mut visit, "legend", "Keep the legend below the lanes");
    visit.until("ask.find('.state-legend') !== null");
    command(&mut visit, "chinese", "中文 (Chinese)");
    visit.until("document.documentElement.lang === 'zh-Hans'");
    command(&mut visit, "英文", "English（英文）");
    visit.until("document.documentElement.lang === 'en'");
    visit.value("ask.find('.file-button input').addEventListener('click', event => { event.preventDefault(); window.asked = true; })");
    command(&mut visit, "open a file", "Open a file");
    visit.until("window.asked === true");
    visit.value("Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { window.copied = text; } } })");
    command(&mut visit, "copy", "Copy a link to this moment");
    visit.until("window.copied === location.href");
    command(&mut visit, "all lessons", "All lessons");
    visit.until("ask.find('.gallery') !== null");
    assert_eq!(visit.complaints(), [""; 0]);
}

fn commands_open_by_both_keys_and_from_the_search(world: &World) {
    let mut visit = world.run("ticket-lock");
    for key in ["Control+Shift+P", "Control+k"] {
        visit.press(key);
        visit.until("ask.find('.find-field')?.ariaLabel === 'Commands'");
        visit.press(key);
        until_closed(&mut visit);
    }
    visit.press("/");
    visit.until("ask.find('.find-field')?.ariaLabel === 'Search'");
    visit.click(".find-foot .button");
    visit.until("document.activeElement.ariaLabel === 'Commands'");
    visit.click(".find-foot .button");
    visit.until("document.activeElement.ariaLabel === 'Search'");
    visit.press("Escape");
    until_closed(&mut visit);
    visit.press("ArrowRight");
    visit.until_row(1);
}

fn the_field_says_what_is_marked(world: &World) {
    const MARKED: &str = "(id => [id, document.getElementById(id).ariaSelected, document.getElementById(id).role,
        ask.all('[role=option][aria-selected=true]').length])(document.activeElement.getAttribute('aria-activedescendant'))";
    let mut visit = world.open("/run/ticket-lock?lang=en&at=end");
    search(&mut visit, "user");
    assert_eq!(visit.value("document.activeElement.role"), "combobox");
    for (key, expected) in [
        ("ArrowDown", "find-1"),
        ("ArrowUp", "find-0"),
        ("ArrowUp", "last"),
    ] {
        visit.press(key);
        let last = visit.number("ask.all('[role=option]').length") - 1.0;
        let expected = if expected == "last" {
            format!("find-{last}")
        } else {
            expected.to_owned()
        };
        let marked = visit.value(MARKED);
        assert_eq!(
            marked,
            serde_json::json!([expected, "true", "option", 1]),
            "{key}"
        );
        let seen = "(row => (list => row.top >= list.top && row.bottom <= list.bottom + 1)
            (ask.find('.find-list').getBoundingClientRect()))(ask.find('[aria-selected=true].find-row').getBoundingClientRect())";
        assert!(visit.is(seen), "{key}");
    }
    assert!(visit.is("ask.find('.find-said').role === 'status'"));
    typing(&mut visit, "nobody at all");
    assert!(visit.is(
        "document.activeElement.ariaExpanded === 'false' && !document.activeElement.hasAttribute('aria-activedescendant')"
    ));
}

fn both_fit_a_phone(world: &World) {
    for language in ["en", "zh"] {
        let mut visit = world.open_at(
            Viewport::PHONE,
            &format!("/run/ticket-lock?lang={language}&at=end"),
        );
        visit.click(".search-button");
        typing(&mut visit, "user");
        for list in ["search", "commands"] {
            assert_eq!(
                visit.strings("ask.outside('.find, .find-field, .find-foot .button')"),
                [""; 0],
                "{list}"
            );
            assert!(
                visit.number("parseFloat(getComputedStyle(ask.find('.find-field')).fontSize)") >= 16.0
            );
            let low = visit.number(
                "Math.min(...ask.all('.find-row').map(it => it.getBoundingClientRect().height))",
            );
            assert!(low >= 43.9, "{list}: {low} px");
            let width = visit.number("document.documentElement.scrollWidth");
            assert!(width <= f64::from(Viewport::PHONE.width_px), "{list}: {width} px");
            visit.click(".find-foot .button");
            visit.until("ask.all('.find-row').length > 0");
        }
    }
}

fn axe_finds_nothing_in_either(world: &World) {
    for language in ["en", "zh"] {
        let mut visit = world.open(&format!("/run/deadlock?lang={language}&at=end"));
        search(&mut visit, "a");
        assert_eq!(wrong(&mut visit), [""; 0], "search in {language}");
        visit.press("Control+k");
        visit.until("ask.all('.find-row').length > 20");
        assert_eq!(wrong(&mut visit), [""; 0], "commands in {language}");
        visit.press("Control+k");
        until_closed(&mut visit);
        search(&mut visit, "lock_acquire");
        visit.press("Enter");
        visit.press("Escape");
        visit.until("ask.find('.trail') !== null");
        assert_eq!(wrong(&mut visit), [""; 0], "a trail in {language}");
    }
}
