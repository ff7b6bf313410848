//! Files of the user: chosen, dropped, and damaged in every way.

use std::path::{Path, PathBuf};

use laneway_trace::{FORMAT_VERSION, Limits};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::visit::Visit;
use crate::world::{World, output};

tests![
    a_file_is_chosen_in_the_dialog,
    a_file_is_chosen_on_top_of_a_run,
    a_file_is_dropped_on_the_page,
    a_reload_opens_the_file_again_where_it_was,
    back_and_forward_lead_from_file_to_file,
    a_file_that_is_forgotten_is_gone,
    a_file_of_lines_opens_as_well,
    lines_that_end_too_early_show_what_was_kept,
    a_file_that_ends_too_early_shows_what_was_kept,
    how_a_run_ended_and_what_was_not_seen_is_told_at_once,
    how_a_lesson_ends_is_told_at_its_end,
    what_a_run_says_of_itself_is_cut_and_stays_in_its_place,
    a_file_that_ends_in_its_header_is_refused,
    a_foreign_file_is_refused_and_the_next_one_opens,
    a_newer_file_is_refused_and_the_next_one_opens,
];

fn open_in_gallery(world: &World, file: &Path) -> Visit {
    let mut visit = world.open("/?lang=en");
    visit.choose_file(file);
    visit.until("location.hash.startsWith('#/file/')");
    visit.ready();
    visit
}

#[track_caller]
fn until_shown(visit: &mut Visit, title: &str, events: u64) {
    visit.until_says(".run h1", title);
    visit.until(&format!("ask.rows() === {events}"));
    visit.ready();
    assert_eq!(visit.complaints(), [""; 0]);
}

/// A file with this content.
fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).expect("written");
    (folder, file)
}

/// The run of the deadlock as lines of JSON.
fn lines(world: &World) -> String {
    let file = world.file("deadlock");
    let lines = output(&["export", file.to_str().expect("UTF-8"), "--to", "jsonl"]);
    String::from_utf8(lines).expect("UTF-8")
}

fn a_file_is_chosen_in_the_dialog(world: &World) {
    let mut visit = open_in_gallery(world, &world.file("deadlock"));
    until_shown(&mut visit, "The dining philosophers", world.events("deadlock"));
    visit.press("End");
    visit.until_says(".finding-title", "Deadlock");
}

fn a_file_is_chosen_on_top_of_a_run(world: &World) {
    let mut visit = world.run("deadlock");
    for lesson in ["thread-pool", "deadlock", "deadlock"] {
        visit.press("End");
        visit.choose_file(&world.file(lesson));
        visit.until("ask.text('.readout-event')?.startsWith('event 0 of') ?? false");
        until_shown(&mut visit, "", world.events(lesson));
    }
    visit.click(".back");
    visit.until(&format!("ask.all('.card').length === {}", world.lessons.len()));
}

fn a_file_is_dropped_on_the_page(world: &World) {
    let dropped = world.file("thread-pool");
    for place in ["/?lang=en", "/run/deadlock?lang=en"] {
        let mut visit = world.open(place);
        visit
            .page()
            .drag_files_over(300.0, 300.0, &[&dropped])
            .expect("the mouse");
        visit.until_says(".drop-veil", "Drop the file to open it");
        visit
            .page()
            .drop_files(300.0, 300.0, &[&dropped])
            .expect("the mouse");
        until_shown(&mut visit, "A thread pool", world.events("thread-pool"));
        assert!(visit.is("ask.find('.drop-veil') === null"));
    }
}

fn a_reload_opens_the_file_again_where_it_was(world: &World) {
    let mut visit = open_in_gallery(world, &world.file("deadlock"));
    for _ in 0..3 {
        visit.press("ArrowRight");
    }
    visit.until_row(3);
    visit.until("location.hash.startsWith('#/file/deadlock.lane') && location.hash.includes('at=2')");
    visit.reload();
    until_shown(&mut visit, "The dining philosophers", world.events("deadlock"));
    visit.until_row(3);
}

fn back_and_forward_lead_from_file_to_file(world: &World) {
    let mut visit = open_in_gallery(world, &world.file("deadlock"));
    until_shown(&mut visit, "The dining philosophers", world.events("deadlock"));
    visit.choose_file(&world.file("thread-pool"));
    until_shown(&mut visit, "A thread pool", world.events("thread-pool"));
    visit.value("history.back()");
    until_shown(&mut visit, "The dining philosophers", world.events("deadlock"));
    visit.value("history.forward()");
    until_shown(&mut visit, "A thread pool", world.events("thread-pool"));
}

fn a_file_that_is_forgotten_is_gone(world: &World) {
    let mut visit = open_in_gallery(world, &world.file("deadlock"));
    visit.choose_file(&world.file("thread-pool"));
    until_shown(&mut visit, "A thread pool", world.events("thread-pool"));
    visit.click(".back");
    let kept = "ask.all('.kept-files a').map((link) => link.textContent).join()";
    visit.until(&format!("{kept} === 'thread-pool.lane,deadlock.lane'"));
    visit.click("[aria-label='Forget thread-pool.lane']");
    visit.until(&format!("{kept} === 'deadlock.lane'"));
    // The page that opened it still has it.
    visit.reload();
    visit.turn_to("/file/thread-pool.lane");
    visit.until_says(
        "[role=alert]",
        "This browser does not keep a file named “thread-pool.lane”.",
    );
    visit.turn_to("/file");
    visit.until_says("[role=alert]", "No file is open.");
    visit.choose_file(&world.file("deadlock"));
    until_shown(&mut visit, "The dining philosophers", world.events("deadlock"));
}

fn a_file_of_lines_opens_as_well(world: &World) {
    let (_folder, lines) = file("run.jsonl", lines(world).as_bytes());
    let mut visit = open_in_gallery(world, &lines);
    until_shown(&mut visit, "The dining philosophers", world.events("deadlock"));
    assert!(visit.is("ask.find('.notices') === null"));
}

/// What is said of a file that ends after so many events.
fn cut_off(events: &str) -> String {
    format!("The file ends early: it has {events} events, but not how the run ended.")
}

fn lines_that_end_too_early_show_what_was_kept(world: &World) {
    let lines = lines(world);
    // Header and rows, thirteen events, and half of the next.
    let mut events = lines.match_indices("{\"time_ns\"").map(|(at, _)| at);
    let fourteenth = events.nth(13).expect("many events");
    let (_folder, cut) = file("cut.jsonl", &lines.as_bytes()[..fourteenth + 20]);
    let mut visit = open_in_gallery(world, &cut);
    until_shown(&mut visit, "The dining philosophers", 13);
    visit.until_says(".notices summary", &cut_off("13"));
    visit.press("End");
    visit.until_row(13);
}

fn a_file_that_ends_too_early_shows_what_was_kept(world: &World) {
    // Events stand in blocks: this run has more than one.
    let (_folder, long) = file("long.lane", b"");
    std::fs::remove_file(&long).expect("removed");
    let path = long.to_str().expect("UTF-8");
    output(&[
        "run",
        "counter-race",
        "--set",
        "steps=6000",
        "--set",
        "pause=false",
        "-o",
        path,
    ]);
    let bytes = std::fs::read(&long).expect("a file");
    // What is lost with the end depends on where its blocks end.
    let kept = |part: &[u8]| {
        let read = laneway_trace::read(part, &Limits::default());
        read.map_or(0, |(trace, _)| trace.events.len() as u64)
    };
    let (all, step) = (kept(&bytes), bytes.len() / 50);
    let mut parts = (1..50).map(|steps| &bytes[..bytes.len() - steps * step]);
    let part = parts.find(|part| kept(part) < all).expect("a part of it");
    let events = kept(part);
    assert!(events >= 1_000, "{events} of {all}");
    let (_folder, cut) = file("cut.lane", part);
    let mut visit = open_in_gallery(world, &cut);
    let with_comma = format!("{},{:03}", events / 1000, events % 1000);
    visit.until_says(".notices summary", &cut_off(&with_comma));
    until_shown(&mut visit, "A race on a counter", events);
    visit.press("End");
    visit.until_row(events);
}

/// The run of the deadlock as lines of JSON, each of which may be changed.
fn with_lines(world: &World, change: impl Fn(&mut Value)) -> (TempDir, PathBuf) {
    let lines = lines(world);
    let changed = lines.lines().map(|line| {
        let mut line = serde_json::from_str(line).expect("JSON");
        change(&mut line);
        format!("{line}\n")
    });
    file("run.jsonl", changed.collect::<String>().as_bytes())
}

fn how_a_run_ended_and_what_was_not_seen_is_told_at_once(world: &World) {
    let (_folder, own) = with_lines(world, |line| {
        if let Some(header) = line.get_mut("header") {
            header["lesson"] = Value::Null;
            header["title"] = "Mine".into();
        }
        if let Some(closing) = line.get_mut("closing") {
            closing["ending"] = "timeout".into();
            closing["unseen"] = json!(["A thread was not seen."]);
        }
    });
    let mut visit = open_in_gallery(world, &own);
    until_shown(&mut visit, "Mine", world.events("deadlock"));
    assert_eq!(
        visit.text(".notices summary"),
        "The run took longer than allowed and was ended. Not everything could be seen."
    );
    assert!(visit.is("!ask.find('.notices').open"));
    visit.click(".notices summary");
    visit.until("ask.find('.notices').open");
    let all = visit.text(".notices-all");
    assert!(all.contains("A thread was not seen."), "{all}");
    assert!(visit.is("ask.find('.notices-all').getBoundingClientRect().bottom < innerHeight"));
    // Nothing of a run of one's own is hidden.
    let start = visit.picture(".overview");
    visit.press("End");
    visit.press("Home");
    visit.until_row(0);
    assert_eq!(visit.picture(".overview"), start);
    visit.click(".language");
    visit.until_says(
        ".notices summary",
        "这次运行超过允许的时间，已被终止。有些情况没能看到。",
    );
    assert_eq!(visit.complaints(), [""; 0]);
}

fn how_a_lesson_ends_is_told_at_its_end(world: &World) {
    let mut visit = world.run("deadlock");
    assert!(visit.is("ask.find('.notices') === null"));
    let height = "ask.find('.top-bar').offsetHeight";
    let before = visit.number(height);
    visit.press("End");
    visit.until_says(
        ".notices summary",
        "The run got stuck: nobody could ever move again.",
    );
    assert_eq!(visit.number(height), before, "nothing below it moves");
    // Whoever has seen it knows it.
    visit.press("Home");
    visit.until_row(0);
    assert!(visit.is("ask.find('.notices') !== null"));
}

fn what_a_run_says_of_itself_is_cut_and_stays_in_its_place(world: &World) {
    let long = format!("a\u{202e}b\u{1b}{}", "w".repeat(1_000_000));
    let (_folder, run) = with_lines(world, |line| {
        if let Some(header) = line.get_mut("header") {
            header["lesson"] = Value::Null;
            header["title"] = long.as_str().into();
            for source in header["sources"].as_object_mut().expect("sources").values_mut() {
                *source = long.as_str().into();
            }
        }
        for table in ["actor", "object"] {
            if let Some(row) = line.pointer_mut(&format!("/define/{table}")) {
                row["name"] = long.as_str().into();
            }
        }
        if let Some(closing) = line.get_mut("closing") {
            closing["unseen"] = json!([long]);
        }
    });
    let mut visit = open_in_gallery(world, &run);
    until_shown(&mut visit, "a\\u{202e}b\\u{1b}w", world.events("deadlock"));
    visit.press("End");
    visit.until_row(world.events("deadlock"));
    for tab in ["lesson", "story", "source", "console", "findings"] {
        visit.click(&format!("#tab-{tab}"));
        visit.until(&format!("ask.find('#panel-tab-{tab}') !== null"));
        let length = visit.number("document.body.textContent.length");
        assert!(length < 100_000.0, "{tab}: {length}");
        assert!(
            visit.is(r"!/[\u202e\u001b]/.test(document.body.textContent)"),
            "{tab}"
        );
        let wide = "ask.all('.words *, .top-bar *').filter(it => it.getBoundingClientRect().right > innerWidth + 1).length";
        assert_eq!(visit.number(wide), 0.0, "{tab}");
    }
    assert_eq!(visit.complaints(), [""; 0]);
}

#[track_caller]
fn until_refused(visit: &mut Visit, words: &str, advice: &str) {
    visit.until_says("[role=alert]", words);
    visit.until_says("[role=alert]", advice);
    assert_eq!(visit.complaints(), [""; 0]);
}

fn a_file_that_ends_in_its_header_is_refused(world: &World) {
    let bytes = std::fs::read(world.file("deadlock")).expect("a file");
    let (_folder, cut) = file("cut.lane", &bytes[..1000]);
    let mut visit = open_in_gallery(world, &cut);
    until_refused(
        &mut visit,
        "The file ends inside its header, after 1,000 bytes",
        "Was it copied completely?",
    );
}

fn a_foreign_file_is_refused_and_the_next_one_opens(world: &World) {
    for content in ["", "a letter\n", "{\"traceEvents\": []}", "\u{0}\u{1}\u{2}"] {
        let (_folder, foreign) = file("letter.lane", content.as_bytes());
        let mut visit = open_in_gallery(world, &foreign);
        until_refused(&mut visit, "This file is not a Laneway run.", "“laneway run”");
        visit.choose_file(&world.file("deadlock"));
        until_shown(&mut visit, "The dining philosophers", world.events("deadlock"));
    }
}

fn a_newer_file_is_refused_and_the_next_one_opens(world: &World) {
    let mut bytes = std::fs::read(world.file("deadlock")).expect("a file");
    // The version stands behind the eight bytes by which the file is known.
    let newer = FORMAT_VERSION + 1;
    assert_eq!(bytes[8..12], FORMAT_VERSION.to_le_bytes());
    bytes[8..12].copy_from_slice(&newer.to_le_bytes());
    let (_folder, newer_file) = file("newer.lane", &bytes);
    let mut visit = open_in_gallery(world, &newer_file);
    let words =
        format!("This run has format version {newer}; this page knows versions up to {FORMAT_VERSION}.");
    until_refused(&mut visit, &words, "Open it with a newer Laneway.");
    visit.click(".language");
    visit.until_says("[role=alert]", &format!("格式版本是 {newer}"));
    visit.choose_file(&world.file("thread-pool"));
    until_shown(&mut visit, "线程池", world.events("thread-pool"));
}
