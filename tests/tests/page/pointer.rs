//! The mouse, the wheel and fingers on the lanes and on the overview.

use xtask::browser::Viewport;

use crate::visit::Visit;
use crate::world::World;

tests![
    a_drag_on_the_ruler_scrubs,
    a_drag_on_the_overview_scrubs_while_all_is_in_sight,
    the_wheel_with_control_zooms_and_0_shows_all,
    keys_zoom_and_pan_and_fit,
    a_drag_on_the_lanes_chooses_a_stretch_to_fit,
    a_drag_with_shift_pans,
    a_double_click_moves_the_playhead,
    a_click_on_a_lane_explains_it,
    what_is_under_the_mouse_is_told,
    two_fingers_zoom,
];

/// On the ruler, which is on top of the lanes.
fn on_ruler(visit: &mut Visit, x: f64) -> (f64, f64) {
    let (x, _) = visit.in_lanes(x, 0.0);
    let (_, top) = visit.in_lanes(0.0, 0.0);
    (x, top + 10.0)
}

fn a_drag_on_the_ruler_scrubs(world: &World) {
    let mut visit = world.run("thread-pool");
    let (from, to) = (on_ruler(&mut visit, 0.4), on_ruler(&mut visit, 0.7));
    visit.click_at(from);
    let row_from = visit.row();
    visit.press("Home");
    visit.until_row(0);
    visit.click_at(to);
    let row_to = visit.row();
    assert!(0 < row_from && row_from < row_to, "{row_from} {row_to}");

    visit.press("Home");
    visit.until_row(0);
    visit.drag(from, to);
    visit.until_row(row_to);
    visit.drag(to, from);
    visit.until_row(row_from);
}

fn a_drag_on_the_overview_scrubs_while_all_is_in_sight(world: &World) {
    let mut visit = world.run("thread-pool");
    let (x, y) = visit.middle_of(".overview");
    visit.drag((x, y), (x + 100.0, y));
    let later = visit.row();
    visit.drag((x + 100.0, y), (x, y));
    let earlier = visit.row();
    assert!(0 < earlier && earlier < later, "{earlier} {later}");
}

fn the_wheel_with_control_zooms_and_0_shows_all(world: &World) {
    let mut visit = world.run("thread-pool");
    let whole = visit.picture(".overview");
    let pointer = visit.in_lanes(0.6, 0.5);
    visit.zoom_by_wheel(pointer, -240.0);
    visit.until("ask.quiet()");
    let zoomed = visit.picture(".overview");
    assert_ne!(zoomed, whole, "the overview shows which part is in sight");
    visit.press("0");
    assert_eq!(visit.picture(".overview"), whole);
}

fn keys_zoom_and_pan_and_fit(world: &World) {
    let mut visit = world.open("/run/thread-pool?lang=en&at=60");
    let whole = visit.picture(".lanes");
    let mut after = |key: &str| {
        visit.press(key);
        visit.picture(".lanes")
    };
    let zoomed = after("w");
    assert_ne!(zoomed, whole);
    let closer = after("w");
    assert_ne!(closer, zoomed);
    let right = after("d");
    assert_ne!(right, closer);
    assert_ne!(after("a"), right);
    assert_eq!(after("d"), right);
    assert_ne!(after("s"), right);
    assert_eq!(after("0"), whole);
    // With nothing selected, all is what fits.
    after("w");
    assert_eq!(after("f"), whole);
}

fn a_drag_on_the_lanes_chooses_a_stretch_to_fit(world: &World) {
    let mut visit = world.run("thread-pool");
    let (from, to) = (visit.in_lanes(0.4, 0.5), visit.in_lanes(0.6, 0.5));
    visit.drag(from, to);
    visit.press("f");
    let fitted = visit.picture(".overview");
    visit.press("0");
    assert_ne!(visit.picture(".overview"), fitted);
    // Another, smaller stretch.
    visit.drag(from, (to.0 - 60.0, to.1));
    visit.press("f");
    assert_ne!(visit.picture(".overview"), fitted);
}

fn a_drag_with_shift_pans(world: &World) {
    let mut visit = world.run("thread-pool");
    visit.press("w");
    visit.press("w");
    let before = visit.picture(".overview");
    let (from, to) = (visit.in_lanes(0.7, 0.5), visit.in_lanes(0.4, 0.5));
    visit.page().shift_drag(from, to).expect("the mouse");
    assert_ne!(visit.picture(".overview"), before);
    assert_eq!(visit.row(), 0, "the playhead stays");
}

fn a_double_click_moves_the_playhead(world: &World) {
    let mut visit = world.run("thread-pool");
    let on_ruler = on_ruler(&mut visit, 0.6);
    visit.click_at(on_ruler);
    let row = visit.row();
    assert!(row > 0);
    visit.press("Home");
    visit.until_row(0);
    let (_, y) = visit.in_lanes(0.0, 0.5);
    visit.page().double_click(on_ruler.0, y).expect("the mouse");
    visit.until_row(row);
}

/// Points of the column with the lanes' names, from the top down.
fn names_column(visit: &mut Visit) -> Vec<(f64, f64)> {
    let (x, bottom) = visit.in_lanes(0.03, 1.0);
    let (_, top) = visit.in_lanes(0.0, 0.0);
    let steps = ((bottom - top) / 6.0) as u32;
    (1..steps).map(|step| (x, top + 6.0 * f64::from(step))).collect()
}

fn a_click_on_a_lane_explains_it(world: &World) {
    let mut visit = world.run("deadlock");
    visit.press("End");
    let mut found = false;
    for point in names_column(&mut visit) {
        visit.hover(point);
        if visit.value("ask.text('.tooltip-title')") == "philosopher-2" {
            found = true;
            visit.click_at(point);
            break;
        }
    }
    assert!(found, "no name of a lane is told under the mouse");
    visit.until_says(".why", "philosopher-2 has waited since");
    visit.press("Escape");
    visit.until("!(ask.text('.why') ?? '').includes('philosopher-2')");
}

fn what_is_under_the_mouse_is_told(world: &World) {
    let mut visit = world.open("/run/deadlock?lang=en&at=start&curtain=up");
    let mut names = Vec::new();
    for point in names_column(&mut visit) {
        visit.hover(point);
        if let Some(name) = visit.value("ask.text('.tooltip-title')").as_str() {
            names.push(name.to_owned());
        }
    }
    names.dedup();
    assert_eq!(names, ["main", "philosopher-1", "philosopher-2"]);

    // To the right of a name there are phases, which say what goes on and for how long.
    let (right, _) = visit.in_lanes(0.5, 0.0);
    let mut told = Vec::new();
    for (_, y) in names_column(&mut visit) {
        visit.hover((right, y));
        told.extend(visit.value("ask.text('.tooltip')").as_str().map(str::to_owned));
    }
    let states = ["runs", "sleeps", "waits for", "could run", "stuck"];
    assert!(
        told.iter()
            .any(|tip| states.iter().any(|state| tip.contains(state))),
        "{told:?}"
    );
    let away = visit.middle_of(".transport");
    visit.hover(away);
    visit.until("ask.find('.tooltip') === null");
}

fn two_fingers_zoom(world: &World) {
    let mut visit = world.open_at(Viewport::PHONE, "/run/thread-pool?lang=en&at=start");
    let before = visit.picture(".overview");
    let (left, right) = (visit.in_lanes(0.4, 0.5), visit.in_lanes(0.6, 0.5));
    let page = visit.page();
    page.touch("touchStart", &[left, right]).expect("fingers");
    for step in 1..=5 {
        let by = 10.0 * f64::from(step);
        let fingers = [(left.0 - by, left.1), (right.0 + by, right.1)];
        page.touch("touchMove", &fingers).expect("fingers");
    }
    page.touch("touchEnd", &[]).expect("fingers");
    assert_ne!(visit.picture(".overview"), before);
}
