//! The time scale.

use laneway_view::TimeScale;

#[track_caller]
fn check(scale: TimeScale, expected: &str) {
    assert_eq!(format!("{:.2} {:.4}", scale.origin, scale.units_per_px), expected);
}

#[test]
fn the_whole_run_fits_with_a_margin() {
    let scale = TimeScale::fit(1000.0, 1048.0);
    check(scale, "-24.00 1.0000");
    assert_eq!(scale.px(0.0), 24.0);
    assert_eq!(scale.px(1000.0), 1024.0);
    assert_eq!(scale.position(24.0), 0.0);
}

#[test]
fn what_is_under_the_pointer_stays_there() {
    let scale = TimeScale::fit(1000.0, 1048.0);
    let under = scale.position(300.0);
    let zoomed = scale.zoom(4.0, 300.0);
    check(zoomed, "201.00 0.2500");
    assert_eq!(zoomed.position(300.0), under);
    check(zoomed.zoom(0.25, 300.0), "-24.00 1.0000");
    check(scale.zoom(f64::NAN, 0.0), "-24.00 1.0000");
    check(scale.zoom(0.0, 0.0), "-24.00 1.0000");
}

#[test]
fn the_run_stays_in_sight() {
    let scale = TimeScale::fit(1000.0, 1048.0);
    check(scale.zoom(0.1, 0.0).clamp(1000.0, 1048.0), "-24.00 1.0000");
    check(scale.pan(5000.0).clamp(1000.0, 1048.0), "-24.00 1.0000");
    let near = scale.zoom(10.0, 24.0);
    check(near.pan(-9000.0).clamp(1000.0, 1048.0), "-2.40 0.1000");
    check(near.pan(99_000.0).clamp(1000.0, 1048.0), "897.60 0.1000");
    check(near.zoom(1e9, 0.0).clamp(1000.0, 1048.0), "-0.05 0.0021");
}

#[test]
fn a_position_is_brought_into_sight() {
    let scale = TimeScale {
        origin: 0.0,
        units_per_px: 1.0,
    };
    check(scale.reveal(50.0, 10.0, 90.0), "0.00 1.0000");
    check(scale.reveal(5.0, 10.0, 90.0), "-5.00 1.0000");
    check(scale.reveal(200.0, 10.0, 90.0), "110.00 1.0000");
}
