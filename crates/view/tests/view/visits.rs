//! When a line ran, seen from the playhead.

use laneway_model::Moment;
use laneway_view::{ClockKind, Timeline, Visits};

use crate::notation::model;

/// Line 7 runs at the moments 2, 4 and 5; the last two at the same time.
const RUN: &str = "0 main begin\n1 main write n 1 :7\n2 main read n :8\n3 main write n 2 :7\n3 main write n 3 :7\n\
                   4 main read n :8\n";

/// `3 of 5, before 4, next 9, onward 9`.
#[track_caller]
fn check(kind: ClockKind, now: u32, until: u32, expected: &str) {
    let model = model(RUN);
    let timeline = Timeline::new(&model);
    let rows = timeline.line_rows(&model).get(&model, "", 7);
    let clock = timeline.clock(&model, kind);
    let visits = Visits::new(rows, &clock, Moment(now), Moment(until));
    let moment = |at: Option<Moment>| at.map_or("none".to_owned(), |at| at.0.to_string());
    let told = format!(
        "{} of {}, before {}, next {}, onward {}",
        visits.this,
        visits.times,
        moment(visits.previous),
        moment(visits.next),
        moment(visits.onward())
    );
    assert_eq!(told, expected, "at {now} of {until}");
}

#[test]
fn a_line_is_followed_from_time_to_time() {
    let check = |now, expected| check(ClockKind::Steps, now, 6, expected);
    check(0, "0 of 3, before none, next 2, onward 2");
    check(2, "1 of 3, before none, next 4, onward 4");
    check(3, "1 of 3, before 2, next 4, onward 4");
    check(4, "2 of 3, before 2, next 5, onward 5");
    check(5, "3 of 3, before 4, next none, onward 2");
    check(6, "3 of 3, before 5, next none, onward 2");
}

#[test]
fn what_has_not_been_played_is_not_counted() {
    let check = |now, until, expected| check(ClockKind::Steps, now, until, expected);
    check(0, 1, "0 of 0, before none, next none, onward none");
    check(2, 3, "1 of 1, before none, next none, onward 2");
    check(0, 4, "0 of 2, before none, next 2, onward 2");
}

#[test]
fn events_at_the_same_time_are_passed_at_once() {
    // By real time the playhead is never between the two.
    check(ClockKind::Wall, 5, 6, "3 of 3, before 2, next none, onward 2");
}
