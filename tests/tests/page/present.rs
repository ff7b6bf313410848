//! In a hall: large, with one sentence; a black screen; a window for the speaker; notes and stops of one's own.

use serde_json::Value;
use xtask::browser::Viewport;

use crate::everyone::wrong;
use crate::visit::Visit;
use crate::world::World;

tests![
    in_a_hall_there_are_lanes_stage_and_one_sentence,
    all_text_is_large_in_both_languages,
    a_link_can_lead_to_the_hall,
    one_key_a_clicker_or_a_click_goes_on,
    a_question_is_asked_and_its_answer_told,
    a_hall_votes_twice_and_sees_both_counts,
    a_black_screen_goes_away_with_any_key,
    the_selected_lane_stands_out,
    what_is_clicked_in_a_hall_is_what_lies_there,
    the_speaker_sees_more_and_drives_the_hall,
    a_refused_window_is_said,
    notes_are_kept_as_one_types,
    a_stop_of_ones_own_stops_playing,
    notes_are_taken_along_in_a_file,
];

/// The texts in sight that are smaller than the smallest that the last row reads, which is 28 px of 1080.
const SMALL: &str = "(() => {
    const least = 28 * Math.min(innerHeight / 1080, innerWidth / 1200) - 0.1;
    return ask.all('.run *').filter(it => [...it.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
        .filter(it => it.checkVisibility() && !it.closest('.visually-hidden'))
        .map(it => [parseFloat(getComputedStyle(it).fontSize) * (it.currentCSSZoom ?? 1), it.textContent])
        .filter(([px]) => px < least).map(([px, words]) => `${px} ${words}`);
})()";

/// Remembers the window that the page opens.
const SECOND: &str = "{ const open = window.open.bind(window); window.open = (...them) => (window.second = open(...them)); }";

fn hall(world: &World, lesson: &str, at: &str) -> Visit {
    let mut visit = world.open(&format!("/run/{lesson}?lang=en&at={at}"));
    visit.press("p");
    visit.until("ask.find('.is-hall') !== null");
    visit
}

fn in_a_hall_there_are_lanes_stage_and_one_sentence(world: &World) {
    let mut visit = world.open("/run/ticket-lock?lang=en&at=start&theme=light");
    visit.press("p");
    visit.until("ask.find('.is-hall') !== null");
    visit.until("document.documentElement.dataset.theme === 'contrast'");
    let gone = "ask.all('.top-bar, .transport, .tabs, .overview').every(it => !it.checkVisibility())";
    assert!(visit.is(gone));
    assert!(visit.is("ask.all('.lanes, .stage, .hall-card').every(it => it.checkVisibility())"));
    assert_eq!(
        visit.strings("ask.outside('.lanes, .run-stage, .hall-card')"),
        [""; 0]
    );
    assert_eq!(
        visit.strings("ask.overlaps('.lanes, .run-stage, .hall-card')"),
        [""; 0]
    );
    // The user's own colours come back.
    visit.press("Escape");
    visit.until("ask.find('.is-hall') === null && document.documentElement.dataset.theme === 'light'");
    assert!(visit.is("ask.find('.top-bar').checkVisibility()"));
    visit.press("p");
    visit.until("ask.find('.is-hall') !== null");
    visit.press("p");
    visit.until("ask.find('.is-hall') === null");
    assert_eq!(visit.complaints(), [""; 0]);
}

fn all_text_is_large_in_both_languages(world: &World) {
    for (lesson, language) in [
        ("ticket-lock", "en"),
        ("thread-pool", "zh"),
        ("process-daemon", "en"),
    ] {
        let at = format!("/run/{lesson}?lang={language}&at=middle&present=1");
        let mut visit = world.open(&at);
        visit.until("ask.find('.is-hall .hall-said') !== null");
        assert_eq!(visit.strings(SMALL), [""; 0], "{lesson}");
        visit.press("End");
        assert_eq!(visit.strings(SMALL), [""; 0], "{lesson} at its end");
    }
}

fn a_link_can_lead_to_the_hall(world: &World) {
    let mut visit = world.open_at(
        Viewport::DESKTOP,
        "/run/ticket-lock?lang=zh&at=start&present=1&theme=dark",
    );
    visit
        .until("ask.find('.is-hall') !== null && document.documentElement.dataset.theme === 'contrast'");
    // Nobody has done anything yet, so the browser refuses the whole screen: nothing is said of it.
    assert_eq!(visit.complaints(), [""; 0]);
}

fn one_key_a_clicker_or_a_click_goes_on(world: &World) {
    let mut visit = hall(world, "ticket-lock", "start");
    let start = visit.text(".hall-said");
    visit.press("PageDown");
    visit.until(&format!(
        "ask.text('.hall-said') !== {}",
        Value::from(start.clone())
    ));
    let first = visit.row();
    visit.click(".hall-card");
    visit.until(&format!("ask.row() > {first}"));
    let second = visit.row();
    visit.press("PageUp");
    visit.until_row(first);
    // Space plays, to the next stop.
    visit.press("Space");
    visit.until("!ask.playing()");
    visit.until_row(second);
}

fn a_question_is_asked_and_its_answer_told(world: &World) {
    let mut visit = hall(world, "ticket-lock", "start");
    let mut asked = false;
    for _ in 0..20 {
        visit.press("PageDown");
        asked = visit.is("ask.find('.hall-card .prompt:not(.prompt-told)') !== null");
        if asked {
            break;
        }
    }
    assert!(asked, "a question");
    visit.press("1");
    visit.until("ask.all('.hall-card .prompt-option.is-chosen').length === 1");
    assert_eq!(visit.strings(SMALL), [""; 0]);
    let mut told = false;
    for _ in 0..20 {
        visit.press("PageDown");
        told = visit.is("ask.find('.hall-card .prompt-told .is-right') !== null");
        if told {
            break;
        }
    }
    assert!(told, "an answer");
    assert!(visit.is("ask.text('.hall-card .prompt-why').length > 10"));
    assert_eq!(visit.strings(SMALL), [""; 0]);
}

/// What axe-core finds. A hall is never in the colours of a theme, in which it looks, too.
fn wrong_in_hall(visit: &mut Visit) -> Vec<String> {
    let mut wrong = wrong(visit);
    wrong.retain(|line| !line.starts_with("color-contrast-enhanced:"));
    wrong
}

/// Goes on in a hall until something is there.
fn on_to(visit: &mut Visit, selector: &str) {
    for _ in 0..20 {
        if visit.is(&format!("ask.find('{selector}') !== null")) {
            return;
        }
        visit.press("PageDown");
    }
    panic!("nothing matches {selector}");
}

fn a_hall_votes_twice_and_sees_both_counts(world: &World) {
    let mut visit = hall(world, "ticket-lock", "start");
    on_to(&mut visit, ".hall-card .prompt:not(.prompt-told)");
    // Nobody is asked to vote.
    assert!(visit.is("ask.find('.vote-field') === null"));
    visit.click(".vote-begin");
    visit.until("document.activeElement.matches('.vote-field')");
    let count = |visit: &mut Visit, counts: [&str; 2]| {
        for (option, count) in [(1, counts[0]), (2, counts[1])] {
            visit.click(&format!("li:nth-child({option}) .vote-field"));
            visit.type_text(count);
        }
    };
    count(&mut visit, ["30", "10"]);
    assert_eq!(visit.strings(SMALL), [""; 0]);
    assert_eq!(wrong_in_hall(&mut visit), [""; 0]);
    // While the hall talks, nobody sees what the others think.
    visit.click(".vote-on");
    visit.until_says(".vote-ways", "Talk to your neighbour, then vote again");
    visit
        .until("ask.all('.vote-field').every(it => it.value === '') && ask.find('.vote-bars') === null");
    count(&mut visit, ["5", "35"]);
    // It is kept, and one can go back.
    visit.reload();
    visit.press("p");
    visit.until("ask.find('li:nth-child(2) .vote-field')?.value === '35'");
    visit.click(".vote-back");
    visit.until("ask.find('li:nth-child(1) .vote-field').value === '30'");
    visit.click(".vote-on");
    count(&mut visit, ["5", "35"]);
    // A clicker goes on from a field.
    on_to(&mut visit, ".hall-card .prompt-told");
    visit.until_says(".vote-legend", "First vote: 40");
    visit.until_says(".vote-legend", "After the talk: 40");
    let widths = "ask.all('.vote-bar rect').map(it => it.getAttribute('width'))";
    let widths = visit.strings(widths);
    assert_eq!(widths[..4], ["75.0%", "12.5%", "25.0%", "87.5%"]);
    assert_eq!(visit.strings(SMALL), [""; 0]);
    assert_eq!(wrong_in_hall(&mut visit), [""; 0]);
    // A new start forgets it.
    visit.press("p");
    visit.click(".start-again");
    visit.press("p");
    on_to(&mut visit, ".hall-card .prompt:not(.prompt-told)");
    assert!(visit.is("ask.find('.vote-begin') !== null && ask.find('.vote-field') === null"));
    assert_eq!(visit.complaints(), [""; 0]);
}

fn a_black_screen_goes_away_with_any_key(world: &World) {
    let mut visit = hall(world, "ticket-lock", "start");
    visit.press("Space");
    visit.press("b");
    visit.until("ask.find('.hall-blank') !== null && !ask.playing()");
    let black = "(({ width, height }) => width === innerWidth && height === innerHeight)(ask.find('.hall-blank').getBoundingClientRect())";
    assert!(visit.is(black));
    let row = visit.row();
    visit.press("ArrowRight");
    visit.until("ask.find('.hall-blank') === null");
    assert_eq!(visit.row(), row, "the key has done nothing else");
    visit.press("b");
    visit.until("ask.find('.hall-blank') !== null");
    visit.press("b");
    visit.until("ask.find('.hall-blank') === null && ask.find('.is-hall') !== null");
    // Elsewhere the key does nothing.
    visit.press("Escape");
    visit.until("ask.find('.is-hall') === null");
    visit.press("b");
    assert!(visit.is("ask.find('.hall-blank') === null"));
}

fn the_selected_lane_stands_out(world: &World) {
    /// How bright the lower half of the lanes is.
    const BRIGHT: &str = "(() => {
        const canvas = ask.find('.lanes canvas');
        const { width, height } = canvas;
        const top = Math.round(height * 0.7);
        const { data } = canvas.getContext('2d').getImageData(0, top, width, height - top);
        let sum = 0;
        for (let at = 0; at < data.length; at += 4) sum += data[at] + data[at + 1] + data[at + 2];
        return sum;
    })()";
    let mut visit = hall(world, "producer-consumer", "middle");
    let before = visit.number(BRIGHT);
    visit.press("ArrowDown");
    visit.until_quiet();
    let after = visit.number(BRIGHT);
    assert!(after < before * 0.9, "{after} of {before}");
}

fn what_is_clicked_in_a_hall_is_what_lies_there(world: &World) {
    let mut visit = hall(world, "ticket-lock", "start");
    // The middle of the ruler is the middle of the run.
    let at = visit.in_lanes(0.6, 0.03);
    visit.click_at(at);
    let (row, rows) = (visit.row() as f64, visit.number("ask.rows()"));
    assert!((0.3..0.7).contains(&(row / rows)), "{row} of {rows}");
}

/// A run with a speaker's window, which the page opens by a key.
fn with_speaker(world: &World) -> Visit {
    let mut visit = world.blank(Viewport::DESKTOP);
    visit.run_first(SECOND);
    visit.go(&world.url("/run/ticket-lock?lang=en&at=start&present=1"));
    visit.ready();
    visit.press("Shift+B");
    visit.until("window.second?.document?.querySelector('.speaker-said') != null");
    visit
}

fn speaker_key(visit: &mut Visit, key: &str) {
    visit.value(&format!(
        "second.document.body.dispatchEvent(new second.KeyboardEvent('keydown', \
         {{ key: '{key}', code: '{key}', bubbles: true, cancelable: true }}))"
    ));
}

fn the_speaker_sees_more_and_drives_the_hall(world: &World) {
    let mut visit = with_speaker(world);
    visit.until("/^\\d+:\\d\\d$/.test(second.document.querySelector('[role=timer]').textContent)");
    let next = visit.value("second.document.querySelector('.speaker-next').textContent");
    // Its keys drive the first window, and both stay in step.
    speaker_key(&mut visit, "PageDown");
    visit.until(&format!("ask.text('.hall-said') === {next}"));
    visit.until(&format!(
        "second.document.querySelector('.speaker-said').textContent === {next}"
    ));
    for _ in 0..20 {
        let row = visit.row();
        speaker_key(&mut visit, "PageDown");
        visit.until(&format!("ask.row() !== {row} || ask.find('.prompt') !== null"));
        if visit.is("ask.find('.hall-card .prompt') !== null") {
            break;
        }
    }
    // The right answer is marked there, and in the hall it is not.
    visit.until("second.document.querySelectorAll('.speaker-option.is-right').length === 1");
    assert!(visit.is("ask.find('.hall-card .is-right') === null"));
    speaker_key(&mut visit, "b");
    visit.until(
        "ask.find('.hall-blank') !== null && second.document.querySelector('.speaker-black') !== null",
    );
    speaker_key(&mut visit, "b");
    visit.until("ask.find('.hall-blank') === null");
    // A note that is typed there is kept here.
    visit.value(
        "(() => { const field = second.document.querySelector('.note-field'); field.value = 'Ask the last row.'; \
         field.dispatchEvent(new second.InputEvent('input', { bubbles: true })); })()",
    );
    visit.until("Object.values(localStorage).some(it => it.includes('Ask the last row.'))");
    // Messages of others are not heard.
    let row = visit.row();
    visit.value("postMessage('{\"code\":\"End\",\"key\":\"End\",\"shift\":false}', '*')");
    speaker_key(&mut visit, "PageUp");
    visit.until(&format!("ask.row() < {row} || ask.row() === 0"));
    assert_eq!(visit.complaints(), [""; 0]);
    visit.value("second.close()");
}

fn a_refused_window_is_said(world: &World) {
    let mut visit = world.run("ticket-lock");
    visit.value("void (window.open = () => null)");
    visit.press("Shift+B");
    visit.until_says(".hall-refused", "Allow pop-ups");
    visit.press("ArrowRight");
    visit.until("ask.find('.hall-refused') === null");
}

/// Types a note at the playhead.
fn note(visit: &mut Visit, words: &str) {
    visit.value("ask.find('.own-note .note-field').scrollIntoView({ block: 'center' })");
    visit.click(".own-note .note-field");
    visit.type_text(words);
}

fn notes_are_kept_as_one_types(world: &World) {
    let mut visit = world.run("deadlock");
    visit.value("void localStorage.removeItem('laneway-notes-lesson-deadlock')");
    let value = "ask.find('.own-note .note-field').value";
    note(&mut visit, "Draw the circle first.");
    visit.until(&format!("{value} === 'Draw the circle first.'"));
    // Letters are no keys of the run.
    assert!(visit.is("ask.find('.is-hall, .hall-blank') === null"));
    visit.value("document.activeElement.blur()");
    visit.press("PageDown");
    visit.until(&format!("{value} === ''"));
    note(&mut visit, "Now wait.");
    visit.reload();
    visit.value("document.activeElement.blur()");
    visit.press("Home");
    visit.until(&format!("{value} === 'Draw the circle first.'"));
    visit.press("PageDown");
    visit.until(&format!("{value} === 'Now wait.'"));
}

fn a_stop_of_ones_own_stops_playing(world: &World) {
    let mut visit = world.run("counter-race");
    visit.press("ArrowRight");
    let row = visit.row();
    visit.click(".own-stop");
    visit.until("ask.find('.own-stop').getAttribute('aria-pressed') === 'true'");
    note(&mut visit, "Look at the clock.");
    visit.reload();
    visit.value("document.activeElement.blur()");
    visit.press("p");
    visit.press("Home");
    visit.press("Space");
    visit.until("!ask.playing()");
    visit.until_row(row);
    visit.until_says(".hall-said", "Look at the clock.");
    // A clicker comes to it, too.
    visit.press("Home");
    visit.press("PageDown");
    visit.until_row(row);
}

/// Remembers what the page has the browser save.
const SAVED: &str = "void (HTMLAnchorElement.prototype.click = function () {
    window.saved = [this.download, decodeURIComponent(this.href.split(',').slice(1).join(','))];
})";

fn notes_are_taken_along_in_a_file(world: &World) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("deadlock.notes.json");
    let mut visit = world.run("deadlock");
    visit.value("localStorage.clear()");
    note(&mut visit, "Draw the circle first.");
    visit.value("document.activeElement.blur()");
    visit.press("ArrowRight");
    visit.click(".own-stop");
    visit.until("ask.find('.own-stop').getAttribute('aria-pressed') === 'true'");
    note(&mut visit, "谁先？ 50 %");
    visit.value(SAVED);
    visit.click(".notes-save");
    visit.until("window.saved !== undefined");
    let saved = visit.strings("window.saved");
    assert_eq!(saved[0], "deadlock.notes.json");
    std::fs::write(&file, &saved[1]).expect("a file");
    // In another browser there are none.
    visit.value("localStorage.clear()");
    visit.reload();
    visit.value("document.activeElement.blur()");
    assert!(visit.is("ask.find('.own-stop').getAttribute('aria-pressed') === 'false'"));
    let open = |visit: &mut Visit| {
        let input = ".notes-file input[type=file]";
        visit.page().set_files(input, &[&file]).expect("a file input");
    };
    open(&mut visit);
    visit.until_says(".notes-file [role=status]", "The notes are here.");
    visit.until("ask.find('.own-stop').getAttribute('aria-pressed') === 'true'");
    let value = "ask.find('.own-note .note-field').value";
    visit.until(&format!("{value} === '谁先？ 50 %'"));
    visit.press("Home");
    visit.until(&format!("{value} === 'Draw the circle first.'"));
    assert_eq!(wrong(&mut visit), [""; 0]);
    // They are kept, as if they had been typed.
    visit.reload();
    visit.until(&format!("{value} === 'Draw the circle first.'"));
    let mut other = world.run("counter-race");
    open(&mut other);
    other.until_says(".notes-file [role=status]", "belong to another run");
    std::fs::write(&file, "[]").expect("a file");
    open(&mut other);
    other.until_says(".notes-file [role=status]", "no notes of Laneway's");
    assert_eq!(other.complaints(), [""; 0]);
}
