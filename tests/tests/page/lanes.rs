//! Many lanes in an own run: their names, which of them are shown, and how much room the stage leaves them.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::visit::Visit;
use crate::world::World;
use xtask::browser::Viewport;

tests![
    lanes_are_filtered_by_name_and_one_click_shows_all,
    a_lane_is_pinned_to_the_top,
    a_click_on_a_process_folds_its_lanes_and_another_unfolds_them,
    lanes_are_put_together_by_name,
    a_lesson_has_no_tools_for_lanes,
    the_names_are_as_wide_as_somebody_drags_them,
    a_finger_drags_the_width_of_the_names,
    the_stage_is_folded_away_and_takes_more_if_one_wants,
    a_queue_of_a_thousand_places_does_not_draw_them,
    tools_have_room_on_a_phone,
];

/// A run of two processes with twenty threads each, whose names differ in a number.
fn warehouse() -> (TempDir, PathBuf) {
    let mut lines = vec![json!({"laneway": 1, "header": {"recorder": "a test"}})];
    let mut actor = |kind: &str, name: &str, parent: u32| {
        let parent = (parent > 0).then_some(parent);
        lines.push(json!({"define": {"actor": {"kind": kind, "name": name, "parent": parent}}}));
    };
    actor("process", "stock", 0);
    actor("process", "orders", 1);
    for process in [1, 2] {
        actor("thread", "main", process);
        for number in 1..20 {
            actor(
                "thread",
                &format!("com.example.warehouse.inventory-{number}-thread"),
                process,
            );
        }
    }
    lines.push(json!({"define": {"object": {"kind": "queue", "name": "parcels", "capacity": 1000}}}));
    for (time_ns, actor) in (3..43).enumerate() {
        lines.push(json!({"time_ns": time_ns, "actor": actor, "kind": "begin"}));
    }
    lines.push(json!({"time_ns": 50, "actor": 3, "kind": "put", "object": 1, "sequence": 1, "value": "a parcel"}));
    lines.push(json!({"closing": {"ending": "finished", "duration_ns": 60, "events": 41}}));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("warehouse.jsonl");
    let text = lines.iter().fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "{line}");
        text
    });
    std::fs::write(&file, text).expect("written");
    (folder, file)
}

fn open(world: &World, viewport: Viewport) -> Visit {
    let (_folder, file) = warehouse();
    let mut visit = world.open_at(viewport, "/?lang=en");
    visit.choose_file(&file);
    visit.until("location.hash.startsWith('#/file')");
    visit.ready();
    visit.until("ask.rows() === 41");
    visit
}

/// How wide the names are.
const WIDTH: &str = "Number(ask.find('.gutter-edge').ariaValueNow)";

/// Waits until the names are so wide, to a pixel: a pointer has hold of the edge somewhere.
#[track_caller]
fn until_width(visit: &mut Visit, px: f64) {
    visit.until(&format!("Math.abs({WIDTH} - {px}) < 1.5"));
}

fn filter(visit: &mut Visit, part: &str) {
    visit.page().click_on(".lane-filter").expect("a field");
    visit.page().type_text(part).expect("keys");
    let part = Value::from(part);
    visit.until(&format!("ask.find('.lane-filter').value === {part}"));
    visit.until_quiet();
}

/// Goes down by a lane, and waits until it is this one that is explained.
#[track_caller]
fn down_to(visit: &mut Visit, name: &str) {
    visit.press("ArrowDown");
    visit.until_says(".explained", name);
}

/// A button of the row above the lanes.
fn tool(visit: &mut Visit, words: &str) {
    let words = Value::from(words);
    let find = format!("ask.all('.lane-tools button').find(it => it.textContent.trim() === {words})");
    visit.until(&format!("{find} !== undefined && !{find}.disabled"));
    visit.value(&format!("{find}.id = 'tool'"));
    visit.click("#tool");
    visit.value("ask.find('#tool')?.removeAttribute('id')");
}

fn lanes_are_filtered_by_name_and_one_click_shows_all(world: &World) {
    let mut visit = open(world, Viewport::DESKTOP);
    let all = visit.picture(".lanes");
    assert_eq!(visit.text(".lanes-hidden"), "");
    filter(&mut visit, "INVENTORY-7");
    visit.until_says(".lanes-hidden", "38 of 40 lanes hidden");
    assert_ne!(visit.picture(".lanes"), all);
    // Who types is in the field; a click elsewhere gives the keys back to the run.
    visit.value("document.activeElement.blur()");
    down_to(&mut visit, "inventory-7-");
    visit.press("Escape");
    tool(&mut visit, "Show all");
    visit.until("ask.text('.lanes-hidden') === '' && ask.find('.lane-filter').value === ''");
    assert_eq!(visit.picture(".lanes"), all);
    assert_eq!(visit.complaints(), [""; 0]);
}

fn a_lane_is_pinned_to_the_top(world: &World) {
    let mut visit = open(world, Viewport::DESKTOP);
    assert!(visit.is("ask.all('.lane-tool').some(it => it.textContent === 'Pin' && it.disabled)"));
    for _ in 0..4 {
        visit.press("ArrowDown");
    }
    visit.until_says(".explained", "inventory-3-");
    tool(&mut visit, "Pin");
    visit.until(
        "ask.all('.lane-tool').some(it => it.textContent === 'Pin' && it.ariaPressed === 'true')",
    );
    // It is the first lane now, and the next one is the first of the others.
    down_to(&mut visit, "main");
    visit.press("ArrowUp");
    visit.until_says(".explained", "inventory-3-");
    tool(&mut visit, "Pin");
    visit.press("ArrowUp");
    visit.until_says(".explained", "inventory-2-");
}

fn a_click_on_a_process_folds_its_lanes_and_another_unfolds_them(world: &World) {
    let mut visit = open(world, Viewport::DESKTOP);
    let all = visit.picture(".lanes");
    let [left, top, ..]: [f64; 4] =
        serde_json::from_value(visit.value("ask.box('.lanes')")).expect("a box");
    let title = (left + 60.0, top + 36.0 + 6.0 + 8.0);
    visit.click_at(title);
    visit.hover((left + 400.0, top + 5.0));
    assert_ne!(visit.picture(".lanes"), all);
    visit.press("ArrowDown");
    visit.press("ArrowDown");
    visit.until_says(".explained", "main");
    visit.press("Escape");
    visit.click_at(title);
    visit.hover((left + 400.0, top + 5.0));
    assert_eq!(visit.picture(".lanes"), all);
    // And all of them by a button.
    tool(&mut visit, "Fold all");
    assert_ne!(visit.picture(".lanes"), all);
    tool(&mut visit, "Fold all");
    assert_eq!(visit.picture(".lanes"), all);
}

fn lanes_are_put_together_by_name(world: &World) {
    let mut visit = open(world, Viewport::DESKTOP);
    let all = visit.picture(".lanes");
    tool(&mut visit, "By name");
    assert_ne!(visit.picture(".lanes"), all);
    for _ in 0..2 {
        visit.press("ArrowDown");
    }
    // Both main threads stand together now.
    visit.until_says(".explained", "orders/main");
    visit.press("Escape");
    tool(&mut visit, "By process");
    assert_eq!(visit.picture(".lanes"), all);
}

fn a_lesson_has_no_tools_for_lanes(world: &World) {
    for at in ["start", "end"] {
        let mut visit = world.open(&format!("/run/ticket-lock?lang=en&at={at}"));
        assert!(visit.is("ask.find('.lane-tools') === null"));
    }
}

fn the_names_are_as_wide_as_somebody_drags_them(world: &World) {
    let mut visit = world.run("ticket-lock");
    let automatic = visit.number(WIDTH);
    let before = visit.picture(".lanes");
    let (x, y) = visit.page().middle_of(".gutter-edge").expect("an edge");
    visit.drag((x, y), (x + 80.0, y));
    until_width(&mut visit, automatic + 80.0);
    assert_ne!(visit.picture(".lanes"), before);
    // The browser remembers.
    visit.reload();
    until_width(&mut visit, automatic + 80.0);
    // By keys, within limits.
    visit.value("ask.find('.gutter-edge').focus()");
    visit.press("ArrowLeft");
    until_width(&mut visit, automatic + 64.0);
    visit.press("Home");
    visit.until("ask.find('.gutter-edge').ariaValueNow === ask.find('.gutter-edge').ariaValueMin");
    visit.press("Enter");
    until_width(&mut visit, automatic);
    // By a double click.
    visit.press("End");
    visit.until("ask.find('.gutter-edge').ariaValueNow === ask.find('.gutter-edge').ariaValueMax");
    let (x, y) = visit.page().middle_of(".gutter-edge").expect("an edge");
    visit.page().double_click(x, y).expect("the mouse");
    until_width(&mut visit, automatic);
    assert_eq!(visit.row(), 0, "the playhead has stayed");
    assert_eq!(visit.complaints(), [""; 0]);
}

fn a_finger_drags_the_width_of_the_names(world: &World) {
    let mut visit = world.open_at(Viewport::PHONE, "/run/ticket-lock?lang=en&at=start");
    let automatic = visit.number(WIDTH);
    let (x, y) = visit.page().middle_of(".gutter-edge").expect("an edge");
    for (kind, fingers) in [
        ("touchStart", &[(x, y)][..]),
        ("touchMove", &[(x + 20.0, y)]),
        ("touchMove", &[(x + 40.0, y)]),
        ("touchEnd", &[]),
    ] {
        visit.page().touch(kind, fingers).expect("a finger");
    }
    until_width(&mut visit, automatic + 40.0);
}

fn the_stage_is_folded_away_and_takes_more_if_one_wants(world: &World) {
    let mut visit = world.run("ticket-lock");
    let height = |visit: &mut Visit| visit.number("ask.box('.lanes')[3]");
    let with_stage = height(&mut visit);
    assert!(visit.is("ask.box('.run-stage')[3] <= innerHeight / 3"));
    visit.click_button("Smaller stage");
    visit.until("ask.find('.run-stage') === null");
    assert!(height(&mut visit) > with_stage);
    visit.reload();
    assert!(visit.is("ask.find('.run-stage') === null"));
    // In a hall it is there all the same.
    visit.press("p");
    visit.until("ask.find('.run-stage') !== null && ask.find('.stage-sizes') === null");
    visit.press("Escape");
    visit.until("ask.find('.run-stage') === null");
    visit.click_button("Larger stage");
    visit.until("ask.find('.run-stage') !== null");
    assert!((height(&mut visit) - with_stage).abs() < 1.0);
    visit.click_button("Larger stage");
    visit.until("ask.find('.run-stage.large') !== null && ask.find('.stage-larger').disabled");
    assert_eq!(visit.complaints(), [""; 0]);
}

fn a_queue_of_a_thousand_places_does_not_draw_them(world: &World) {
    let mut visit = open(world, Viewport::DESKTOP);
    visit.press("End");
    visit.until_says(".store .card-status", "1 of 1000");
    assert!(visit.is("ask.all('.store .pipe-places > li').length <= 12"));
}

fn tools_have_room_on_a_phone(world: &World) {
    let mut visit = open(world, Viewport::PHONE);
    filter(&mut visit, "inventory-7");
    visit.until_says(".lanes-hidden", "38 of 40 lanes hidden");
    assert_eq!(
        visit.strings("ask.overlaps('.lane-tools > *, .lanes, .overview')"),
        [""; 0]
    );
    let wide =
        "ask.all('.lane-tools *').filter(it => it.getBoundingClientRect().right > innerWidth).length";
    assert_eq!(visit.number(wide), 0.0);
}
