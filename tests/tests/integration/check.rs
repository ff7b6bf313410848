//! `laneway check`.

use crate::place::Place;
use crate::traces::two_holders;

#[test]
fn real_runs_are_in_order() {
    let place = Place::new();
    for lesson in ["deadlock", "ticket-race", "thread-pool"] {
        place.record_lesson(lesson, "run.lane");
        let said = place.laneway(&["check", "run.lane"]);
        assert_eq!(
            (said.status, said.stderr.as_str()),
            (Some(0), ""),
            "{}",
            said.stdout
        );
        assert!(
            said.stdout.ends_with(" events, nothing is wrong\n"),
            "{}",
            said.stdout
        );
    }
}

#[test]
fn what_cannot_have_happened_is_told_with_its_place() {
    let place = Place::new();
    place.write("run.lane", two_holders());
    let said = place.laneway(&["check", "run.lane"]);
    assert_eq!((said.status, said.stderr.as_str()), (Some(1), ""));
    assert_eq!(
        said.stdout,
        "run.lane: event 4: two_holders: other takes `tickets` while main holds it\n\
         run.lane: 5 events, wrong in 1 places\n"
    );
}

#[test]
fn a_damaged_file_is_told_with_what_was_kept() {
    let place = Place::new();
    let whole = two_holders();
    place.write("run.lane", &whole[..whole.len() - 10]);
    let said = place.laneway(&["check", "run.lane"]);
    assert_eq!((said.status, said.stderr.as_str()), (Some(1), ""));
    let line = said.stdout.lines().next().unwrap_or_default();
    assert!(line.starts_with("run.lane: byte "), "{line}");
    assert!(line.contains("kept"), "{line}");
}
